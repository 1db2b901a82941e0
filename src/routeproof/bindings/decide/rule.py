"""The rule of dispatch, from a state that was read; its parts are of use alone."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

from routeproof.bindings.catalogue import BUILTIN
from routeproof.bindings.decide.reading import UNREADABLE, read_state
from routeproof.bindings.refusals import NO_CONNECTION, Reason, Refusal, refuse
from routeproof.model.connection import NOT_IMPLEMENTED, PAYERS, AuthType, Catalogue, ProviderEntry
from routeproof.model.dispatch import (
    AdapterState,
    CredentialState,
    DispatchState,
    FallbackPolicy,
    LegacyMode,
    PlatformState,
    Route,
    RowState,
    Via,
)
from routeproof.model.registry import Payer

_OWNER_PAID = frozenset({Payer.BYOK, Payer.SUBSCRIPTION, Payer.LOCAL})
_ROW_MISSES: Mapping[str, Reason] = MappingProxyType(
    {
        RowState.ERROR: Reason.LOOKUP_FAILED,
        RowState.ABSENT: Reason.NOT_FOUND,
        RowState.INVALID: Reason.INVALID_ROW,
    }
)
_CREDENTIAL_MISSES: Mapping[str, Reason | None] = MappingProxyType(
    {
        CredentialState.PRESENT: None,
        CredentialState.ABSENT: Reason.CREDENTIAL_NOT_FOUND,
        CredentialState.DOWN: Reason.VAULT_UNAVAILABLE,
        CredentialState.MALFORMED: Reason.CREDENTIAL_MALFORMED,
    }
)
_PLATFORM_MISSES: Mapping[str, Reason | None] = MappingProxyType(
    {
        PlatformState.AVAILABLE: None,
        PlatformState.UNAVAILABLE: Reason.PLATFORM_UNAVAILABLE,
        PlatformState.DOWN: Reason.VAULT_UNAVAILABLE,
    }
)


class Candidate(NamedTuple):
    """A route that might be taken; `miss` is why it cannot serve now, None when it can."""

    via: Via
    provider: str
    payer: Payer
    miss: Reason | None = None


def decide(state: Mapping[str, Any], catalogue: Catalogue = BUILTIN) -> Route | Refusal:
    """Who serves in this state and who pays, or why nobody does; never an exception."""
    return decide_state(read_state(state, catalogue), catalogue)


def decide_state(state: DispatchState, catalogue: Catalogue = BUILTIN) -> Route | Refusal:
    """The same of a state that was read."""
    if not state.call_site:
        bound = state.default
        return refuse(Reason.NO_DEFAULT) if bound is None else Route(Via.DEFAULT, bound.provider, bound.payer)
    provider, connection = state.provider, state.connection
    if connection == UNREADABLE or (provider is None and connection is None):
        return refuse(Reason.INCOMPLETE_ENTRY)
    wanted = None if provider is None else catalogue.get(provider)
    if provider is not None and (wanted is None or provider == UNREADABLE):
        return refuse(Reason.UNKNOWN_PROVIDER)
    if wanted is not None and connection is None:
        return _decide_legacy(state, wanted)
    return _decide_connection(state, wanted, catalogue)


def _decide_connection(
    state: DispatchState, wanted: ProviderEntry | None, catalogue: Catalogue
) -> Route | Refusal:
    """A connection is named: it serves the entry, or something stands in for it."""
    row_payer = PAYERS.get(state.row_auth)
    miss = row_miss(state, catalogue)
    if miss is None:
        return Route(Via.CONNECTION, state.row_provider, PAYERS[state.row_auth], connection=state.connection)
    intent = row_payer if state.payer is None else state.payer
    wanted = wanted or catalogue.get(state.row_provider)
    return fall_back(state, miss, intent, () if wanted is None else candidates(state, wanted))


def _decide_legacy(state: DispatchState, wanted: ProviderEntry) -> Route | Refusal:
    """No connection is named: the legacy route is the entry's own, and the default alone may stand in."""
    own, stand_in = legacy_route(state, wanted), default_route(state, wanted)
    if own is None:
        return fall_back(state, Reason.MODE_UNREADABLE, state.payer, stand_in)
    if state.payer is not None and state.payer != own.payer:
        return fall_back(state, Reason.PAYER_MISMATCH, state.payer, stand_in)
    if own.miss is not None:
        return fall_back(state, own.miss, own.payer, stand_in)
    return Route(own.via, own.provider, own.payer, NO_CONNECTION)


