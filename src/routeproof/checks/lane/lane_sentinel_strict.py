"""The sentinel runs always and accepts `success` alone from every job that it needs.

Without `if: always()` it is skipped when a needed job fails, and a skipped check counts as green. A script
that looks for `failure` lets a cancelled or a skipped job pass. The script is read, not run: what cannot be
recognised as strict is reported.
"""

from routeproof.checks.subjects.lane import gap_reporter, size
from routeproof.harness.check import Check
from routeproof.harness.finding import Level
from routeproof.lane import GapKind

CHECK = Check(
    id="lane-sentinel-strict",
    title="the sentinel accepts `success` alone",
    level=Level.ERROR,
    doc=__doc__,
    run=gap_reporter(GapKind.LAX_SENTINEL),
    size=size(GapKind.LAX_SENTINEL),
)
