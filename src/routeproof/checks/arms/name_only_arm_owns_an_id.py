"""Every name-only arm owns some id alone.

An arm that lists nothing lives by its pattern. If every id that the pattern finds is listed elsewhere, or
found by another pattern too, the arm only ever makes answers ambiguous.
"""

from collections.abc import Iterator

from routeproof.checks.subjects.registry import RegistrySubject, Scope
from routeproof.harness.check import Check
from routeproof.harness.finding import Finding, Level, Location
from routeproof.model.about import about
from routeproof.model.pointer import arm_pointer
from routeproof.prove import route_classes


def _run(subject: RegistrySubject) -> Iterator[Finding]:
    for runtime in subject.runtimes():
        owners = {
            each.pattern[0].name
            for each in route_classes(runtime)
            if not each.exact and len(each.pattern) == 1
        }
        for arm in runtime.arms:
            if arm.name_only and arm.name not in owners:
                yield Finding(
                    message=f"name-only arm `{arm.name}` on `{runtime.name}` owns no id alone",
                    hint="narrow the patterns that overlap with it, or remove the arm",
                    at=Location(subject.registry_file, arm_pointer(runtime, arm)),
                    about=about(runtime=runtime.name, arm=arm.name),
                    expected="an id of its own",
                    actual="none",
                )


CHECK = Check(
    id="name-only-arm-owns-an-id",
    title="every name-only arm owns some id alone",
    level=Level.ERROR,
    doc=__doc__,
    run=_run,
    size=lambda subject: sum(arm.name_only for _, _, arm in subject.arms()),
    proof=True,
    reuse=Scope.RUNTIME,
)