def row_miss(state: DispatchState, catalogue: Catalogue = BUILTIN) -> Reason | None:
    """Why the row that the entry names cannot serve it, the first reason that applies; None when it can."""
    entry = catalogue.get(state.row_provider)
    if state.row != RowState.FOUND or entry is None:
        return _ROW_MISSES.get(state.row, Reason.INVALID_ROW)
    auth = state.row_auth
    if state.provider is not None and state.provider != state.row_provider:
        return Reason.PROVIDER_MISMATCH
    if state.payer is not None and state.payer != PAYERS[auth]:
        return Reason.PAYER_MISMATCH
    unresolved = auth_miss(state, entry)
    if unresolved is not None:
        return unresolved
    if state.adapter == AdapterState.NONE or (auth == AuthType.NONE and not entry.keyless):
        return Reason.ADAPTER_UNAVAILABLE
    return None if state.adapter == AdapterState.BUILT else Reason.ADAPTER_FAILED


def auth_miss(state: DispatchState, entry: ProviderEntry) -> Reason | None:
    """Why the row's auth gives nothing to call this provider with; None when it does."""
    auth = state.row_auth
    if auth in NOT_IMPLEMENTED:
        return Reason.NOT_IMPLEMENTED
    if auth == AuthType.API_KEY:
        return _CREDENTIAL_MISSES[state.credential]
    if auth == AuthType.PLATFORM:
        return _PLATFORM_MISSES[state.platform] if entry.managed else Reason.PLATFORM_UNAVAILABLE
    return None


def legacy_route(state: DispatchState, wanted: ProviderEntry) -> Candidate | None:
    """What the mode gives a provider without any connection; it never turns from one key to the other.

    None where the mode cannot be read and the provider needs a key: it is not known whose.
    """
    if wanted.keyless:
        return Candidate(Via.LEGACY, wanted.name, Payer.LOCAL)
    if state.mode == LegacyMode.UNREADABLE:
        return None
    if state.mode == LegacyMode.MANAGED and wanted.managed:
        return Candidate(Via.LEGACY, wanted.name, Payer.PLATFORM, _PLATFORM_MISSES[state.platform])
    return Candidate(Via.LEGACY, wanted.name, Payer.BYOK, _CREDENTIAL_MISSES[state.legacy_credential])


def default_route(state: DispatchState, wanted: ProviderEntry) -> tuple[Candidate, ...]:
    """The default instance, when there is one and it is of the wanted provider; else nothing."""
    bound = state.default
    if bound is None or bound.provider != wanted.name:
        return ()
    return (Candidate(Via.DEFAULT, bound.provider, bound.payer),)


def candidates(state: DispatchState, wanted: ProviderEntry) -> tuple[Candidate, ...]:
    """What may stand in for a connection that misses, in order."""
    legacy, default = legacy_route(state, wanted), default_route(state, wanted)
    return default if legacy is None else (legacy, *default)


def allowed(policy: str, intent: str | None, candidate: str) -> bool:
    """Whether the policy lets this payer pay for what was meant for `intent`, None when that is not known."""
    if policy == FallbackPolicy.SAME_PAYER:
        return intent == candidate
    return policy == FallbackPolicy.ANY and (candidate in _OWNER_PAID or candidate == intent)


def fall_back(
    state: DispatchState, miss: Reason, intent: str | None, options: Iterable[Candidate]
) -> Route | Refusal:
    """The first candidate that is usable and allowed, with the miss as its reason; else the refusal."""
    for each in options:
        if each.miss is None and allowed(state.policy, intent, each.payer):
            return Route(each.via, each.provider, each.payer, miss, intent != each.payer)
    return refuse(miss)
