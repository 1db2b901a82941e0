"""The platform arm of a runtime lists its ids.

Without a list the arm routes by the platform's pattern alone: every id that the pattern finds is billed to
the operator, with no menu entry that anyone reviewed.
"""

from collections.abc import Iterator

from routeproof.checks.subjects.registry import RegistrySubject
from routeproof.errors import pointer
from routeproof.harness.check import Check
from routeproof.harness.finding import Finding, Level, Location
from routeproof.model.about import about
from routeproof.model.registry import Payer


def _run(subject: RegistrySubject) -> Iterator[Finding]:
    for runtime, place, arm in subject.arms():
        if arm.payer is Payer.PLATFORM and arm.name_only:
            yield Finding(
                message=f"the platform arm of `{runtime}` lists no id and bills by pattern alone",
                hint="list the ids that the operator pays for, or remove the arm",
                at=Location(subject.registry_file, pointer("runtimes", runtime, "providers", place)),
                about=about(runtime=runtime, arm=arm.name),
            )


CHECK = Check(
    id="platform-arm-lists-ids",
    title="a platform arm lists its ids",
    level=Level.ERROR,
    doc=__doc__,
    run=_run,
    size=lambda subject: sum(arm.payer is Payer.PLATFORM for _, _, arm in subject.arms()),
)
