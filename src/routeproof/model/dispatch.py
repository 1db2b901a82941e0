"""What a dispatch is decided from and what comes of it: the states of every part, and the routes."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, NamedTuple

from routeproof.model.registry import Payer


class FallbackPolicy(StrEnum):
    """Who may serve in the place of a connection that cannot."""

    FORBID = "forbid"
    SAME_PAYER = "same_payer"
    ANY = "any"


class Via(StrEnum):
    """How a route came about."""

    CONNECTION = "connection"
    LEGACY = "legacy"
    DEFAULT = "default"


class RowState(StrEnum):
    """What looking up a connection's row came to."""

    FOUND = "found"
    ABSENT = "absent"
    INVALID = "invalid"
    ERROR = "error"


class CredentialState(StrEnum):
    """What the vault says of a credential."""

    PRESENT = "present"
    ABSENT = "absent"
    DOWN = "down"
    MALFORMED = "malformed"


class PlatformState(StrEnum):
    """Whether the operator's proxy and key can be used."""

    AVAILABLE = "available"
    UNAVAILABLE = "unavailable"
    DOWN = "down"


class AdapterState(StrEnum):
    """What the factory of adapters gives."""

    BUILT = "built"
    NONE = "none"
    RAISES = "raises"


class LegacyMode(StrEnum):
    """Whose key serves an entry that names no connection."""

    MANAGED = "managed"
    YOUR_OWN = "your-own"
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True)
class Route:
    """Who serves an entry, and who pays.

    `reason` is None on the way of the entry's own connection, `no_connection` on the legacy route of an entry
    that names none, else the miss that led here. `payer_changed`: the payer is not the one that was meant.
    `connection` is the name of the row that serves and `adapter` what calls the provider, where there is one.
    """

    via: Via
    provider: str
    payer: Payer
    reason: str | None = None
    payer_changed: bool = False
    connection: str | None = field(default=None, compare=False)
    adapter: Any = field(default=None, compare=False, repr=False)


class Bound(NamedTuple):
    """The default instance: what it was bound to when its session started."""

    provider: str
    payer: Payer


class DispatchState(NamedTuple):
    """A state as it was read: values of closed sets, and names.

    A tuple, as thousands of them are judged in a proof. A blank name is None. The provider of a row is one of
    the catalogue's; without a found row it and the row's auth are empty. `payer` is what the entry declares,
    which need not be a payer.
    """

    policy: str
    call_site: bool
    provider: str | None
    connection: str | None
    payer: str | None
    row: str
    row_provider: str
    row_auth: str
    credential: str
    platform: str
    adapter: str
    mode: str
    legacy_credential: str
    default: Bound | None
