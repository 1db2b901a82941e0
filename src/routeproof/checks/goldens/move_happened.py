"""Every move that `checks/moves.yaml` records takes place between the base and this registry.

A record that nothing answers to would excuse a later move that nobody reviewed.
"""

from collections.abc import Iterator

from routeproof.checks.subjects.registry import Subject
from routeproof.harness.check import Check
from routeproof.harness.finding import Finding, Level, Location
from routeproof.model.about import about


def _run(subject: Subject) -> Iterator[Finding]:
    for move in subject.moves.missing if subject.moves else ():
        what = f"from `{move.before}` to `{move.after}` on `{move.runtime}`"
        yield Finding(
            message=f"recorded move {what} did not happen",
            hint="correct from, to or ids, or remove the record",
            at=Location(subject.moves_file, move.pointer),
            about=about(runtime=move.runtime),
            key=f"{move.before} {move.after} {move.ticket}",
        )


CHECK = Check(
    id="move-happened",
    title="every recorded move takes place",
    level=Level.ERROR,
    doc=__doc__,
    run=_run,
    size=lambda subject: len(subject.recorded_moves) if subject.moves else 0,
)
