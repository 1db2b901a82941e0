"""What the checks on money share: a tenant with some keys, served by a deployment that runs a proxy."""

from collections.abc import Iterable, Iterator

from routeproof.checks.classes import classes
from routeproof.checks.subjects.registry import RegistrySubject
from routeproof.model.registry import Arm, Payer, Provider, Registry, Runtime
from routeproof.prove import RouteClass
from routeproof.resolve.credentials import EnvEntry, Origin
from routeproof.resolve.provision import Provisioned, Proxy

PROXY = Proxy("https://proxy.invalid", "held")
"""The operator's proxy, as far as a check has to know it."""


def held(names: Iterable[str], origin: Origin = Origin.GLOBAL) -> tuple[EnvEntry, ...]:
    """An environment in which these credentials are present, set for every workspace or for this one."""
    return tuple(EnvEntry(name, "held", origin) for name in names)


def claimants(one: RouteClass) -> tuple[Arm, ...]:
    """The arms among which the rule chooses: those that list the ids, else those whose patterns find them."""
    return tuple(one.claimants)


def alone(catalogue: tuple[Provider, ...], runtime: Runtime, one: RouteClass) -> Registry:
    """A registry with nobody on the runtime but the arms that claim the ids of a class.

    For these ids it gives the same answers, without asking every other pattern each time.
    """
    return Registry(catalogue, {runtime.name: Runtime(runtime.name, claimants(one))}, runtime.dialect)


def own_arms(subject: RegistrySubject) -> Iterator[Arm]:
    """Every arm with the customer's own key."""
    return (arm for _, _, arm in subject.arms() if arm.provider.payer is Payer.BYOK)


def byok_claims(subject: RegistrySubject) -> Iterator[tuple[Runtime, RouteClass, tuple[Arm, ...]]]:
    """Every class that an arm with the customer's own key may serve, with those arms."""
    for runtime, one in classes(subject):
        own = tuple(arm for arm in claimants(one) if arm.provider.payer is Payer.BYOK)
        if own:
            yield runtime, one, own


def describe_provision(made: Provisioned) -> str:
    """Who pays and whether the workspace can be used, in words."""
    return f"{made.mode}, {made.error or 'usable'}"
