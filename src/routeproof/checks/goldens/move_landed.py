"""A recorded move is removed once the base has it.

A note: the record has done its work, and would excuse the same move a second time.
"""

from collections.abc import Iterator

from routeproof.checks.subjects.registry import Subject
from routeproof.harness.check import Check
from routeproof.harness.finding import Finding, Level, Location
from routeproof.model.about import about


def _run(subject: Subject) -> Iterator[Finding]:
    for move in subject.moves.landed if subject.moves else ():
        yield Finding(
            message=f"recorded move from `{move.before}` to `{move.after}` on `{move.runtime}` has landed",
            hint="remove the record",
            at=Location(subject.moves_file, move.pointer),
            about=about(runtime=move.runtime),
            key=f"{move.before} {move.after} {move.ticket}",
        )


CHECK = Check(
    id="move-landed",
    title="a recorded move is removed once the base has it",
    level=Level.NOTE,
    doc=__doc__,
    run=_run,
    size=lambda subject: len(subject.recorded_moves) if subject.moves else 0,
)
