"""A recorded move is removed once the base has it.

A note: the record has done its work, and would excuse the same move a second time.
"""

from collections.abc import Iterator

from routeproof.checks.frame import Check, Subject
from routeproof.model.finding import Finding, Level


def _run(subject: Subject) -> Iterator[Finding]:
    for move in subject.moves.landed if subject.moves else ():
        yield Finding(
            message=f"recorded move from `{move.before}` to `{move.after}` on `{move.runtime}` has landed",
            hint="remove the record",
            document=subject.moves_file,
            pointer=move.pointer,
            runtime=move.runtime,
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
