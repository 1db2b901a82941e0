"""A call in each of a bounded set of states, and what a stage's dispatch did: who was asked, and who paid."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from routeproof.bindings.catalogue import BUILTIN
from routeproof.bindings.decide import Route, legacy_route
from routeproof.bindings.refusals import NO_CONNECTION, Reason
from routeproof.bindings.replay.judges.states import states
from routeproof.bindings.replay.machines.dispatching import Dispatched, dispatch
from routeproof.bindings.replay.nearest import told
from routeproof.bindings.replay.stages import Stage
from routeproof.model.connection import PAYERS, AuthType
from routeproof.model.dispatch import (
    AdapterState,
    CredentialState,
    DispatchState,
    FallbackPolicy,
    PlatformState,
    RowState,
    Via,
)
from routeproof.model.registry import Payer

_REASONS = frozenset({None, NO_CONNECTION, *Reason})


@dataclass(frozen=True, slots=True)
class Call:
    """A call in one state, whose entry is as the stage reads it, and what the stage did."""

    state: DispatchState
    words: tuple[str, ...]
    done: Dispatched

    @property
    def route(self) -> Route | None:
        """The route of an entry; None where there is none, and for a call that asks for the default."""
        found = self.done.answer
        return found if isinstance(found, Route) and self.state.call_site else None

    @property
    def intent(self) -> str | None:
        """The payer that is meant: declared, else the row's, else the mode's; None where nobody can say."""
        state = self.state
        if state.payer is not None:
            return state.payer
        if state.connection is not None:
            return PAYERS.get(state.row_auth)
        wanted = BUILTIN.get(state.provider or "")
        own = None if wanted is None else legacy_route(state, wanted)
        return None if own is None else own.payer


def dispatches(stage: Stage) -> Iterator[Call]:
    """A call in every state of the bounded set, as the stage reads it."""
    for words, state in states(stage.reading):
        yield Call(state, words, dispatch(state, stage.dispatch))


def serves_by_its_row(call: Call) -> str | None:
    """A connection that can serve does: the resolver is asked once, and row and auth are that row's."""
    if not _can_serve(call.state):
        return None
    state, route = call.state, call.route
    wanted = Via.CONNECTION, state.row_provider, PAYERS[state.row_auth]
    if route is not None and (route.via, route.provider, route.payer) == wanted:
        asked = call.done.resolved, call.done.built
        if asked == ((state.connection,), (state.row_provider,)):
            return None
    return told(call.words, "a connection that can serve is passed over")


def builds_no_mismatch(call: Call) -> str | None:
    """Nothing is built from a row of another provider than the entry's."""
    foreign = [each for each in call.done.built if call.state.provider not in (None, each)]
    return told(call.words, f"an adapter of `{foreign[0]}` is built") if foreign else None


def calls_the_declared(call: Call) -> str | None:
    """The provider that is called is the one that the entry declares, or else its row's."""
    route, state = call.route, call.state
    wanted = state.provider or state.row_provider
    if route is None or route.provider == wanted:
        return None
    meant = f"`{wanted}`" if wanted else "no provider that is known"
    return told(call.words, f"{meant} is meant, and `{route.provider}` is called")


def spares_the_operator(call: Call) -> str | None:
    """What an owner pays for never ends on the operator's key, nor what is not known to be the operator's."""
    route = call.route
    if route is None or route.payer != Payer.PLATFORM or call.intent == Payer.PLATFORM:
        return None
    return told(call.words, f"{call.intent or 'nobody knows who'} is meant, and the operator pays")


def spares_the_owner(call: Call) -> str | None:
    """What the operator pays for ends on no owner's key, but marked, where the policy allows any."""
    route = call.route
    if route is None or route.payer == Payer.PLATFORM or call.intent != Payer.PLATFORM:
        return None
    if route.payer_changed and call.state.policy == FallbackPolicy.ANY:
        return None
    return told(call.words, f"the operator is meant, and {route.payer} pays")


def answers_in_closed_reasons(call: Call) -> str | None:
    """No exception escapes, and every reason is one of the closed set."""
    if call.done.answer is None:
        return told(call.words, "an exception escapes")
    reason = call.done.answer.reason
    return None if reason in _REASONS else told(call.words, f"the reason is `{reason}`")


def _can_serve(state: DispatchState) -> bool:
    """Whether the connection that the entry names can serve it as it is."""
    provider = BUILTIN.get(state.row_provider)
    if not state.call_site or state.connection is None or state.row != RowState.FOUND or provider is None:
        return False
    works = {
        AuthType.API_KEY: state.credential == CredentialState.PRESENT,
        AuthType.PLATFORM: provider.managed and state.platform == PlatformState.AVAILABLE,
        AuthType.NONE: provider.keyless,
    }
    agrees = state.provider in (None, state.row_provider) and state.payer in (None, PAYERS[state.row_auth])
    return agrees and works.get(AuthType(state.row_auth), False) and state.adapter == AdapterState.BUILT


JUDGES: Mapping[str, Callable[[Call], str | None]] = MappingProxyType(
    {
        "CN-25": serves_by_its_row,
        "CN-27": builds_no_mismatch,
        "CN-28": calls_the_declared,
        "CN-29": spares_the_operator,
        "CN-30": spares_the_owner,
        "CN-31": answers_in_closed_reasons,
    }
)
