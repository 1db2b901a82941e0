"""From a connection to what calls its provider: the secret in one header, or the reason why there is none."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, NoReturn

from routeproof.bindings.auth import OPERATOR_CREDENTIAL, parse_auth
from routeproof.bindings.catalogue import BUILTIN
from routeproof.bindings.references import is_well_formed, normalize_ref, split_ref
from routeproof.bindings.refusals import HARD, Reason
from routeproof.connections.looking_up import LookedUp
from routeproof.connections.vault import Asked, ask_vault
from routeproof.model.connection import (
    NOT_IMPLEMENTED,
    Auth,
    AuthType,
    BaseUrl,
    Catalogue,
    Connection,
    Err,
)
from routeproof.model.registry import PLATFORM, Payer
from routeproof.model.secret import HIDDEN, Absent, Down, Found, Malformed, Secret, VaultAnswer

_AUTHORIZATION = "Authorization"
_PROXY = "v1/runtime-proxy"

_MISSES: Mapping[type[VaultAnswer], Reason] = {
    Absent: Reason.CREDENTIAL_NOT_FOUND,
    Down: Reason.VAULT_UNAVAILABLE,
    Malformed: Reason.CREDENTIAL_MALFORMED,
}


class SecretHeaders(Mapping[str, str]):
    """Headers by name; a value is given to whoever asks for it by name, and is never shown or pickled."""

    __slots__ = ("_values",)

    def __init__(self, headers: Mapping[str, str]) -> None:
        self._values = {name: Secret(value) for name, value in dict(headers).items()}

    def __getitem__(self, name: str) -> str:
        return self._values[name].reveal()

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)

    def __repr__(self) -> str:
        return f"{{{', '.join(f'{name!r}: {HIDDEN}' for name in self._values)}}}"

    def __reduce__(self) -> NoReturn:
        raise TypeError("headers that hold a secret are not pickled")


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
    """What a connection's auth gives now.

    `headers` hold the secret; `addresses` are those that the host of the base URL was seen to have.
    """

    kind: AuthType
    headers: Mapping[str, str] = field(repr=False, hash=False)
    base_url: str | None
    payer: Payer
    addresses: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        object.__setattr__(self, "headers", SecretHeaders(self.headers))


@dataclass(frozen=True, slots=True)
class Miss:
    """A connection cannot serve now; `detail` holds names, kinds and references alone.

    `looked` is what every part of it was found to be, as far as anybody looked.
    """

    reason: Reason
    detail: Mapping[str, Any] = field(default_factory=dict, hash=False)
    looked: LookedUp | None = field(default=None, repr=False, compare=False)

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
    secret_headers: Mapping[str, str] = field(default_factory=dict, repr=False, hash=False)

    def headers(self) -> dict[str, str]:
        """The headers with the secret, a new mapping each time."""
        return dict(self.secret_headers)

    def __reduce__(self) -> NoReturn:
        raise TypeError("an adapter is not pickled: it holds a secret")


def resolve_auth(
    connection: Connection, *, vault: Asked, platform: PlatformAccess | None, catalogue: Catalogue
) -> Resolved | Miss:
    """The headers and the address that the connection's auth gives, or why it gives none."""
    auth = connection.auth
    if catalogue.get(connection.provider) is None:
        return Miss(Reason.INVALID_ROW, {"kind": "unknown_provider"})
    if auth.type in NOT_IMPLEMENTED:
        return Miss(Reason.NOT_IMPLEMENTED, {"type": str(auth.type)})
    if auth.type is AuthType.PLATFORM:
        return _platform(connection, vault, platform, catalogue)
    if auth.type is AuthType.NONE:
        return Resolved(auth.type, {}, connection.base_url, auth.payer)
    return _own_key(connection, vault, catalogue)


def _own_key(connection: Connection, vault: Asked, catalogue: Catalogue) -> Resolved | Miss:
    ref = connection.auth.credential or ""
    answer = own_secret(connection.auth, vault, catalogue)
    if not isinstance(answer, Found):
        # What is no reference could be a key, typed into the wrong field.
        return Miss(_MISSES[type(answer)], {"credential": ref} if is_well_formed(ref) else {})
    headers = _header(catalogue.by_name[connection.provider].key_header, answer.secret)
    return Resolved(connection.auth.type, headers, connection.base_url, connection.payer)


def own_secret(auth: Auth, vault: Asked, catalogue: Catalogue) -> VaultAnswer:
    """The vault's answer for an owner's credential; the operator's own is none, however it came there."""
    read = parse_auth(auth.to_json(), reserved=catalogue.reserved)
    if isinstance(read, Err) and read.detail["reason"] == OPERATOR_CREDENTIAL:
        return Absent()
    return ask_vault(vault, auth.credential or "")


def _platform(
    connection: Connection, vault: Asked, platform: PlatformAccess | None, catalogue: Catalogue
) -> Resolved | Miss:
    """The operator's proxy and key; a base URL of the row never goes with that key."""
    base = platform.base_url.rstrip("/") if platform is not None else ""
    if not catalogue.by_name[connection.provider].managed or platform is None or not base:
        return Miss(Reason.PLATFORM_UNAVAILABLE)
    answer = ask_vault(vault, normalize_ref(platform.credential))
    if not isinstance(answer, Found):
        down = isinstance(answer, Down)
        reason = Reason.VAULT_UNAVAILABLE if down else Reason.PLATFORM_UNAVAILABLE
        return Miss(reason, {"credential": platform.credential})
    headers = _header(_AUTHORIZATION, answer.secret)
    return Resolved(AuthType.PLATFORM, headers, f"{base}/{_PROXY}/{connection.provider}", Payer.PLATFORM)


def _header(name: str, secret: Secret) -> dict[str, str]:
    if name.lower() == _AUTHORIZATION.lower():
        return {_AUTHORIZATION: f"Bearer {secret.reveal()}"}
    return {name: secret.reveal()}


def build_adapter(
    connection: Connection, resolved: Resolved, *, model: str | None = None, catalogue: Catalogue = BUILTIN
) -> Adapter | None:
    """The adapter, or None where the provider cannot be called with what there is."""
    entry = catalogue.get(connection.provider)
    if entry is None or (not resolved.headers and not entry.keyless):
        return None
    if entry.base_url == BaseUrl.REQUIRED and not resolved.base_url:
        return None
    return Adapter(
        connection.provider,
        resolved.payer,
        connection.name or None,
        model,
        resolved.base_url,
        resolved.addresses,
        resolved.headers,
    )
