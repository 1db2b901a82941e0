"""The contexts that branch protection requires are those that the audit list holds.

The audit looks afterwards at what was merged without a green that it expects. A context that it does not know
is never missed, and one that is not required is missed every time.
"""

from routeproof.checks.subjects.lane import gap_reporter, size
from routeproof.harness.check import Check
from routeproof.harness.finding import Level
from routeproof.lane import GapKind

CHECK = Check(
    id="lane-audit-agrees",
    title="required contexts and audit list agree",
    level=Level.ERROR,
    doc=__doc__,
    run=gap_reporter(GapKind.AUDIT_DIFFERS),
    size=size(GapKind.AUDIT_DIFFERS),
)
