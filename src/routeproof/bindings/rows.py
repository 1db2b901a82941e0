"""A stored row, read without trust: the connection that it is, and everything that is wrong with it."""

import re
from dataclasses import dataclass, field

from routeproof.bindings.auth import MALFORMED_CREDENTIAL, read_auth
from routeproof.bindings.references import is_well_formed
from routeproof.bindings.urls import base_url_fault
from routeproof.model.connection import (
    NOT_IMPLEMENTED,
    Auth,
    AuthType,
    Catalogue,
    Connection,
    Err,
    ProviderEntry,
)

UNKNOWN_PROVIDER = "unknown_provider"

INVISIBLE = (
    UNKNOWN_PROVIDER,
    "malformed_json",
    "not_an_object",
    "unknown_type",
    "stray_key",
    "missing_credential",
    "looks_like_a_key",
    "operator_credential",
)
"""The faults that hide a row from every reader, in the order in which they are told."""

VISIBLE = (
    MALFORMED_CREDENTIAL,
    "platform_not_managed",
    "none_on_keyed",
    "not_implemented",
    "invalid_name",
    "invalid_base_url",
)
"""The faults of rows that are seen, in the order in which they are told, behind the others."""

FAULTS = (*INVISIBLE, *VISIBLE)

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,127}")


@dataclass(frozen=True, slots=True)
class StoredRow:
    """A row as its database holds it: any program may have written it, so no field is sure of its type."""

    name: str
    provider: str
    auth: str = field(repr=False)
    """What whoever wrote it took for an auth; it may be a secret, and is in no `repr`."""
    base_url: str | None = None
    created_at: int = 0
    updated_at: int = 0


@dataclass(frozen=True, slots=True)
class ReadRow:
    """What became of a row: its connection, None when it is invisible, and its faults in order."""

    connection: Connection | None
    faults: tuple[str, ...] = ()


def is_name(text: object) -> bool:
    """True for a name that a new connection may have."""
    return isinstance(text, str) and _NAME.fullmatch(text) is not None


def pair_warnings(entry: ProviderEntry, auth: Auth) -> tuple[str, ...]:
    """Why this auth cannot serve on this provider, although it is stored."""
    applies = (
        ("platform_not_managed", auth.type is AuthType.PLATFORM and not entry.managed),
        ("none_on_keyed", auth.type is AuthType.NONE and not entry.keyless),
        ("not_implemented", auth.type in NOT_IMPLEMENTED),
    )
    return tuple(code for code, does in applies if does)


def read_row(row: StoredRow, catalogue: Catalogue, hosted: bool = False) -> ReadRow:
    """Read one row under a catalogue; what is wrong with it never raises, and touches no other row."""
    entry = catalogue.get(row.provider) if isinstance(row.provider, str) else None
    auth = read_auth(row.auth, reserved=catalogue.reserved)
    found = {UNKNOWN_PROVIDER} if entry is None else _faults_of_pair(row, entry, auth, hosted=hosted)
    if isinstance(auth, Err):
        found.add(auth.detail["reason"])
    elif auth.credential is not None and not is_well_formed(auth.credential):
        found.add(MALFORMED_CREDENTIAL)
    if not is_name(row.name):
        found.add("invalid_name")
    faults = tuple(kind for kind in FAULTS if kind in found)
    if entry is None or isinstance(auth, Err):
        return ReadRow(None, faults)
    base_url = None if row.base_url is None else str(row.base_url)
    times = (_millis(row.created_at), _millis(row.updated_at))
    return ReadRow(Connection(row.name, entry.name, auth, base_url, *times), faults)


def _faults_of_pair(row: StoredRow, entry: ProviderEntry, auth: Auth | Err, *, hosted: bool) -> set[str]:
    found = set() if isinstance(auth, Err) else set(pair_warnings(entry, auth))
    if base_url_fault(entry, row.base_url, hosted=hosted) is not None:
        found.add("invalid_base_url")
    return found


def _millis(value: object) -> int:
    return value if isinstance(value, int) else 0
