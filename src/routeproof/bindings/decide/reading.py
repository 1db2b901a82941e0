"""A state of dispatch as JSON, read: every value of a closed set, whatever it says and leaves out.

What is missing or cannot be read counts as not known: a row as one whose look-up failed, a vault as one that
is down, a mode as unreadable; a policy that nobody knows permits nothing, and half of a default instance is
none. What an entry says and cannot be read is never taken for left out.
"""

from collections.abc import Collection, Mapping
from types import MappingProxyType
from typing import Any

from routeproof.bindings.catalogue import BUILTIN
from routeproof.model.connection import PAYERS, Catalogue
from routeproof.model.dispatch import (
    AdapterState,
    Bound,
    CredentialState,
    DispatchState,
    FallbackPolicy,
    LegacyMode,
    PlatformState,
    RowState,
)
from routeproof.model.registry import Payer

UNREADABLE = ""
"""A provider, connection or payer that is there and is no text: it equals no other."""

_NOTHING: Mapping[str, Any] = MappingProxyType({})
_POLICIES = frozenset(FallbackPolicy)
_ROWS = frozenset(RowState)
_CREDENTIALS = frozenset(CredentialState)
_PLATFORMS = frozenset(PlatformState)
_ADAPTERS = frozenset(AdapterState)
_MODES = frozenset(LegacyMode)
_PAYERS_BY_NAME: Mapping[str, Payer] = MappingProxyType({str(payer): payer for payer in Payer})


def read_state(state: Mapping[str, Any], catalogue: Catalogue = BUILTIN) -> DispatchState:
    """The state as values of closed sets; whatever it is, and whatever it leaves out."""
    given = _mapping(state)
    entry, legacy = _mapping(given.get("entry")), _mapping(given.get("legacy"))
    return DispatchState(
        _policy(given.get("policy")),
        given.get("call_site") is not False,
        _name(entry.get("provider")),
        _name(entry.get("connection")),
        _name(entry.get("payer")),
        *_row(_mapping(given.get("row")), catalogue),
        _member(given.get("credential"), _CREDENTIALS, CredentialState.DOWN),
        _member(given.get("platform"), _PLATFORMS, PlatformState.DOWN),
        _member(given.get("adapter"), _ADAPTERS, AdapterState.RAISES),
        _member(legacy.get("mode"), _MODES, LegacyMode.UNREADABLE),
        _member(legacy.get("credential"), _CREDENTIALS, CredentialState.DOWN),
        _default(_mapping(given.get("default"))),
    )


def _mapping(value: object) -> Mapping[str, Any]:
    return value if type(value) is dict or isinstance(value, Mapping) else _NOTHING


def _member(value: object, known: Collection[str], unknown: str) -> str:
    return value if isinstance(value, str) and value in known else unknown


def _name(value: object) -> str | None:
    """A name as it is written; None when it is left out, null or blank."""
    if isinstance(value, str):
        return value if value and not value.isspace() else None
    return None if value is None else UNREADABLE


def _policy(value: object) -> str:
    """Left out, it is the policy that an export has by default."""
    if value is None:
        return FallbackPolicy.SAME_PAYER
    return _member(value, _POLICIES, FallbackPolicy.FORBID)


def _row(row: Mapping[str, Any], catalogue: Catalogue) -> tuple[str, str, str]:
    """State, provider and auth of the row. Of a provider or a type that nobody knows, it is invalid."""
    state = _member(row.get("state"), _ROWS, RowState.ERROR)
    if state != RowState.FOUND:
        return state, "", ""
    provider, auth = row.get("provider"), row.get("auth")
    if not (isinstance(provider, str) and isinstance(auth, str)):
        return RowState.INVALID, "", ""
    if catalogue.get(provider) is None or auth not in PAYERS:
        return RowState.INVALID, "", ""
    return state, provider, auth


def _default(value: Mapping[str, Any]) -> Bound | None:
    """The default instance; without a provider or a payer it is none."""
    provider, payer = _name(value.get("provider")), value.get("payer")
    if not provider or not isinstance(payer, str) or payer not in _PAYERS_BY_NAME:
        return None
    return Bound(provider, _PAYERS_BY_NAME[payer])
