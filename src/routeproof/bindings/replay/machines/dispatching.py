"""Dispatch under the flags of a stage: what the rule is made of, put together as the stage had it.

Without a flag it is the rule itself that decides.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from routeproof.bindings.catalogue import BUILTIN
from routeproof.bindings.decide import (
    Candidate,
    Refusal,
    Route,
    allowed,
    decide_state,
    default_route,
    legacy_route,
    row_miss,
)
from routeproof.bindings.refusals import HARD, NO_CONNECTION, Reason, refuse
from routeproof.bindings.replay.stages import AfterMiss, DispatchFlags
from routeproof.model.connection import PAYERS, Catalogue, ProviderEntry
from routeproof.model.dispatch import AdapterState, DispatchState, LegacyMode, RowState, Via

_RULE = DispatchFlags()
_OTHER_MODE = {LegacyMode.MANAGED: LegacyMode.YOUR_OWN, LegacyMode.YOUR_OWN: LegacyMode.MANAGED}


@dataclass(frozen=True, slots=True)
class Dispatched:
    """What became of a call: the answer, None when an exception escaped, and what was asked on the way.

    `resolved` are the names that the resolver was asked for, `built` the providers that the factory of
    adapters was called for.
    """

    answer: Route | Refusal | None
    resolved: tuple[str, ...] = ()
    built: tuple[str, ...] = ()


class _FactoryFailed(Exception):
    """What a factory of adapters raises."""


def dispatch(
    state: DispatchState, flags: DispatchFlags = _RULE, catalogue: Catalogue = BUILTIN
) -> Dispatched:
    """Who serves in this state under these flags, and what was asked on the way there."""
    resolved: tuple[str, ...] = ()
    built: list[str] = []
    miss = None
    wanted = catalogue.get(state.provider or "")
    known = state.call_site and (state.provider is None or wanted is not None)
    if known and state.connection is not None and not flags.ignores_connections:
        resolved = (state.connection,)
        try:
            miss = _resolve(state, flags, catalogue, built)
        except _FactoryFailed:
            return Dispatched(None, resolved, tuple(built))
    if flags == _RULE or not known:
        answer = decide_state(state, catalogue)
    elif resolved:
        answer = _connected(state, miss, wanted or catalogue.get(state.row_provider), flags)
    elif wanted is not None:
        answer = _unconnected(state, wanted, flags)
    else:
        answer = refuse(Reason.INCOMPLETE_ENTRY)
    return Dispatched(answer, resolved, tuple(built))


def _resolve(
    state: DispatchState, flags: DispatchFlags, catalogue: Catalogue, built: list[str]
) -> Reason | None:
    """Why the connection cannot serve, None when it can; the factory is called behind all other reasons."""
    seen = state._replace(adapter=AdapterState.BUILT)
    if flags.serves_mismatch and state.row == RowState.FOUND:
        seen = seen._replace(provider=state.row_provider)
    miss = row_miss(seen, catalogue)
    if miss is not None:
        return miss
    built.append(state.row_provider)
    try:
        return _build(state)
    except _FactoryFailed:
        if flags.factory_escapes:
            raise
        return Reason.ADAPTER_FAILED


def _build(state: DispatchState) -> Reason | None:
    if state.adapter == AdapterState.RAISES:
        raise _FactoryFailed
    return Reason.ADAPTER_UNAVAILABLE if state.adapter == AdapterState.NONE else None


def _connected(
    state: DispatchState, miss: Reason | None, wanted: ProviderEntry | None, flags: DispatchFlags
) -> Route | Refusal:
    """A connection is named, and was looked up."""
    payer = PAYERS.get(state.row_auth)
    if miss is None:
        return Route(Via.CONNECTION, state.row_provider, PAYERS[state.row_auth], connection=state.connection)
    intent = payer if state.payer is None else state.payer
    legacy = () if wanted is None else tuple(_legacy_ways(state, wanted, flags))
    return _stand_in(state, miss, intent, (*legacy, *_defaults(state, wanted, flags)), flags)


def _unconnected(state: DispatchState, wanted: ProviderEntry, flags: DispatchFlags) -> Route | Refusal:
    """No connection is named, or none is looked at: the legacy route is the entry's own."""
    if flags.refuses_unconnected:
        return refuse(Reason.INCOMPLETE_ENTRY)
    ways = tuple(_legacy_ways(state, wanted, flags))
    defaults = _defaults(state, wanted, flags)
    if not ways:
        return _stand_in(state, Reason.MODE_UNREADABLE, state.payer, defaults, flags)
    own = next((way for way in ways if way.miss is None), ways[0])
    if state.payer is not None and state.payer != own.payer:
        return _stand_in(state, Reason.PAYER_MISMATCH, state.payer, defaults, flags)
    if own.miss is not None:
        return _stand_in(state, own.miss, own.payer, defaults, flags)
    return Route(own.via, own.provider, own.payer, NO_CONNECTION)


def _legacy_ways(state: DispatchState, wanted: ProviderEntry, flags: DispatchFlags) -> Iterator[Candidate]:
    """The legacy route, and behind it the one that it flips to."""
    own = legacy_route(state, wanted)
    if own is None:
        return
    yield own
    if flags.flips and state.mode in _OTHER_MODE:
        other = legacy_route(state._replace(mode=_OTHER_MODE[LegacyMode(state.mode)]), wanted)
        if other is not None and other.payer != own.payer:
            yield other


def _defaults(
    state: DispatchState, wanted: ProviderEntry | None, flags: DispatchFlags
) -> tuple[Candidate, ...]:
    bound = state.default
    if flags.any_default and bound is not None:
        return (Candidate(Via.DEFAULT, bound.provider, bound.payer),)
    return () if wanted is None else default_route(state, wanted)


def _stand_in(
    state: DispatchState,
    miss: Reason,
    intent: str | None,
    options: tuple[Candidate, ...],
    flags: DispatchFlags,
) -> Route | Refusal:
    """The first of the options that the stage takes; else the refusal."""
    if flags.after_miss is AfterMiss.REFUSE or (flags.after_miss is AfterMiss.SOFT_DEFAULT and miss in HARD):
        return refuse(miss)
    for each in options:
        passed_over = flags.after_miss is AfterMiss.SOFT_DEFAULT and each.via is not Via.DEFAULT
        if passed_over or each.miss is not None:
            continue
        if flags.ignores_policy or allowed(state.policy, intent, each.payer):
            changed = intent != each.payer and not flags.unmarked
            return Route(each.via, each.provider, each.payer, miss, changed)
    return refuse(miss)
