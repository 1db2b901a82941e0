"""Every job of the sentinel's workflow is needed by the sentinel.

Branch protection waits for one job, the sentinel. A job that it does not need can fail while the change is
merged. Jobs whose `if` tests the event are left out: they do not run on every change.
"""

from routeproof.checks.subjects.lane import gap_reporter, size
from routeproof.harness.check import Check
from routeproof.harness.finding import Level
from routeproof.lane import GapKind

CHECK = Check(
    id="lane-job-needed",
    title="every job is needed by the sentinel",
    level=Level.ERROR,
    doc=__doc__,
    run=gap_reporter(GapKind.UNNEEDED),
    size=size(GapKind.UNNEEDED),
)
