"""A workspace on the platform's route keeps no vendor key.

Whatever it holds, its own keys included, is taken away before the proxy's token is put in: a client that
finds a vendor's key dials the vendor, past the proxy and its limits. Taken away is what some provider
accepts in `auth_env`. A key that is only handed over, under `auth_token_env`, is known to nobody.
"""

from collections.abc import Callable, Iterator

from routeproof.checks.classes import classes
from routeproof.checks.subjects.registry import RegistrySubject, Scope
from routeproof.checks.tenants import PROXY, claimants, held
from routeproof.errors import pointer
from routeproof.harness.check import Check
from routeproof.harness.finding import Finding, Level, Location
from routeproof.model.about import about
from routeproof.model.registry import Arm, Payer, Runtime
from routeproof.prove import RouteClass
from routeproof.resolve.billing import BillingMode
from routeproof.resolve.credentials import Origin
from routeproof.resolve.provision import Provisioned, provision


def run(subject: RegistrySubject, build: Callable[..., Provisioned] = provision) -> Iterator[Finding]:
    """Look for vendor keys that survive; `build` is the provisioning that is held."""
    readers = dict(reversed(list(_readers(subject))))
    told: set[str] = set()
    for runtime, one, arm in _platform_claims(subject):
        for origin in Origin:
            env = held(readers, origin)
            made = build(
                subject.registry,
                runtime.name,
                env,
                model=one.witness,
                proxy=PROXY,
                deployment=subject.deployment,
            )
            left = {entry.name for entry in made.env} & readers.keys() - told
            if made.mode is not BillingMode.PLATFORM_MANAGED:
                continue  # with a key of its own the tenant pays, and keeps it
            for name in sorted(left):
                told.add(name)
                provider, place = readers[name]
                yield Finding(
                    message=f"`{one.witness}` on `{runtime.name}` bills the platform and leaves `{name}`, "
                    f"a key of `{provider}`, in the workspace",
                    hint="name the variable in the auth_env of its provider, and in no other role",
                    at=Location(subject.registry_file, place),
                    about=about(runtime=runtime.name, arm=arm.name, model=one.witness),
                    expected="removed",
                    actual=f"left, {origin} origin",
                    key=name,
                )


def _readers(subject: RegistrySubject) -> Iterator[tuple[str, tuple[str, str]]]:
    """Every variable that a customer's provider reads a key from, with the provider and its place."""
    for index, provider in enumerate(subject.registry.providers):
        if provider.payer is Payer.BYOK:
            for place, name in enumerate(provider.auth_env):
                yield name, (provider.name, pointer("providers", index, "auth_env", place))
            if provider.auth_token_env is not None:
                token = pointer("providers", index, "auth_token_env")
                yield provider.auth_token_env, (provider.name, token)


def _platform_claims(subject: RegistrySubject) -> Iterator[tuple[Runtime, RouteClass, Arm]]:
    """Every class that an arm of the operator's claims, with the first such arm."""
    for runtime, one in classes(subject):
        arm = next((arm for arm in claimants(one) if arm.payer is Payer.PLATFORM), None)
        if arm is not None:
            yield runtime, one, arm


CHECK = Check(
    id="no-vendor-key-on-platform-route",
    title="the platform's route leaves no vendor key in the workspace",
    level=Level.ERROR,
    doc=__doc__,
    run=run,
    size=lambda subject: sum(arm.provider.payer is Payer.PLATFORM for _, _, arm in subject.arms()),
    reuse=Scope.ROUTES,
)
