"""Which way calls go: those of a configuration as it stands, and those of satellites with their default."""

import threading
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from routeproof.bindings.config import effective_mode, entry_of, select
from routeproof.bindings.decide import decide
from routeproof.bindings.refusals import Refusal
from routeproof.connections.entry_call import EntryCall, as_default
from routeproof.connections.looking_up import Asking
from routeproof.connections.resolver import Resolver
from routeproof.errors import pointer
from routeproof.model.connection import Entry
from routeproof.model.dispatch import FallbackPolicy, Route

MAX_AGE_S = 300.0
"""How long a session keeps what its default was bound to."""

_DEFAULT = pointer("llm", "default")


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
        entry = select(self.config, call_site, profile)
        if isinstance(entry, Refusal):
            return entry
        call = self._call(entry, Asking(call_site))
        return call.answer() if entry.pointer == _DEFAULT else call.answer(bind=self._default_now())

    def route_bound(self, call_site: str, bound: Route | None) -> Route | Refusal:
        """The same where the default instance is what somebody has bound it to."""
        entry = select(self.config, call_site)
        return entry if isinstance(entry, Refusal) else self._call(entry, Asking(call_site)).answer(bound)

    def default(self) -> Route | Refusal:
        """The way of `llm.default`, on which nothing but its own legacy route can stand in for it."""
        return self._call(self._default_entry(), Asking()).answer()

    def session(self, max_age: float = MAX_AGE_S) -> "Session":
        """A satellite, whose default is bound now; `max_age` is in seconds of the resolver's clock."""
        return Session(self, max_age)

    def _call(self, entry: Entry, asking: Asking) -> EntryCall:
        mode = effective_mode(self.config, self._platform_deployment)
        return EntryCall(self.resolver, entry, asking, policy=self._policy, mode=mode)

    def _default_entry(self) -> Entry:
        """The entry `llm.default`, which names nothing where it is not there."""
        llm = self.config.get("llm") if isinstance(self.config, Mapping) else None
        raw = llm.get("default") if isinstance(llm, Mapping) else None
        return entry_of(_DEFAULT, raw if isinstance(raw, Mapping) else {})

    def _default_now(self) -> EntryCall | None:
        """What would bind a default instance now, for one call alone; its own misses are nobody's call."""
        entry = self._default_entry()
        named = entry.provider is not None or entry.connection is not None
        return self._call(entry, Asking(quiet=True)) if named else None


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
        self._lock = threading.RLock()
        self._binding = self._bind()

    def route(self, call_site: str | None = None) -> Route | Refusal:
        """The way of a call site; without one the default instance as it is, and nothing is looked up."""
        bound = self._bound()
        if call_site is not None:
            return self._dispatcher.route_bound(call_site, bound)
        state = {"call_site": False, "default": as_default(bound)}
        found = decide(state, self._dispatcher.resolver.catalogue)
        if isinstance(found, Refusal) or bound is None:
            return found
        return replace(found, adapter=bound.adapter, connection=bound.connection)

    def rebind(self) -> Route | Refusal:
        """Bind the default anew, to what rows and vaults hold now; its route, or why it has none."""
        with self._lock:
            self._dispatcher.resolver.clear()
            self._binding = self._bind()
            return self._binding.found

    def _bound(self) -> Route | None:
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
