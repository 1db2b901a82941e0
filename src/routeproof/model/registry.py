"""The registry as values: providers, runtimes and their ordered arms."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from types import MappingProxyType
from typing import Any

PLATFORM = "platform"
"""The name, byte for byte, of the provider the operator pays for where none is declared (specification,
section 2)."""

OPERATORS = (PLATFORM,)
"""The names of the providers the operator pays for, unless others are declared."""


NATIVE = "native"
"""The dialect in which registries are written."""


class Protocol(StrEnum):
    """The wire protocol a provider speaks."""

    OPENAI = "openai"
    ANTHROPIC = "anthropic"


class Payer(StrEnum):
    """Whose key is used, and so who pays."""

    PLATFORM = "platform"
    BYOK = "byok"
    SUBSCRIPTION = "subscription"
    """The owner's plan: of connections alone."""
    LOCAL = "local"
    """Nobody: of connections alone."""


def payer_of(name: str, operators: Collection[str] = OPERATORS) -> Payer:
    """Who pays for the provider of that name when the operator pays for those named `operators`."""
    return Payer.PLATFORM if name in operators else Payer.BYOK


_BY_NAME: Any = None
"""A payer that is not said: the provider's name decides."""


@dataclass(frozen=True, slots=True)
class EndpointVar:
    """One `{placeholder}` of a provider's URLs: the variable that fills it, and its default."""

    placeholder: str
    env: str
    default: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Provider:
    """One catalogue entry. An absent or null optional text is None; absent lists are empty."""

    name: str
    display_name: str
    protocol: Protocol
    auth_mode: str
    auth_env: tuple[str, ...]
    model_prefix_match: str
    vendor_logo: str | None = None
    base_url_template: str | None = None
    base_url_anthropic: str | None = None
    auth_token_env: str | None = None
    model_aliases: tuple[str, ...] = ()
    deprecated: bool = False
    upstream_vendor: str | None = None
    endpoint_vars: tuple[EndpointVar, ...] = ()
    wire_model_prefix: str | None = None
    thinking_policy: str | None = None
    """A text, or the canonical JSON of the mapping that was given."""
    payer: Payer = _BY_NAME
    """Decided where the registry is read; of a provider made by hand, by its name."""

    def __post_init__(self) -> None:
        if self.payer is None:
            object.__setattr__(self, "payer", payer_of(self.name))


@dataclass(frozen=True, slots=True)
class Arm:
    """One (runtime, provider) pair; `models` are its listed ids in order, verbatim."""

    provider: Provider
    models: tuple[str, ...] = ()
    withdrawn_models: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """The provider's name: unique within a runtime."""
        return self.provider.name

    @property
    def payer(self) -> Payer:
        """Who pays for the ids that it serves."""
        return self.provider.payer

    @property
    def name_only(self) -> bool:
        """True for an arm that lists no id and routes by its provider's pattern alone."""
        return not self.models


@dataclass(frozen=True, slots=True)
class Runtime:
    """One agent runtime with its arms in declared order."""

    name: str
    arms: tuple[Arm, ...]
    display_name: str | None = None
    dialect: str = NATIVE
    """The name of the dialect that decides among its arms; a registry hands down its own."""
    listers: Mapping[str, tuple[Arm, ...]] = field(init=False, repr=False, compare=False)
    """Listed id -> the arms that list it verbatim, in declared order: an index, not data."""

    def __post_init__(self) -> None:
        listers: dict[str, tuple[Arm, ...]] = {}
        for arm in self.arms:
            for model in dict.fromkeys(arm.models):
                listers[model] = (*listers.get(model, ()), arm)
        object.__setattr__(self, "listers", MappingProxyType(listers))


@dataclass(frozen=True, slots=True)
class Registry:
    """The whole manifest: the catalogue in order, and the runtimes by name (order has no meaning)."""

    providers: tuple[Provider, ...]
    runtimes: Mapping[str, Runtime]
    dialect: str = NATIVE
    """The name of the dialect in which it is written: it decides where ids go on every runtime."""

    def __post_init__(self) -> None:
        ordered = {name: self._speaking(runtime) for name, runtime in sorted(self.runtimes.items())}
        object.__setattr__(self, "runtimes", MappingProxyType(ordered))

    def _speaking(self, runtime: Runtime) -> Runtime:
        return runtime if runtime.dialect == self.dialect else replace(runtime, dialect=self.dialect)

    @property
    def operators(self) -> tuple[Provider, ...]:
        """The providers that the operator pays for, in order."""
        return tuple([provider for provider in self.providers if provider.payer is Payer.PLATFORM])

    def payer_of(self, name: str) -> Payer:
        """Who pays for the provider of that name; where the catalogue lacks it, the name alone decides."""
        found = (provider.payer for provider in self.providers if provider.name == name)
        return next(found, payer_of(name))
