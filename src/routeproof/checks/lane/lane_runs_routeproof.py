"""Branch protection waits for the job that runs routeproof, and that job is seen to run it.

A gate that nobody waits for is a report. The job has to be needed by a sentinel whose context is required, or
to be required itself. A job that is waited for and does something else is a gate that stands open: one step
of it has to be `routeproof check`, the action of this project, or what the lane declares as `command`, with
nothing around it that could pass over a failure or leave a part of the gate out. What is not understood is
reported.
"""

from routeproof.checks.subjects.lane import gap_reporter, size
from routeproof.harness.check import Check
from routeproof.harness.finding import Level
from routeproof.lane import GapKind

CHECK = Check(
    id="lane-runs-routeproof",
    title="the job that runs routeproof is required, and seen to run it",
    level=Level.ERROR,
    doc=__doc__,
    run=gap_reporter(GapKind.NOT_REQUIRED, GapKind.NOT_RUN),
    size=size(GapKind.NOT_REQUIRED),
)
