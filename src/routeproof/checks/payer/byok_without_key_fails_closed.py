"""A customer's arm without a key fails closed: the operator's key never stands in for it.

That the id does not route to the platform is not enough. Here the workspace is provisioned, with no key and
with the operator's token shared among all workspaces: it must say that the key is missing, and hold neither
the token nor the proxy's address. An id that two arms tie for breaks this, because a tie is the operator's.
"""

from collections.abc import Callable, Iterator

from routeproof.checks.classes import quote_names
from routeproof.checks.subjects.registry import RegistrySubject, Scope
from routeproof.checks.tenants import PROXY, alone, byok_claims, describe_provision, held, own_arms
from routeproof.harness.check import Check
from routeproof.harness.finding import Finding, Level, Location
from routeproof.model.about import about
from routeproof.model.pointer import claim_pointer
from routeproof.resolve.billing import BillingMode
from routeproof.resolve.credentials import platform_names
from routeproof.resolve.provision import Provisioned, ProvisionError, provision


def run(subject: RegistrySubject, build: Callable[..., Provisioned] = provision) -> Iterator[Finding]:
    """Look for routes that the operator's key keeps open; `build` is the provisioning that is held."""
    catalogue = subject.registry.providers
    for runtime, one, arms in byok_claims(subject):
        registry = alone(catalogue, runtime, one)
        tokens = platform_names(registry)
        lent = {*tokens, subject.deployment.proxy_variable}
        for names in dict.fromkeys([(), tokens]):
            env, deployment = held(names), subject.deployment
            made = build(registry, runtime.name, env, model=one.witness, proxy=PROXY, deployment=deployment)
            left = sorted(entry.name for entry in made.env if entry.name in lent)
            closed = made.error is ProvisionError.MISSING_BYOK_CREDENTIAL and made.mode is BillingMode.BYOK
            if closed and not left:
                continue
            lends = f" with {quote_names(left)}" if left else ""
            claimants = quote_names(arm.name for arm in arms)
            claim = f"`{one.witness}` on `{runtime.name}` is claimed by {claimants}"
            holding = "the operator's token" if names else "no key"
            yield Finding(
                message=f"{claim}; with {holding} the workspace is {describe_provision(made)}{lends}",
                hint="let one arm claim the id, and let the platform list no id of a customer's arm",
                at=Location(
                    subject.registry_file, claim_pointer(subject.registry, runtime, arms[0], one.witness)
                ),
                about=about(runtime=runtime.name, arm=arms[0].name, model=one.witness),
                present=names,
                expected=f"{BillingMode.BYOK}, {ProvisionError.MISSING_BYOK_CREDENTIAL}",
                actual=describe_provision(made),
                key=" ".join(names),
            )


CHECK = Check(
    id="byok-without-key-fails-closed",
    title="the operator's key never stands in for a missing key",
    level=Level.ERROR,
    doc=__doc__,
    run=run,
    size=lambda subject: sum(1 for _ in own_arms(subject)),
    reuse=Scope.TENANT,
)
