"""Every context that branch protection requires is emitted by a workflow, on every change.

Protection waits for a name. When no workflow reports under it, because a job was renamed, its matrix changed,
or it runs on other events, the change waits for a green that never comes, and somebody switches protection
off. A context that something else reports is declared under `external`; the names are those of the forge.
"""

from routeproof.checks.subjects.lane import gap_reporter, size
from routeproof.harness.check import Check
from routeproof.harness.finding import Level
from routeproof.lane import GapKind

CHECK = Check(
    id="lane-context-emitted",
    title="every required context is emitted by a workflow",
    level=Level.ERROR,
    doc=__doc__,
    run=gap_reporter(GapKind.NEVER_EMITTED),
    size=size(GapKind.NEVER_EMITTED),
)
