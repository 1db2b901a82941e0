"""What the checks of the required lane share: one kind of gap becomes one check's findings."""

from collections.abc import Callable, Iterator

from routeproof.checks.subjects.registry import Subject
from routeproof.harness.finding import Finding, Location
from routeproof.lane import Kind


def reporter(kind: Kind) -> Callable[[Subject], Iterator[Finding]]:
    """A check's `run` over the gaps of one kind."""

    def run(subject: Subject) -> Iterator[Finding]:
        for gap in subject.lane.gaps:
            if gap.kind is kind:
                yield Finding(
                    message=gap.message, hint=gap.hint, at=Location(gap.file, gap.pointer), key=gap.key
                )

    return run


def size(kind: Kind) -> Callable[[Subject], int]:
    """A check's `size`: how much of the lane was looked at for that kind; 0 where no lane is declared."""
    return lambda subject: subject.lane.sizes.get(kind, 0)
