"""An id that a BYOK arm claims never bills the platform, whatever credentials are present.

An arm claims an id that it lists or that its provider's pattern finds. The proof runs over every possible id
and every set of credentials. It can be neither waived nor lowered: the only exceptions are exact
(runtime, id) pairs, declared with reason and ticket in `checks/platform-exceptions.yaml`; each must still be
needed, and every report shows them.
"""

from collections.abc import Iterator

from routeproof.checks.classes import class_count, classes, quote_names
from routeproof.checks.subjects.registry import RegistrySubject, Scope
from routeproof.harness.check import Check
from routeproof.harness.finding import Finding, Level, Location
from routeproof.model.about import about
from routeproof.model.pointer import claim_pointer
from routeproof.model.registry import Payer, Runtime
from routeproof.prove import ClassRoute, RouteClass, extent, routes


def _run(subject: RegistrySubject) -> Iterator[Finding]:
    excepted = {(each.runtime, each.model) for each in subject.platform_exceptions}
    needed = set()
    for runtime, each in classes(subject):
        claimed = any(arm.provider.payer is Payer.BYOK for arm in (*each.exact, *each.pattern))
        billed = [route for route in routes(each) if route.payer is Payer.PLATFORM] if claimed else []
        for model in each.ids or (each.witness,) if billed else ():
            if each.ids and (runtime.name, model) in excepted:
                needed.add((runtime.name, model))
            else:
                yield _finding(subject, runtime, each, model, billed[0])
    for exception in subject.platform_exceptions:
        if (exception.runtime, exception.model) not in needed:
            yield Finding(
                message=f"platform exception for `{exception.model}` on `{exception.runtime}` is not needed",
                hint="remove it: no BYOK arm claims a listed id of that name that bills the platform",
                at=Location(subject.platform_exceptions.file, exception.pointer),
                about=about(runtime=exception.runtime, model=exception.model),
                key="not needed",
            )


def _finding(
    subject: RegistrySubject, runtime: Runtime, each: RouteClass, model: str, route: ClassRoute
) -> Finding:
    claimants = [arm.name for arm in (*each.exact, *each.pattern) if arm.provider.payer is Payer.BYOK]
    names = quote_names(dict.fromkeys(claimants))
    more = "" if each.ids else f" (and {extent(each)} like it)"
    arm = route.decision.arm
    return Finding(
        message=f"`{model}` on `{runtime.name}` is claimed by {names} and bills the platform{more}",
        hint="take it off one side, or declare the exact id in `checks/platform-exceptions.yaml`",
        at=Location(
            subject.registry_file, claim_pointer(subject.registry, runtime, arm, model) if arm else ""
        ),
        about=about(runtime=runtime.name, arm=arm.name if arm else None, model=model),
        present=route.auth_env,
        expected="byok",
        actual=str(route),
    )


CHECK = Check(
    id="byok-never-platform",
    title="an id that a BYOK arm claims never bills the platform",
    level=Level.ERROR,
    doc=__doc__,
    run=_run,
    size=class_count,
    waivable=False,
    lowerable=False,
    proof=True,
    reuse=Scope.ROUTES,
)
