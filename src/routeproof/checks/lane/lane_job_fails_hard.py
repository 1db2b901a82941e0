"""No job that has to be green carries `continue-on-error`, itself or on every step.

Such a job is green whatever happens in it: it is needed, it runs, and it holds nothing.
"""

from routeproof.checks.subjects.lane import gap_reporter, size
from routeproof.harness.check import Check
from routeproof.harness.finding import Level
from routeproof.lane import GapKind

CHECK = Check(
    id="lane-job-fails-hard",
    title="no job of the lane is allowed to fail",
    level=Level.ERROR,
    doc=__doc__,
    run=gap_reporter(GapKind.SOFT),
    size=size(GapKind.SOFT),
)
