"""Every entry of `needs` names a job of the same workflow.

A job was renamed and the list was not. A forge refuses the workflow as a whole, or the job that needs it
never starts, and nothing is judged.
"""

from routeproof.checks.subjects.lane import gap_reporter, size
from routeproof.harness.check import Check
from routeproof.harness.finding import Level
from routeproof.lane import GapKind

CHECK = Check(
    id="lane-need-exists",
    title="every `needs` entry names a job",
    level=Level.ERROR,
    doc=__doc__,
    run=gap_reporter(GapKind.UNKNOWN_NEED),
    size=size(GapKind.UNKNOWN_NEED),
)
