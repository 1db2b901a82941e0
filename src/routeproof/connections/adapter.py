"""From a connection to what calls its provider: the secret in one header, or the reason why there is none."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from routeproof.bindings.catalogue import BUILTIN
from routeproof.bindings.references import normalize_ref, split_ref
from routeproof.bindings.refusals import HARD, Reason
from routeproof.model.connection import (
    NOT_IMPLEMENTED,
    AuthType,
    BaseUrl,
    Catalogue,
    Connection,
    ProviderEntry,
)
from routeproof.model.registry import PLATFORM, Payer
from routeproof.model.secret import Absent, Down, Found, Malformed, VaultAnswer

_AUTHORIZATION = "authorization"
_PROXY = "v1/runtime-proxy"


class Asked(Protocol):
    """What answers for references."""

    def get(self, ref: str, /) -> VaultAnswer:
        """The secret of that name, or why there is none."""


@dataclass(frozen=True, slots=True)
class PlatformAccess:
    """The operator's proxy, and the reference of the operator's key.

    It must be of the service `platform`, where no owner's row can point: ValueError for any other.
    """

    base_url: str
    credential: str = f"credential/{PLATFORM}/api_key"

    def __post_init__(self) -> None:
        parts = split_ref(normalize_ref(self.credential))
        if parts is None or parts[0] != PLATFORM:
            raise ValueError("the operator's credential is not of the service `platform`")


@dataclass(frozen=True, slots=True)
class Resolved:
    """What goes with a request: `headers` hold the secret, and are not shown."""

    kind: AuthType
    headers: Mapping[str, str] = field(repr=False)
    base_url: str | None
    payer: Payer


@dataclass(frozen=True, slots=True)
class Miss:
    """A connection cannot serve now; `detail` holds names and references."""

    reason: Reason
    detail: Mapping[str, Any] = field(default_factory=dict)

    @property
    def hard(self) -> bool:
        """Whether the configuration is wrong."""
        return self.reason in HARD


@dataclass(frozen=True, slots=True)
class Adapter:
    """What a client needs to call the provider. `connection` is the row's name, None without a row.

    `addresses` are those that the base URL's host was seen to have: the ones to dial, where there are any.
    """

    provider: str
    payer: Payer
    connection: str | None
    model: str | None = None
    base_url: str | None = None
    addresses: tuple[str, ...] = ()
    _headers: Mapping[str, str] = field(default_factory=dict, repr=False, hash=False)

    def headers(self) -> dict[str, str]:
        """The headers with the secret, a new mapping each time."""
        return dict(self._headers)

    def __reduce__(self) -> tuple[Any, ...]:
        raise TypeError("an adapter is not pickled: it holds a secret")


def resolve_auth(
    connection: Connection, *, vault: Asked, platform: PlatformAccess | None, catalogue: Catalogue
) -> Resolved | Miss:
    """The headers and the address that the connection's auth gives, or why it gives none."""
    entry, auth = catalogue.get(connection.provider), connection.auth
    if entry is None:
        return Miss(Reason.INVALID_ROW)
    if auth.type in NOT_IMPLEMENTED:
        return Miss(Reason.NOT_IMPLEMENTED, {"type": str(auth.type)})
    if auth.type is AuthType.PLATFORM:
        return _platform(entry, vault, platform)
    if auth.type is AuthType.NONE:
        return Resolved(auth.type, {}, connection.base_url, auth.payer)
    answer = ask_vault(vault, auth.credential or "")
    if isinstance(answer, Found):
        headers = _header(entry, answer.secret.reveal())
        return Resolved(auth.type, headers, connection.base_url, auth.payer)
    return Miss(_MISSES[type(answer)], {"credential": auth.credential})


def ask_vault(vault: Asked, ref: str) -> VaultAnswer:
    """The vault's answer; whatever it raises is no answer."""
    try:
        return vault.get(ref)
    except Exception as error:
        return Down(type(error).__name__)


def build_adapter(
    connection: Connection, resolved: Resolved, *, model: str | None = None, catalogue: Catalogue = BUILTIN
) -> Adapter | None:
    """The adapter, or None where the provider cannot be called with what there is."""
    entry = catalogue.get(connection.provider)
    if entry is None or (not resolved.headers and not entry.keyless):
        return None
    if entry.base_url == BaseUrl.REQUIRED and resolved.base_url is None:
        return None
    return Adapter(
        connection.provider,
        resolved.payer,
        connection.name or None,
        model,
        resolved.base_url,
        _headers=resolved.headers,
    )


_MISSES: Mapping[type[VaultAnswer], Reason] = {
    Absent: Reason.CREDENTIAL_NOT_FOUND,
    Down: Reason.VAULT_UNAVAILABLE,
    Malformed: Reason.CREDENTIAL_MALFORMED,
}


def _platform(entry: ProviderEntry, vault: Asked, platform: PlatformAccess | None) -> Resolved | Miss:
    """The operator's proxy and key; a base URL of the row never goes with that key."""
    base = platform.base_url.rstrip("/") if platform is not None else ""
    if not entry.managed or platform is None or not base:
        return Miss(Reason.PLATFORM_UNAVAILABLE)
    answer = ask_vault(vault, normalize_ref(platform.credential))
    if isinstance(answer, Down):
        return Miss(Reason.VAULT_UNAVAILABLE, {"credential": platform.credential})
    if not isinstance(answer, Found):
        return Miss(Reason.PLATFORM_UNAVAILABLE, {"credential": platform.credential})
    headers = {"Authorization": f"Bearer {answer.secret.reveal()}"}
    return Resolved(AuthType.PLATFORM, headers, f"{base}/{_PROXY}/{entry.name}", Payer.PLATFORM)


def _header(entry: ProviderEntry, secret: str) -> dict[str, str]:
    if entry.key_header.lower() == _AUTHORIZATION:
        return {"Authorization": f"Bearer {secret}"}
    return {entry.key_header: secret}
