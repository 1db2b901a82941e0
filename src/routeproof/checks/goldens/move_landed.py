"""A recorded move is removed once the base has it.

A note: the record has done its work, and would excuse the same move a second time.
"""

from routeproof.checks.subjects.goldens import move_reporter, recorded_moves
from routeproof.harness.check import Check
from routeproof.harness.finding import Level

CHECK = Check(
    id="move-landed",
    title="a recorded move is removed once the base has it",
    level=Level.NOTE,
    doc=__doc__,
    run=move_reporter(
        lambda moves: moves.landed,
        message="recorded move from `{move.before}` to `{move.after}` on `{move.runtime}` has landed",
        hint="remove the record",
    ),
    size=recorded_moves,
)
