"""Which providers a connection may name, and the connections that every store has."""

from collections.abc import Mapping
from typing import Any

from routeproof.errors import InputError, Problem, pointer
from routeproof.model.connection import Auth, AuthType, BaseUrl, Catalogue, Connection, ProviderEntry
from routeproof.model.registry import OPERATORS, PLATFORM, Protocol, Provider, Registry

BUILTIN = Catalogue(
    (
        ProviderEntry("anthropic", managed=True, auth_env=("ANTHROPIC_API_KEY",), key_header="x-api-key"),
        ProviderEntry("openai", managed=True, auth_env=("OPENAI_API_KEY",)),
        ProviderEntry(
            "gemini",
            managed=True,
            auth_env=("GEMINI_API_KEY", "GOOGLE_API_KEY"),
            key_header="x-goog-api-key",
        ),
        ProviderEntry("ollama", keyless=True, auth_env=("OLLAMA_API_KEY",), base_url=BaseUrl.OPTIONAL),
        ProviderEntry("fireworks", auth_env=("FIREWORKS_API_KEY",)),
        ProviderEntry("openrouter", auth_env=("OPENROUTER_API_KEY",)),
    )
)
"""The providers of a store that no registry and no file describes."""


def catalogue_of(registry: Registry) -> Catalogue:
    """The providers of a registry; what the operator pays for is reserved instead."""
    operators = registry.operators
    names = tuple(each.name for each in operators) or OPERATORS
    reserved = [name for each in operators for name in (*each.auth_env, each.auth_token_env) if name]
    entries = tuple(_entry_of(each) for each in registry.providers if each.name not in (PLATFORM, *names))
    return Catalogue(entries, tuple(dict.fromkeys(reserved)), names)


def _entry_of(provider: Provider) -> ProviderEntry:
    return ProviderEntry(
        provider.name,
        managed=bool(provider.upstream_vendor),
        auth_env=provider.auth_env,
        key_header="x-api-key" if provider.protocol is Protocol.ANTHROPIC else "authorization",
    )


def canonical(catalogue: Catalogue) -> tuple[Connection, ...]:
    """The connections that every store under this catalogue has, in its order; their times are 0."""
    found = []
    for entry in catalogue.by_name.values():
        if entry.managed:
            found.append(Connection(f"{entry.name}-managed", entry.name, Auth(AuthType.PLATFORM)))
        if entry.keyless:
            found.append(Connection(f"{entry.name}-local", entry.name, Auth(AuthType.NONE)))
    return tuple(found)


def read_catalogue(
    value: object, reserved: tuple[str, ...] = (), operators: tuple[str, ...] = OPERATORS
) -> Catalogue:
    """The catalogue that an export lists. Raises InputError at the first entry that says what it cannot."""
    if not isinstance(value, list | tuple):
        raise _wrong(pointer("catalogue"), "is no list")
    return Catalogue(tuple(_listed(item, at) for at, item in enumerate(value)), reserved, operators)


def _listed(item: object, at: int) -> ProviderEntry:
    where = pointer("catalogue", at)
    if not isinstance(item, Mapping):
        raise _wrong(where, "is no mapping")
    names = item.get("auth_env", ())
    if not isinstance(names, list | tuple) or not all(isinstance(name, str) for name in names):
        raise _wrong(f"{where}/auth_env", "is no list of names")
    base_url = item.get("base_url", BaseUrl.NEVER)
    if not isinstance(base_url, str) or base_url not in BaseUrl.__members__.values():
        raise _wrong(f"{where}/base_url", "is none of `never`, `optional`, `required`")
    return ProviderEntry(
        _of_type(item, "name", str, where),
        managed=_of_type(item, "managed", bool, where, False),
        keyless=_of_type(item, "keyless", bool, where, False),
        auth_env=tuple(names),
        base_url=BaseUrl(base_url),
        key_header=_of_type(item, "key_header", str, where, "authorization"),
        registry=_of_type(item, "registry", str, where) if "registry" in item else None,
    )


def _of_type(item: Mapping[Any, Any], key: str, kind: type, where: str, default: object = None) -> Any:
    value = item.get(key, default)
    if not isinstance(value, kind):
        raise _wrong(f"{where}/{key}", f"is no {'text' if kind is str else 'truth value'}")
    return value


def _wrong(where: str, what: str) -> InputError:
    return InputError.of([Problem(f"`{where}` {what}", pointer=where)])


def format_catalogue(catalogue: Catalogue) -> list[dict[str, Any]]:
    """The list that `read_catalogue` reads back: what is as usual is left out."""
    return [_shown(entry) for entry in catalogue.by_name.values()]


def _shown(entry: ProviderEntry) -> dict[str, Any]:
    usual = ProviderEntry(entry.name)
    shown: dict[str, Any] = {"name": entry.name}
    for key in ("managed", "keyless", "auth_env", "base_url", "key_header", "registry"):
        value = getattr(entry, key)
        if value != getattr(usual, key):
            shown[key] = [*value] if key == "auth_env" else str(value) if key == "base_url" else value
    return shown
