"""The facade's settings as values: what `facade.yaml` says, with everything that it leaves out filled in."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from routeproof.relay.wire import Wire

FORMAT = "routeproof/facade-1"
_SECONDS = {"s": 1, "m": 60, "h": 3600, "d": 86400}


class HeaderKind(StrEnum):
    """The one header that carries the key."""

    BEARER = "bearer"
    X_API_KEY = "x-api-key"


def parse_duration(text: str) -> int | None:
    """Milliseconds of `0` or of digits with one of `s m h d`; None for any other text."""
    if text == "0":
        return 0
    digits, unit = text[:-1], text[-1:]
    plain = digits.isascii() and digits.isdecimal() and len(digits) <= 9
    return int(digits) * _SECONDS[unit] * 1000 if plain and unit in _SECONDS else None


@dataclass(frozen=True, slots=True, kw_only=True)
class ProviderSettings:
    """What the operator says of one provider; None and nothing where the registry decides."""

    wire_apis: tuple[Wire, ...] = ()
    base_url: str | None = None
    namespaces: tuple[str, ...] | None = None
    auth_header: HeaderKind | None = None
    headers: tuple[tuple[str, str], ...] = ()
    max_tokens_field: str = "max_completion_tokens"
    default_max_tokens: int = 32000
    finish_reasons: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CredentialSettings:
    """Where keys are looked for: folders of files, for the owner also a store of connections."""

    source: str = "files"
    path: str = "secrets"
    sessions: str = "session-keys"
    shared: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: MappingProxyType({}))
    owner: str | None = None
    store: str | None = None
    vault: tuple[str, ...] = ()
    prefer: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FacadeLimits:
    """How much and how long; bytes and seconds, as the names say."""

    body_bytes: int = 32 * 1024 * 1024
    json_depth: int = 128
    body_seconds: int = 30
    upstream_body_bytes: int = 64 * 1024 * 1024
    sse_line_bytes: int = 8 * 1024 * 1024
    connect_seconds: int = 10
    first_byte_seconds: int = 300
    idle_seconds: int = 300
    write_stall_seconds: int = 60
    streams_per_token: int = 64
    streams: int = 2000
    held_bytes: int = 8 * 1024 * 1024
    drain_seconds: int = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Everything that the operator says; paths as they are written, to be read from the file's folder.

    `ttl_ms` and `max_ttl_ms` are milliseconds, 0 for tokens without an end. `variables` are the operator's
    environment variables that fill placeholders of URLs: they are not of the file.
    """

    registry: str = "manifest/providers.yaml"
    listen: str = "127.0.0.1:4100"
    admin: str | None = "127.0.0.1:4101"
    public_url: str | None = None
    store: str = "sqlite:///facade.db"
    ledger: str = "ledger.jsonl"
    fsync: str = "interval"
    credentials: CredentialSettings = field(default_factory=CredentialSettings)
    providers: Mapping[str, ProviderSettings] = field(default_factory=lambda: MappingProxyType({}))
    ttl_ms: int = 24 * 3600 * 1000
    max_ttl_ms: int = 30 * 24 * 3600 * 1000
    limits: FacadeLimits = field(default_factory=FacadeLimits)
    refuse_lossy: bool = False
    refuse_unknown: bool = False
    private_hosts: tuple[str, ...] = ()
    proxy: str | None = None
    ca_file: str | None = None
    forward: tuple[str, ...] = ()
    variables: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}), repr=False)

    def of(self, provider: str) -> ProviderSettings:
        """What is said of the provider."""
        return self.providers.get(provider, _NOTHING)


_NOTHING = ProviderSettings()


def settings_of(data: Mapping[str, Any], variables: Mapping[str, str] | None = None) -> Settings:
    """The settings that data which fits the schema says."""
    plain = {
        name: data[name] for name in ("registry", "listen", "admin", "public_url", "store") if name in data
    }
    ledger, tokens = data.get("ledger", {}), data.get("tokens", {})
    upstream, conversion = data.get("upstream", {}), data.get("conversion", {})
    ways = {"ledger": ledger.get("path"), "fsync": ledger.get("fsync")}
    terms = {f"{name}_ms": parse_duration(str(text)) for name, text in tokens.items()}
    return Settings(
        **plain,
        **{name: value for name, value in (ways | terms).items() if value is not None},
        credentials=_credentials(data.get("credentials", {})),
        providers=MappingProxyType(
            {name: _provider(each) for name, each in data.get("providers", {}).items()}
        ),
        limits=FacadeLimits(**data.get("limits", {})),
        refuse_lossy=conversion.get("lossy") == "refuse",
        refuse_unknown=conversion.get("unknown_fields") == "refuse",
        private_hosts=tuple(upstream.get("private_hosts", ())),
        proxy=upstream.get("proxy"),
        ca_file=upstream.get("ca_file"),
        forward=tuple(data.get("headers", {}).get("forward", ())),
        variables=MappingProxyType(dict(variables or {})),
    )


def _credentials(data: Mapping[str, Any]) -> CredentialSettings:
    shared = {name: tuple(providers) for name, providers in data.get("shared", {}).items()}
    return CredentialSettings(
        **{key: value for key, value in data.items() if isinstance(value, str)},
        shared=MappingProxyType(shared),
        vault=tuple(data.get("vault", ())),
        prefer=tuple(data.get("prefer", ())),
    )


def _provider(data: Mapping[str, Any]) -> ProviderSettings:
    plain = {key: data[key] for key in ("base_url", "max_tokens_field", "default_max_tokens") if key in data}
    header, namespaces = data.get("auth_header"), data.get("namespaces")
    return ProviderSettings(
        **plain,
        wire_apis=tuple(map(read_wire, data.get("wire_apis", ()))),
        namespaces=None if namespaces is None else tuple(namespaces),
        auth_header=None if header is None else HeaderKind(header),
        headers=tuple(data.get("headers", {}).items()),
        finish_reasons=tuple(data.get("finish_reasons", {}).items()),
    )


def read_wire(text: str) -> Wire:
    """The protocol that a name means, however it is written; ValueError where it means none."""
    name = text.strip().lower().replace("-", "_")
    return Wire({"chat": Wire.CHAT, "message": Wire.MESSAGES}.get(name, name))
