"""Branch protection waits for the job that runs routeproof.

A gate that nobody waits for is a report. The job has to be needed by a sentinel whose context is required, or
to be required itself.
"""

from routeproof.checks.subjects.lane import gap_reporter, size
from routeproof.harness.check import Check
from routeproof.harness.finding import Level
from routeproof.lane import Kind

CHECK = Check(
    id="lane-runs-routeproof",
    title="the job that runs routeproof is required",
    level=Level.ERROR,
    doc=__doc__,
    run=gap_reporter(Kind.NOT_REQUIRED),
    size=size(Kind.NOT_REQUIRED),
)
