"""No job that has to be green can be skipped, by an `if` or by a filter of paths.

Some forges count a skipped job as green. With a strict sentinel the change waits instead, and whoever wants
to merge it loosens the sentinel. A job whose steps all have an `if` is green without having done anything.
"""

from routeproof.checks.subjects.lane import gap_reporter, size
from routeproof.harness.check import Check
from routeproof.harness.finding import Level
from routeproof.lane import GapKind

CHECK = Check(
    id="lane-job-cannot-skip",
    title="no job of the lane can be skipped",
    level=Level.ERROR,
    doc=__doc__,
    run=gap_reporter(GapKind.SKIPPABLE),
    size=size(GapKind.SKIPPABLE),
)
