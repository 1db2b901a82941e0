"""Which way a call goes: its entry, the states of everything that the rule asks for, and the one decision."""

import threading
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from routeproof.bindings.config import effective_mode, entry_of, select
from routeproof.bindings.decide import decide
from routeproof.bindings.refusals import NO_CONNECTION, Reason, Refusal, refuse
from routeproof.connections.events import emit
from routeproof.connections.looking_up import LookedUp, dispatch_facts
from routeproof.connections.resolver import Resolver
from routeproof.errors import pointer
from routeproof.model.connection import PAYERS, AuthType, Entry, ProviderEntry
from routeproof.model.dispatch import (
    FallbackPolicy,
    LegacyMode,
    Route,
    RowState,
    Via,
)

MAX_AGE_S = 300.0
"""How long a session keeps what its default was bound to."""

_DEFAULT = pointer("llm", "default")
_NOT_LOOKED_AT = LookedUp(RowState.ERROR)


class Dispatcher:
    """Routes the calls of one configuration: canonical calls, and sessions for satellites.

    `config` is read as it is given, at each call. Nothing is raised: who is not served gets a refusal.
    """

    def __init__(
        self,
        resolver: Resolver,
        config: Mapping[str, Any],
        *,
        platform_deployment: bool = False,
        policy: str = FallbackPolicy.SAME_PAYER,
    ) -> None:
        self.resolver = resolver
        self.config = config
        self._platform_deployment = platform_deployment
        self._policy = policy

    def route(self, call_site: str | None = None, profile: str | None = None) -> Route | Refusal:
        """The way of the one entry that the configuration has for such a call, as it is now."""
        return self.route_call(call_site, profile, _Fresh(self))

    def default(self) -> Route | Refusal:
        """The way of `llm.default`, on which nothing but its own legacy route can stand in for it."""
        return self._route_entry(self._default_entry(), None, None)

    def session(self, max_age: float = MAX_AGE_S) -> "Session":
        """A satellite, whose default is bound now; `max_age` is in seconds of the resolver's clock."""
        return Session(self, max_age)

    def route_call(
        self, call_site: str | None, profile: str | None, default: "_Fresh | Session | None"
    ) -> Route | Refusal:
        """As `route`, with what is asked for the default instance when an entry may need it."""
        entry = select(self.config, call_site, profile)
        if isinstance(entry, Refusal):
            return _told(entry, call_site, None, None, None)
        return self._route_entry(entry, call_site, default)

    def quiet_default(self) -> Route | None:
        """What the default instance would be now, without a word in the log."""
        found, _ = self._decide(self._default_entry(), None)
        return found if isinstance(found, Route) else None

    def _default_entry(self) -> Entry:
        llm = self.config.get("llm") if isinstance(self.config, Mapping) else None
        raw = llm.get("default") if isinstance(llm, Mapping) else None
        return entry_of(_DEFAULT, raw if isinstance(raw, Mapping) else {})

    def _route_entry(
        self, entry: Entry, call_site: str | None, default: "_Fresh | Session | None"
    ) -> Route | Refusal:
        found, looked = self._decide(entry, default)
        return _told(found, call_site, entry, looked, self._intent(entry, looked))

    def _intent(self, entry: Entry, looked: LookedUp) -> str | None:
        """The payer that is meant, where it is known; for the log."""
        if entry.payer is not None or entry.connection is not None:
            return entry.payer or (looked.connection.payer if looked.connection else None)
        wanted = self.resolver.catalogue.get(entry.provider or "")
        return None if wanted is None else _legacy_payer(_legacy_auth(wanted, self._mode()))

    def _mode(self) -> str:
        return effective_mode(self.config, self._platform_deployment)

    def _decide(self, entry: Entry, default: "_Fresh | Session | None") -> tuple[Route | Refusal, LookedUp]:
        """The decision with everything that it needs looked up, and nothing else."""
        model = _model_of(entry)
        looked = self._look_up(entry, model)
        asked = {"provider": entry.provider, "connection": entry.connection, "payer": entry.payer}
        catalogue = self.resolver.catalogue
        # Without any stand-in first: where the entry's own way is good, or nothing may stand in, that is all.
        found = decide(dispatch_facts(looked, entry=asked, policy=FallbackPolicy.FORBID), catalogue)
        own = entry.connection is not None and isinstance(found, Route)
        final = isinstance(found, Refusal) and found.reason in (
            Reason.INCOMPLETE_ENTRY,
            Reason.UNKNOWN_PROVIDER,
        )
        if own or final:
            return _with_adapter(found, looked), looked
        wanted = catalogue.get(entry.provider or (looked.connection.provider if looked.connection else ""))
        standing = self._policy != FallbackPolicy.FORBID or entry.connection is None
        legacy = self._legacy(wanted, model) if wanted is not None and standing else _NOT_LOOKED_AT
        bound = self._bound(entry, wanted, default)
        state = self._state(asked, looked, legacy, wanted, bound)
        return self._equipped(decide(state, catalogue), legacy, bound), looked

    def _look_up(self, entry: Entry, model: str | None) -> LookedUp:
        known = entry.provider is None or self.resolver.catalogue.get(entry.provider) is not None
        if entry.connection is None or not known:
            return _NOT_LOOKED_AT
        return self.resolver.look_up(
            entry.connection, provider=entry.provider, payer=entry.payer, model=model
        )

    def _legacy(self, wanted: ProviderEntry, model: str | None) -> LookedUp:
        """What the mode gives the provider, looked up."""
        auth_type = _legacy_auth(wanted, self._mode())
        return _NOT_LOOKED_AT if auth_type is None else self.resolver.legacy(wanted, auth_type, model)

    def _bound(
        self, entry: Entry, wanted: ProviderEntry | None, default: "_Fresh | Session | None"
    ) -> Route | None:
        """The default instance, where it could stand in for the entry."""
        if default is None or wanted is None or entry.pointer == _DEFAULT:
            return None
        if self._policy == FallbackPolicy.FORBID:
            return None
        found = default.bound()
        return found if found is not None and found.provider == wanted.name else None

    def _state(
        self,
        asked: Mapping[str, Any],
        looked: LookedUp,
        legacy: LookedUp,
        wanted: ProviderEntry | None,
        bound: Route | None,
    ) -> dict[str, Any]:
        mode = self._mode()
        state = dispatch_facts(
            looked,
            entry=asked,
            policy=self._policy,
            legacy={"mode": mode, "credential": legacy.credential},
            default=None if bound is None else {"provider": bound.provider, "payer": bound.payer},
        )
        asked_proxy = legacy is not _NOT_LOOKED_AT
        if asked_proxy and wanted is not None and _legacy_auth(wanted, mode) is AuthType.PLATFORM:
            state["platform"] = legacy.platform
        return state

    def _equipped(self, found: Route | Refusal, legacy: LookedUp, bound: Route | None) -> Route | Refusal:
        """The route with what calls the provider; without that there is no route."""
        if isinstance(found, Refusal):
            return found
        if found.via is Via.DEFAULT and bound is not None:
            return replace(found, adapter=bound.adapter, connection=bound.connection)
        if legacy.adapter is None:
            return refuse(Reason.ADAPTER_UNAVAILABLE)
        return replace(found, adapter=legacy.adapter, connection=None)


