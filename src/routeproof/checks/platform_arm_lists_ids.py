"""The platform arm of a runtime lists its ids.

Without a list the arm routes by the platform's pattern alone: every id that the pattern finds is billed to
the operator, with no menu entry that anyone reviewed.
"""

from collections.abc import Iterator

from routeproof.checks.frame import Check, Subject
from routeproof.model.finding import Finding, Level
from routeproof.model.pointer import pointer
from routeproof.model.registry import Payer


def _run(subject: Subject) -> Iterator[Finding]:
    for runtime, place, arm in subject.arms():
        if arm.payer is Payer.PLATFORM and arm.name_only:
            yield Finding(
                message=f"the platform arm of `{runtime}` lists no id and bills by pattern alone",
                hint="list the ids that the operator pays for, or remove the arm",
                document=subject.registry_file,
                pointer=pointer("runtimes", runtime, "providers", place),
                runtime=runtime,
                arm=arm.name,
            )


CHECK = Check(
    id="platform-arm-lists-ids",
    title="a platform arm lists its ids",
    level=Level.ERROR,
    doc=__doc__,
    run=_run,
    size=lambda subject: sum(arm.payer is Payer.PLATFORM for _, _, arm in subject.arms()),
)
