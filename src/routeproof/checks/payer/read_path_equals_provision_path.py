"""Whoever asks who pays for a workspace hears what provisioning decided.

The mode is read when the workspace is shown, metered and provisioned again. It must be the same before its
environment is made, in it, and after: a variable that the strip removes, or the token that is put in, must
not be what decides. The model is remembered in the environment too, so no provider may accept that variable
as a key.
"""

from collections.abc import Callable, Iterator

from routeproof.checks.classes import classes
from routeproof.checks.subjects.registry import RegistrySubject, Scope
from routeproof.checks.tenants import PROXY, alone, claimants, held
from routeproof.errors import pointer
from routeproof.harness.check import Check
from routeproof.harness.finding import Finding, Level, Location
from routeproof.model.about import about
from routeproof.model.pointer import claim_pointer
from routeproof.model.registry import Runtime
from routeproof.prove import RouteClass, routes
from routeproof.resolve.billing import BillingDecision
from routeproof.resolve.credentials import EnvEntry, Origin
from routeproof.resolve.provision import Provisioned, Proxy, provision, read_mode


def run(
    subject: RegistrySubject,
    build: Callable[..., Provisioned] = provision,
    read: Callable[..., BillingDecision] = read_mode,
) -> Iterator[Finding]:
    """Look for workspaces with two modes; `build` and `read` are the two paths that are held."""
    catalogue = subject.registry.providers
    for runtime, one, names, variable, proxy in _tenants(subject):
        registry = alone(catalogue, runtime, one)
        env = (EnvEntry(variable, one.witness, Origin.GLOBAL), *held(names))
        asked = {"proxy_configured": proxy is not None, "deployment": subject.deployment}
        made = build(registry, runtime.name, env, proxy=proxy, deployment=subject.deployment)
        before = read(registry, runtime.name, env, **asked).mode
        after = read(registry, runtime.name, made.env, **asked).mode
        if not before == made.mode == after:
            yield Finding(
                message=f"`{one.witness}` on `{runtime.name}` is read as {before}, "
                f"provisioned as {made.mode} and read as {after} from then on",
                hint="let no pattern overlap with another, and no provider accept the operator's token "
                "or the variable of the model",
                at=Location(subject.registry_file, _place(subject, runtime, one)),
                about=about(
                    runtime=runtime.name,
                    arm=next((arm.name for arm in claimants(one)), None),
                    model=one.witness,
                ),
                present=names,
                expected=str(made.mode),
                actual=f"{before}, then {after}",
                key=f"{variable} {bool(proxy)}",
            )


def _tenants(
    subject: RegistrySubject,
) -> Iterator[tuple[Runtime, RouteClass, tuple[str, ...], str, Proxy | None]]:
    """Each class with the credentials that decide, the variable of the model, and the proxy.

    The other variables, and a deployment without a proxy, are tried on one class for each payer of a runtime:
    neither has to do with an id.
    """
    seen = set()
    strongest, *weaker = subject.deployment.model_variables
    for runtime, one in classes(subject):
        for route in routes(one):
            yield runtime, one, route.auth_env, strongest, PROXY
        payer = routes(one)[0].payer
        if (runtime.name, payer) not in seen:
            seen.add((runtime.name, payer))
            yield from ((runtime, one, (), variable, PROXY) for variable in weaker)
            yield runtime, one, (), strongest, None


def _place(subject: RegistrySubject, runtime: Runtime, one: RouteClass) -> str:
    arms = claimants(one)
    if not arms:
        return pointer("runtimes", runtime.name)
    return claim_pointer(subject.registry, runtime, arms[0], one.witness)


CHECK = Check(
    id="read-path-equals-provision-path",
    title="who pays is read as it was provisioned",
    level=Level.ERROR,
    doc=__doc__,
    run=run,
    size=lambda subject: sum(1 for _ in subject.arms()),
    reuse=Scope.TENANT,
)
