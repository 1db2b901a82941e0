"""What a stage makes of corrupt rows, and of bad auth at every entrance."""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from routeproof.bindings.auth import OPERATOR_CREDENTIAL, dump_auth
from routeproof.bindings.backfill import Holdings
from routeproof.bindings.catalogue import BUILTIN, canonical
from routeproof.bindings.export import FORMAT, read_export
from routeproof.bindings.replay.machines.backfill import plan
from routeproof.bindings.replay.machines.rows import (
    READERS,
    MalformedRow,
    as_parsed,
    parse_given,
    read_stored,
)
from routeproof.bindings.replay.nearest import told
from routeproof.bindings.replay.stages import Stage
from routeproof.bindings.rows import StoredRow
from routeproof.model.connection import Catalogue, Err, ProviderEntry

_ROWS = tuple(StoredRow(row.name, row.provider, dump_auth(row.auth)) for row in canonical(BUILTIN))
_BAD, _VARIABLE = "bad", "env:"
_CORRUPT = {
    "a row of a provider that nobody knows": StoredRow(_BAD, "nobody", '{"type":"platform"}'),
    "a row whose auth is no JSON": StoredRow(_BAD, "openai", "{"),
    "a row whose auth is no object": StoredRow(_BAD, "openai", "[]"),
    "a row of a type that nobody knows": StoredRow(_BAD, "openai", '{"type":"key"}'),
    "a row with a stray key": StoredRow(_BAD, "openai", '{"type":"platform","credential":"a:b"}'),
    "a row without its credential": StoredRow(_BAD, "openai", '{"type":"api_key"}'),
    "a row that holds a key": StoredRow(_BAD, "openai", '{"type":"api_key","credential":"sk-typed-in-here"}'),
    "a row with the operator's credential": StoredRow(
        _BAD, "openai", '{"type":"api_key","credential":"platform:api_key"}'
    ),
}
"""Every way in which a row hides itself."""

_REFUSED: tuple[tuple[object, str], ...] = (
    ([], "not_an_object"),
    ({}, "unknown_type"),
    ({"type": "API_KEY", "credential": "a:b"}, "unknown_type"),
    ({"type": "platform", "credential": "a:b"}, "stray_key"),
    ({"type": "api_key", "credential": "a:b", "token": "a:b"}, "stray_key"),
    ({"type": "api_key"}, "missing_credential"),
    ({"type": "oauth_subscription", "credential": " "}, "missing_credential"),
    ({"type": "api_key", "credential": "sk-typed-in-here"}, "looks_like_a_key"),
    ({"type": "api_key", "credential": "zzz"}, "malformed_credential"),
    ({"type": "api_key", "credential": f"{_VARIABLE}PLATFORM_KEY"}, OPERATOR_CREDENTIAL),
)
"""Auth that is refused, and why."""


def _as_given(value: object, stage: Stage) -> tuple[str, ...]:
    found = parse_given(value, stage.reading, BUILTIN)
    return (found.detail["reason"],) if isinstance(found, Err) else ()


def _as_stored(value: object, stage: Stage) -> tuple[str, ...]:
    return read_stored(StoredRow(_BAD, "openai", json.dumps(value)), stage.reading, BUILTIN).faults


def _as_exported(value: object, stage: Stage) -> tuple[str, ...]:
    row = {"name": _BAD, "provider": "openai", "auth": as_parsed(value, stage.reading)}
    return read_export({"format": FORMAT, "connections": [row]}).rows[0].read.faults


def _as_backfilled(value: object, stage: Stage) -> tuple[str, ...] | None:
    """Backfill makes up the key that a provider has by default, and no other auth."""
    ref = value.get("credential") if isinstance(value, Mapping) else None
    if not isinstance(ref, str) or not ref.startswith(_VARIABLE):
        return None
    held = Holdings(Catalogue((ProviderEntry("acme", auth_env=(ref.removeprefix(_VARIABLE),)),)), {})
    config = {"llm": {"profiles": {"first": {"provider": "acme"}}}}
    return () if plan(stage, config, held, platform=False).create else (OPERATOR_CREDENTIAL,)


_ENTRANCES: Mapping[str, Callable[[object, Stage], tuple[str, ...] | None]] = MappingProxyType(
    {
        "what is given": _as_given,
        "what is stored": _as_stored,
        "an export": _as_exported,
        "what is backfilled": _as_backfilled,
    }
)
"""Why an auth is refused that comes in this way, nothing where it is let in; None for what cannot come so."""


@dataclass(frozen=True, slots=True)
class Input:
    """A stage, and one of the things that it has to bear."""

    stage: Stage
    corrupt: str | None = None
    refused: tuple[object, str] | None = None


def inputs(stage: Stage) -> Iterator[Input]:
    """Every corrupt row, and every bad auth."""
    yield from (Input(stage, corrupt=what) for what in _CORRUPT)
    yield from (Input(stage, refused=each) for each in _REFUSED)


def harms_itself_alone(given: Input) -> str | None:
    """A corrupt row changes nothing of what any reader says of the others."""
    if given.corrupt is None:
        return None
    flags, row = given.stage.reading, _CORRUPT[given.corrupt]
    for name, reader in READERS.items():
        try:
            found = reader((*_ROWS, row), flags, BUILTIN)
        except MalformedRow:
            return told((f"there is {given.corrupt}",), f"`{name}` says nothing of the others")
        if tuple(each for each in found if each[0] != _BAD) != reader(_ROWS, flags, BUILTIN):
            return told((f"there is {given.corrupt}",), f"`{name}` says otherwise of the others")
    return None


def refuses_alike(given: Input) -> str | None:
    """Bad auth is refused at every entrance, for the same reason."""
    if given.refused is None:
        return None
    value, reason = given.refused
    for name, entrance in _ENTRANCES.items():
        refused = entrance(value, given.stage)
        if refused is not None and reason not in refused:
            return told((f"`{reason}`",), f"{json.dumps(value)} is let in as {name}")
    return None


JUDGES: Mapping[str, Callable[[Input], str | None]] = MappingProxyType(
    {"CN-07": harms_itself_alone, "CN-12": refuses_alike}
)
