"""Registries of a few arms, written down by what routing reads of them."""

from collections.abc import Iterable, Sequence

from routeproof import Registry
from routeproof.model.registry import Arm, Runtime
from support.payer_registry import provider


def arm(name: str, pattern: str, *models: str, keys: Sequence[str] = ("KEY",)) -> Arm:
    """An arm of a provider of its own, which accepts these keys."""
    return Arm(provider(name, pattern, *keys), models)


def registry_of(**runtimes: Iterable[Arm]) -> Registry:
    arms = {name: tuple(each) for name, each in runtimes.items()}
    providers = dict.fromkeys(arm.provider for each in arms.values() for arm in each)
    return Registry(tuple(providers), {name: Runtime(name, each) for name, each in arms.items()})