class _Fresh:
    """The default instance of a canonical call: bound when an entry needs it, for that call alone."""

    def __init__(self, dispatcher: Dispatcher) -> None:
        self._dispatcher = dispatcher

    def bound(self) -> Route | None:
        """What it is now."""
        return self._dispatcher.quiet_default()


@dataclass(frozen=True, slots=True)
class _Binding:
    """What a default was bound to, and when; without a route it could not be bound."""

    found: Route | Refusal
    since: float


class Session:
    """A satellite: its default is bound when it starts, and is what it was bound to for `max_age` seconds.

    Its call sites are routed like anybody's, also where the default could not be bound.
    """

    def __init__(self, dispatcher: Dispatcher, max_age: float = MAX_AGE_S) -> None:
        self._dispatcher = dispatcher
        self._max_age = max_age
        self._lock = threading.Lock()
        self._binding = self._bind()

    def route(self, call_site: str | None = None) -> Route | Refusal:
        """The way of a call site; without one the default instance as it is, and nothing is looked up."""
        if call_site is not None:
            return self._dispatcher.route_call(call_site, None, self)
        bound = self.bound()
        default = None if bound is None else {"provider": bound.provider, "payer": bound.payer}
        found = decide({"call_site": False, "default": default}, self._dispatcher.resolver.catalogue)
        if isinstance(found, Refusal) or bound is None:
            return _told(found, None, None, None, None)
        return replace(found, adapter=bound.adapter, connection=bound.connection)

    def rebind(self) -> Route | Refusal:
        """Bind the default anew; the route that it has now, or why it has none."""
        with self._lock:
            self._binding = self._bind()
            return self._binding.found

    def bound(self) -> Route | None:
        """The default instance, bound anew when it is too old; None where it could not be bound."""
        with self._lock:
            age = self._dispatcher.resolver.clock() - self._binding.since
            if not 0 <= age < self._max_age:
                self._binding = self._bind()
            found = self._binding.found
        return found if isinstance(found, Route) else None

    def _bind(self) -> _Binding:
        since = self._dispatcher.resolver.clock()
        return _Binding(self._dispatcher.default(), since)


def _legacy_payer(auth_type: AuthType | None) -> str | None:
    return None if auth_type is None else PAYERS[auth_type]


def _legacy_auth(wanted: ProviderEntry, mode: str) -> AuthType | None:
    """How a provider is paid for without a connection; None where the mode says nothing that can be read."""
    if wanted.keyless:
        return AuthType.NONE
    if mode == LegacyMode.UNREADABLE:
        return None
    return AuthType.PLATFORM if mode == LegacyMode.MANAGED and wanted.managed else AuthType.API_KEY


def _model_of(entry: Entry) -> str | None:
    model = entry.raw.get("model")
    return model if isinstance(model, str) else None


def _with_adapter(found: Route | Refusal, looked: LookedUp) -> Route | Refusal:
    return replace(found, adapter=looked.adapter) if isinstance(found, Route) else found


def _told(
    found: Route | Refusal,
    call_site: str | None,
    entry: Entry | None,
    looked: LookedUp | None,
    intent: str | None,
) -> Route | Refusal:
    """The answer, after what has to be in the log: a miss once, and what stood in for it."""
    reason = found.reason
    if reason is None or reason == NO_CONNECTION:
        return found
    connection = None if entry is None else entry.connection
    provider = None if entry is None else entry.provider
    row = None if looked is None or looked.connection is None else looked.connection.provider
    hard = refuse(Reason(reason)).hard
    emit(
        "connection_miss",
        call_site=call_site,
        connection=connection,
        provider=provider,
        row_provider=row,
        reason=str(reason),
        hard=hard,
    )
    if isinstance(found, Route):
        emit(
            "connection_fallback",
            connection=connection,
            provider=found.provider,
            via=str(found.via),
            reason=str(reason),
            intent=intent,
            payer=str(found.payer),
            payer_changed=found.payer_changed,
        )
    return found
