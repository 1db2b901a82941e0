"""The facade's frozen values: who asks, what for, what is decided, and what a ledger keeps of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import Any, Protocol

from routeproof.model.registry import Payer
from routeproof.model.secret import Secret
from routeproof.relay.settings import HeaderKind, Settings
from routeproof.relay.wire import Wire

__all__ = [
    "Ask",
    "Bundle",
    "CredentialSource",
    "EndpointFrom",
    "HeaderKind",
    "Layer",
    "LedgerEvent",
    "LedgerLine",
    "Operation",
    "Refusal",
    "Route",
    "Scope",
    "Session",
    "SessionState",
    "Settings",
    "VaultUnavailable",
    "Wire",
]


class VaultUnavailable(Exception):
    """Whether a credential is there is not known now, so that no other may take its place."""


class Layer(StrEnum):
    """Where a key comes from."""

    SESSION = "session"
    OWNER = "owner"
    OPERATOR = "operator"


class SessionState(StrEnum):
    """Whether a session's requests are answered; an ended one stays ended."""

    RUNNING = "running"
    STOPPED = "stopped"
    ENDED = "ended"


class Operation(StrEnum):
    """What a request wants of its protocol."""

    CREATE = "create"
    COUNT_TOKENS = "count_tokens"
    MODELS = "models"


class EndpointFrom(StrEnum):
    """Who says where a request goes."""

    LAYER = "layer"
    SETTINGS = "settings"
    REGISTRY = "registry"


class LedgerEvent(StrEnum):
    """What a line of the ledger says."""

    DECIDED = "decided"
    ENDED = "ended"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """One guest's life. `auth_env` is pinned at open; `endpoints` are the session's own, by provider.

    Times are integer milliseconds UTC, 0 where there is none.
    """

    id: str
    owner: str
    runtime: str
    state: SessionState = SessionState.RUNNING
    auth_env: tuple[str, ...] = ()
    endpoints: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    opened_at: int = 0
    changed_at: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """What one token may be used for; None, and no wire API, bind nothing.

    `run` is for audit and for revoking: it is compared with nothing in a request.
    """

    fingerprint: str
    session: str
    runtime: str | None = None
    provider: str | None = None
    model: str | None = None
    wire_apis: tuple[Wire, ...] = ()
    payer: Payer | None = None
    run: str | None = None
    issued_at: int = 0
    expires_at: int = 0
    revoked_at: int = 0


@dataclass(frozen=True, slots=True)
class Ask:
    """What a guest asks for: the protocol that it speaks, and the id as it wrote it, whatever that is."""

    ingress: Wire
    model: object
    op: Operation = Operation.CREATE


@dataclass(frozen=True, slots=True)
class Bundle:
    """One secret under the name by which a guest asks for it.

    `layer` says whose it is, `owner` for one from connections; `headers` are more headers as (name, value).
    """

    layer: str
    name: str
    secret: Secret
    endpoint: str | None = None
    headers: tuple[tuple[str, str], ...] = ()


class CredentialSource(Protocol):
    """Who has keys. Both raise VaultUnavailable where that is not known now, which is not "no key"."""

    def bundles(self, session: Session, provider: str) -> tuple[Bundle, ...]:
        """The keys that count for the provider."""

    def names(self, owner: str) -> frozenset[str]:
        """The names under which the owner has keys."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """One request's decision: who is called, who pays, with whose key, and where.

    `model` is the asked id as the registry trims it, `sent` the id that the vendor gets. `url` is dialled,
    `endpoint` the same without its query. `credential` is the key's name; only `secret` holds the key.
    """

    provider: str
    payer: Payer
    model: str
    sent: str
    wire: Wire
    op: Operation
    layer: Layer
    credential: str
    header: HeaderKind
    url: str
    endpoint: str
    endpoint_from: EndpointFrom
    secret: Secret = field(repr=False)
    headers: tuple[tuple[str, str], ...] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a request is not sent: the status and the code of its answer, and words that quote nothing."""

    status: int
    code: str
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerLine:
    """One line before it is chained. `facts` are the fields that its event has beyond those of all events.

    `at` is integer milliseconds UTC; `token` is the fingerprint.
    """

    event: LedgerEvent
    at: int
    request: str
    session: str
    owner: str
    token: str
    runtime: str
    ingress: Wire
    op: Operation
    run: str | None = None
    facts: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))
