"""A tenant who holds a key that an arm accepts is BYOK, and the key is used.

For every arm, every key that it accepts and every class of ids that it claims: with that key alone, and with
all keys that the runtime's arms accept, the tenant pays the vendor and the workspace has a credential that
it can use. Two patterns that overlap break this: with both keys nobody decides, and the operator pays.
"""

from collections.abc import Callable, Iterator

from routeproof.checks.subjects.registry import RegistrySubject, Scope
from routeproof.checks.tenants import PROXY, alone, byok_claims, describe_provision, held, own_arms
from routeproof.harness.check import Check
from routeproof.harness.finding import Finding, Level, Location
from routeproof.model.about import about
from routeproof.model.pointer import claim_pointer
from routeproof.model.registry import Arm, Payer, Runtime
from routeproof.prove import RouteClass
from routeproof.resolve.billing import BillingMode
from routeproof.resolve.provision import Provisioned, provision


def run(subject: RegistrySubject, build: Callable[..., Provisioned] = provision) -> Iterator[Finding]:
    """Look for tenants whose key is not used; `build` is the provisioning that is held."""
    catalogue = subject.registry.providers
    for runtime, one, arms in byok_claims(subject):
        tenants = [(arm, (name,)) for arm in arms for name in dict.fromkeys(arm.provider.auth_env)]
        registry = alone(catalogue, runtime, one)
        for arm, names in [*tenants, (arms[0], _every_key(runtime))]:
            env, deployment = held(names), subject.deployment
            made = build(registry, runtime.name, env, model=one.witness, proxy=PROXY, deployment=deployment)
            if made.mode is not BillingMode.BYOK or not made.usable:
                yield _finding(subject, runtime, one, arm, names, made)


def _every_key(runtime: Runtime) -> tuple[str, ...]:
    own = (arm.provider for arm in runtime.arms if arm.provider.payer is Payer.BYOK)
    return tuple(dict.fromkeys(name for provider in own for name in provider.auth_env))


def _finding(
    subject: RegistrySubject,
    runtime: Runtime,
    one: RouteClass,
    arm: Arm,
    names: tuple[str, ...],
    made: Provisioned,
) -> Finding:
    whose = f"`{names[0]}` of `{arm.name}`" if len(names) == 1 else "every key of the runtime"
    result = describe_provision(made)
    return Finding(
        message=f"`{one.witness}` on `{runtime.name}`: with {whose} the workspace is {result}",
        hint="let one arm claim the id, and let it accept no token of the operator's",
        at=Location(subject.registry_file, claim_pointer(subject.registry, runtime, arm, one.witness)),
        about=about(runtime=runtime.name, arm=arm.name, model=one.witness),
        present=names,
        expected=f"{BillingMode.BYOK}, usable",
        actual=describe_provision(made),
        key=" ".join(names),
    )


CHECK = Check(
    id="own-key-is-used",
    title="a tenant's own key is used wherever an arm accepts it",
    level=Level.ERROR,
    doc=__doc__,
    run=run,
    size=lambda subject: sum(len(arm.provider.auth_env) for arm in own_arms(subject)),
    reuse=Scope.TENANT,
)
