"""What the checks of the required lane share: gaps of a kind become a check's findings."""

from collections.abc import Callable, Iterator

from routeproof.harness.finding import Finding, Location
from routeproof.lane import GapKind, LaneReport


def gap_reporter(*kinds: GapKind) -> Callable[[LaneReport], Iterator[Finding]]:
    """A check's `run` over the gaps of these kinds."""

    def run(lane: LaneReport) -> Iterator[Finding]:
        for gap in lane.gaps:
            if gap.kind in kinds:
                yield Finding(
                    message=gap.message, hint=gap.hint, at=Location(gap.file, gap.pointer), key=gap.key
                )

    return run


def size(kind: GapKind) -> Callable[[LaneReport], int]:
    """A check's `size`: how much of the lane was looked at for that kind."""
    return lambda lane: lane.sizes.get(kind, 0)
