"""Deleting a listed id never moves it between the platform and a customer's key.

When a platform id leaves its list, requests that still use it must fail: falling through to a BYOK arm would
bill a customer for what the operator promised to pay. When a BYOK id leaves its list, it must not land on
the platform. The proof replays the deletion of every listed id for every set of credentials.
"""

from collections.abc import Iterator

from routeproof.checks.classes import classes
from routeproof.checks.subjects.registry import RegistrySubject, Scope
from routeproof.harness.check import Check
from routeproof.harness.finding import Finding, Level, Location
from routeproof.model.about import about
from routeproof.model.pointer import claim_pointer
from routeproof.model.registry import Arm
from routeproof.prove import ClassRoute, RouteClass, decision_table


def _run(subject: RegistrySubject) -> Iterator[Finding]:
    for runtime, each in classes(subject):
        for arm in each.exact:
            moved = _moved(each, arm)
            if moved is None:
                continue
            for model in each.ids:
                yield Finding(
                    message=f"deleting `{model}` from `{arm.name}` on `{runtime.name}` "
                    f"sends it to {moved.quoted}",
                    hint="withdraw it with `withdrawn_models`, and narrow what would catch it",
                    at=Location(subject.registry_file, claim_pointer(subject.registry, runtime, arm, model)),
                    about=about(runtime=runtime.name, arm=arm.name, model=model),
                    present=moved.auth_env,
                    expected=f"{arm.provider.payer} or refused",
                    actual=str(moved),
                )


def _moved(each: RouteClass, arm: Arm) -> ClassRoute | None:
    """The route to another payer that the class has once `arm` no longer lists it."""
    left = tuple(other for other in each.exact if other != arm)
    for row in decision_table(each.dialect, left, each.pattern):
        route = ClassRoute(row.names, row.decision)
        if route.payer not in (None, arm.provider.payer):
            return route
    return None


CHECK = Check(
    id="deleting-an-id-fails-closed",
    title="deleting a listed id never changes who pays",
    level=Level.ERROR,
    doc=__doc__,
    run=_run,
    size=lambda subject: sum(len(arm.models) for _, _, arm in subject.arms()),
    proof=True,
    reuse=Scope.RUNTIME,
)
