"""Credential variables: whose they are, which are present, which names the registry knows."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache
from itertools import chain
from typing import NamedTuple

from routeproof.match import trim
from routeproof.model.registry import Payer, Registry
from routeproof.resolve.derive import collect_names


class Origin(StrEnum):
    """Whom a variable was set for: every workspace at once, or this one."""

    GLOBAL = "global"
    WORKSPACE = "workspace"


@dataclass(frozen=True, slots=True)
class EnvEntry:
    """One environment variable. The value stays out of every text that this object can turn into."""

    name: str
    value: str = field(repr=False)
    origin: Origin

    @property
    def present(self) -> bool:
        """A blank value is no credential: nothing can be dialled with it."""
        return bool(trim(self.value))


class CredentialGap(NamedTuple):
    """One key that an arm asks for and a kept list does not know."""

    runtime: str
    arm: str
    name: str


@lru_cache(maxsize=4096)
def folded(name: str) -> str:
    """The form in which names meet the known-credential list, and only there: trimmed, upper-cased."""
    return trim(name).upper()


def merge_entries(env: Iterable[EnvEntry]) -> dict[str, EnvEntry]:
    """One entry per name: the workspace's beats the global one, and a later one beats an earlier."""
    found: dict[Origin, dict[str, EnvEntry]] = {Origin.GLOBAL: {}, Origin.WORKSPACE: {}}
    for entry in env:
        found[entry.origin][entry.name] = entry
    return found[Origin.GLOBAL] | found[Origin.WORKSPACE]


def present_names(env: Mapping[str, EnvEntry]) -> frozenset[str]:
    """The names that hold something, as `derive` wants them."""
    return frozenset(name for name, entry in env.items() if entry.present)


def platform_names(registry: Registry) -> tuple[str, ...]:
    """The variables that the operator's providers accept, in declared order; empty without such a provider.

    The first is the one that a proxy's token goes under.
    """
    return tuple(chain.from_iterable([provider.auth_env for provider in registry.operators]))


def known_credentials(registry: Registry) -> frozenset[str]:
    """Every `auth_env` name of every provider, folded: the list nobody has to keep by hand.

    The platform's own token belongs to it. A BYOK workspace must not inherit the operator's token, and a
    platform workspace must not keep one of its own in place of the token that is injected.
    """
    return _folded(tuple(provider.auth_env for provider in registry.providers))


@lru_cache(maxsize=64)
def _folded(keys: tuple[tuple[str, ...], ...]) -> frozenset[str]:
    return frozenset(folded(name) for accepted in keys for name in accepted)


def credential_gaps(registry: Registry, kept: Collection[str]) -> tuple[CredentialGap, ...]:
    """The keys that a hand-kept list misses: runtimes by name, arms and keys in declared order.

    One gap per BYOK arm and accepted name, because a tenant who holds only that key is the one who is
    taken for a tenant without a key. A provider on no runtime harms nobody, and the platform's token is
    the operator's. Raises InputError for a bare text.
    """
    listed = {folded(name) for name in collect_names(kept)}
    return tuple(
        CredentialGap(runtime.name, arm.name, name)
        for runtime in registry.runtimes.values()
        for arm in runtime.arms
        if arm.provider.payer is Payer.BYOK
        for name in arm.provider.auth_env
        if folded(name) not in listed
    )
