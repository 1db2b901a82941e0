"""Every move that `checks/moves.yaml` records takes place between the base and this registry.

A record that nothing answers to would excuse a later move that nobody reviewed.
"""

from routeproof.checks.subjects.goldens import move_reporter, recorded_moves
from routeproof.harness.check import Check
from routeproof.harness.finding import Level

CHECK = Check(
    id="move-happened",
    title="every recorded move takes place",
    level=Level.ERROR,
    doc=__doc__,
    run=move_reporter(
        lambda moves: moves.missing,
        message="recorded move from `{move.before}` to `{move.after}` on `{move.runtime}` did not happen",
        hint="correct from, to or ids, or remove the record",
    ),
    size=recorded_moves,
)
