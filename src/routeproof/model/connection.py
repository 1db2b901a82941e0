"""Provider connections as values: who is named, whose credential goes with it, and what comes of it.

Nothing here holds a secret: a credential is the *name* of one.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import Any, Generic, TypeVar

from routeproof.model.registry import OPERATORS, PLATFORM, Payer

T = TypeVar("T")


class AuthType(StrEnum):
    """How a connection is paid for."""

    API_KEY = "api_key"
    PLATFORM = "platform"
    NONE = "none"
    OAUTH_SUBSCRIPTION = "oauth_subscription"
    SERVICE_ACCOUNT = "service_account"


PAYERS: Mapping[str, Payer] = MappingProxyType(
    {
        AuthType.API_KEY: Payer.BYOK,
        AuthType.PLATFORM: Payer.PLATFORM,
        AuthType.NONE: Payer.LOCAL,
        AuthType.OAUTH_SUBSCRIPTION: Payer.SUBSCRIPTION,
        AuthType.SERVICE_ACCOUNT: Payer.BYOK,
    }
)
"""Type of auth to payer."""

CREDENTIALED = frozenset({AuthType.API_KEY, AuthType.OAUTH_SUBSCRIPTION, AuthType.SERVICE_ACCOUNT})
"""The types that name a credential."""

NOT_IMPLEMENTED = frozenset({AuthType.OAUTH_SUBSCRIPTION, AuthType.SERVICE_ACCOUNT})
"""The types that are stored, and refused at run time."""


@dataclass(frozen=True, slots=True)
class Auth:
    """How a connection is paid for; `credential` is a reference, of the types that have one.

    The type may be given as a text; ValueError for a type that there is not.
    """

    type: AuthType
    credential: str | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "type", AuthType(self.type))

    @property
    def payer(self) -> Payer:
        """Who pays."""
        return PAYERS[self.type]

    def to_json(self) -> dict[str, str]:
        """`{type, credential?}`."""
        shown = {"type": str(self.type)}
        return shown if self.credential is None else {**shown, "credential": self.credential}


class BaseUrl(StrEnum):
    """Whether a provider's connections have an address of their own."""

    NEVER = "never"
    OPTIONAL = "optional"
    REQUIRED = "required"


@dataclass(frozen=True, slots=True)
class ProviderEntry:
    """One provider of the catalogue.

    `managed`: the operator's proxy can dial it. `keyless`: it needs no credential. `auth_env` are the names
    under which its client reads a key; `key_header` is the header that carries it; `registry` is the name of
    the provider in the workspace's registry, where that differs.
    """

    name: str
    managed: bool = False
    keyless: bool = False
    auth_env: tuple[str, ...] = ()
    base_url: str = BaseUrl.NEVER
    key_header: str = "authorization"
    registry: str | None = None


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The providers that connections may name, in order.

    `reserved` are the names of the operator's credentials, `operators` the providers that the operator pays
    for: routing identities, which no connection names.
    """

    entries: tuple[ProviderEntry, ...]
    reserved: tuple[str, ...] = ()
    operators: tuple[str, ...] = OPERATORS
    by_name: Mapping[str, ProviderEntry] = field(init=False, repr=False, compare=False)
    """The entries by name, in order: of two with one name the first, and no routing identity."""

    def __post_init__(self) -> None:
        by_name: dict[str, ProviderEntry] = {}
        for each in self.entries:
            if not self.is_operator(each.name):
                by_name.setdefault(each.name, each)
        object.__setattr__(self, "by_name", MappingProxyType(by_name))

    def is_operator(self, name: str) -> bool:
        """True for `platform` and for whatever else the operator pays for: never a connection's provider."""
        return name == PLATFORM or name in self.operators

    def get(self, name: str) -> ProviderEntry | None:
        """The entry of that name."""
        return self.by_name.get(name)

    @property
    def names(self) -> tuple[str, ...]:
        """The name of every provider that a connection may have, in order."""
        return tuple(self.by_name)


@dataclass(frozen=True, slots=True)
class Connection:
    """A named row; times are integer milliseconds, UTC."""

    name: str
    provider: str
    auth: Auth
    base_url: str | None = None
    created_at: int = 0
    updated_at: int = 0

    @property
    def payer(self) -> Payer:
        """Who pays for what goes through it."""
        return self.auth.payer

    def to_json(self) -> dict[str, Any]:
        """`{name, provider, auth, payer, baseUrl, createdAt, updatedAt}`."""
        return {
            "name": self.name,
            "provider": self.provider,
            "auth": self.auth.to_json(),
            "payer": str(self.payer),
            "baseUrl": self.base_url,
            "createdAt": self.created_at,
            "updatedAt": self.updated_at,
        }


@dataclass(frozen=True, slots=True)
class Ok(Generic[T]):
    """It was done; `warnings` are codes of what is stored and cannot serve."""

    value: T
    warnings: tuple[str, ...] = ()

    @property
    def ok(self) -> bool:
        """True."""
        return True


@dataclass(frozen=True, slots=True)
class Err:
    """It was refused, and nothing has changed; `detail` holds plain JSON values and no secret."""

    code: str
    detail: Mapping[str, Any] = field(default_factory=dict)

    @property
    def ok(self) -> bool:
        """False."""
        return False


@dataclass(frozen=True, slots=True)
class Deleted:
    """A row that is gone; `dangling` are the pointers of what still names it."""

    name: str
    dangling: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RowFault:
    """One thing that is wrong with a stored row."""

    name: str
    kind: str


@dataclass(frozen=True, slots=True)
class Seeded:
    """The canonical connections: those that were put in, and those of whose name a row was there."""

    inserted: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Entry:
    """One place of a configuration that names a provider, a connection, or both.

    `pointer` (RFC 6901) leads to it; blank values are None. `payer` is the declared intent. The raw mapping
    is kept for whoever reads another key of it.
    """

    pointer: str
    provider: str | None = None
    connection: str | None = None
    payer: str | None = None
    raw: Mapping[str, Any] = field(default_factory=dict, repr=False, compare=False)
