"""Every arm serves some id, for some set of credentials.

An arm whose claims all go elsewhere, or whose pattern finds nothing and which lists nothing, is dead: it
looks like a route and is none. The finding names the arms that take its ids.
"""

from collections.abc import Iterator

from routeproof.checks.classes import quote_names
from routeproof.checks.subjects.registry import RegistrySubject, Scope
from routeproof.harness.check import Check
from routeproof.harness.finding import Finding, Level, Location
from routeproof.model.about import about
from routeproof.model.pointer import arm_pointer
from routeproof.model.registry import Arm, Runtime
from routeproof.prove import route_classes, routes


def _run(subject: RegistrySubject) -> Iterator[Finding]:
    for runtime in subject.runtimes():
        served = {
            route.decision.arm.name
            for each in route_classes(runtime)
            for route in routes(each)
            if route.decision.arm is not None
        }
        for arm in runtime.arms:
            if arm.name not in served:
                yield _finding(subject, runtime, arm)


def _finding(subject: RegistrySubject, runtime: Runtime, arm: Arm) -> Finding:
    claimed = [each for each in route_classes(runtime) if arm in each.exact or arm in each.pattern]
    takers = {
        route.decision.arm.name if route.decision.arm else str(route.decision.error)
        for each in claimed
        for route in routes(each)
    }
    if claimed:
        shortest = min((each.witness for each in claimed), key=lambda id_: (len(id_), id_))
        others = quote_names(sorted(takers))
        message = f"arm `{arm.name}` on `{runtime.name}` is shadowed: its ids go to {others}"
        hint = f"narrow what takes its ids, the shortest of which is `{shortest}`, or remove the arm"
    else:
        message = (
            f"arm `{arm.name}` on `{runtime.name}` serves no id: it lists none and its pattern finds none"
        )
        hint = "correct the pattern, list ids, or remove the arm"
    return Finding(
        message=message,
        hint=hint,
        at=Location(subject.registry_file, arm_pointer(runtime, arm)),
        about=about(runtime=runtime.name, arm=arm.name),
        expected="serves some id",
        actual="serves none",
    )


CHECK = Check(
    id="arm-reachable",
    title="every arm serves some id",
    level=Level.ERROR,
    doc=__doc__,
    run=_run,
    size=lambda subject: sum(1 for _ in subject.arms()),
    proof=True,
    reuse=Scope.RUNTIME,
)
