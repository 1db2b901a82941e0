"""One call of one entry: what has to be looked up for it, the decision, and what the log says of it."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from routeproof.bindings.decide import legacy_route, read_state
from routeproof.bindings.refusals import NO_CONNECTION, Reason, Refusal, refuse
from routeproof.connections.adapter import Miss
from routeproof.connections.events import emit
from routeproof.connections.looking_up import (
    Asking,
    LookedUp,
    OpenFact,
    State,
    depends_on_row,
    on_behalf_of,
    settle,
)
from routeproof.connections.resolver import Resolver
from routeproof.model.connection import Auth, AuthType, Connection, Entry, ProviderEntry
from routeproof.model.dispatch import CredentialState, PlatformState, Route, RowState, Via
from routeproof.model.registry import Payer

_RUNS = {Payer.BYOK: AuthType.API_KEY, Payer.PLATFORM: AuthType.PLATFORM, Payer.LOCAL: AuthType.NONE}
"""The type of auth that runs, by who pays."""

_BEFORE_ANY_MISS = frozenset({Reason.INCOMPLETE_ENTRY, Reason.UNKNOWN_PROVIDER})
"""What is wrong with an entry before there is anything that could be missing."""


class EntryCall:
    """One call of one entry, to be answered once; `policy` and `mode` are the configuration's."""

    def __init__(self, resolver: Resolver, entry: Entry, asking: Asking, *, policy: str, mode: str) -> None:
        self._resolver = resolver
        self._catalogue = resolver.catalogue
        self._entry = entry
        self._asking = replace(asking, payer=entry.payer)
        self._policy = policy
        self._mode = mode
        model = entry.raw.get("model")
        self._model = model if isinstance(model, str) else None
        self._row: LookedUp | None = None
        self._legacy: LookedUp | None = None
        self._bound: Route | None = None
        self._is_told = entry.connection is not None  # a row's miss is, by whoever resolves

    @property
    def provider(self) -> str | None:
        """The provider that the entry names."""
        return self._entry.provider

    def answer(self, bound: Route | None = None, *, bind: "EntryCall | None" = None) -> Route | Refusal:
        """The way that the call goes, after all has been looked up that it depends on, and nothing else.

        `bound` is the default instance; `bind`, in its place, gives one where it could matter.
        """
        self._bound = bound
        entry = self._entry
        state: State = {
            "policy": self._policy,
            "call_site": True,
            "entry": {"provider": entry.provider, "connection": entry.connection, "payer": entry.payer},
            "legacy": {"mode": self._mode, "credential": CredentialState.DOWN},
            "default": as_default(bound),
        }
        if depends_on_row(state, self._catalogue):
            self._row = self._resolve(entry.connection or "")
            state = {**state, **self._row.facts()}
        facts = () if self._is_served() else tuple(self._open_facts(state, bind))
        found = self._equipped(settle(state, facts, self._catalogue))
        if not self._asking.quiet:
            self._tell(found)
        return found

    # ---- looking up ----

    def _resolve(self, name: str) -> LookedUp:
        """What the resolver finds, as the states of its parts."""
        with on_behalf_of(self._asking):
            found: Any = self._resolver.resolve(
                name, expected_provider=self._entry.provider, model=self._model
            )
        if isinstance(found, Miss):
            return found.looked or LookedUp(RowState.ERROR)
        provider, payer = getattr(found, "provider", None), getattr(found, "payer", None)
        if not isinstance(provider, str) or payer not in _RUNS:
            self._is_told = False
            return LookedUp(RowState.ERROR)  # a factory's own thing, that does not say who pays
        row = Connection(name, provider, Auth(_RUNS[payer]))
        return LookedUp(RowState.FOUND, row, adapter=found)

    def _is_served(self) -> bool:
        return self._row is not None and self._row.adapter is not None

    def _wanted(self) -> ProviderEntry | None:
        """The provider that is wanted: the entry's, else the found row's."""
        row = None if self._row is None else self._row.connection
        return self._catalogue.get(self._entry.provider or ("" if row is None else row.provider))

    def _open_facts(self, state: State, bind: "EntryCall | None") -> Iterator[OpenFact]:
        """What could stand in for the entry's own way, or is it: the legacy route, the default instance."""
        wanted = self._wanted()
        own = None if wanted is None else legacy_route(read_state(state, self._catalogue), wanted)
        if wanted is not None and own is not None:
            if own.payer == Payer.BYOK:
                yield self._own_key(wanted)
            elif own.payer == Payer.PLATFORM and not self._knows_platform():
                yield self._platform(wanted)
        if wanted is not None and bind is not None:
            yield self._default(bind, wanted)

    def _own_key(self, wanted: ProviderEntry) -> OpenFact:
        def option(credential: str) -> State:
            return {"legacy": {"mode": self._mode, "credential": credential}}

        return OpenFact(
            tuple(map(option, CredentialState)),
            lambda: option(self._looked_legacy(wanted, Payer.BYOK).credential),
        )

    def _platform(self, wanted: ProviderEntry) -> OpenFact:
        return OpenFact(
            tuple({"platform": each} for each in PlatformState),
            lambda: {"platform": self._looked_legacy(wanted, Payer.PLATFORM).platform},
        )

    def _knows_platform(self) -> bool:
        """Whether the operator was asked for the row: one decision sees one state of the proxy."""
        row = None if self._row is None else self._row.connection
        if row is None or row.auth.type is not AuthType.PLATFORM:
            return False
        return self._entry.provider in (None, row.provider) and self._entry.payer in (None, row.payer)

    def _default(self, bind: "EntryCall", wanted: ProviderEntry) -> OpenFact:
        provider = bind.provider or wanted.name
        options = ({"default": {"provider": provider, "payer": payer}} for payer in Payer)
        return OpenFact(({"default": None}, *options), lambda: self._looked_default(bind))

    def _looked_default(self, bind: "EntryCall") -> State:
        found = bind.answer()
        self._bound = found if isinstance(found, Route) else None
        return {"default": as_default(self._bound)}

    def _looked_legacy(self, wanted: ProviderEntry, payer: Payer) -> LookedUp:
        if self._legacy is None:
            self._legacy = self._resolver.legacy(wanted, _RUNS[payer], self._model)
        return self._legacy

    # ---- what comes of it ----

    def _equipped(self, found: Route | Refusal) -> Route | Refusal:
        """The route with what calls the provider; where that is not to be had there is no route."""
        if isinstance(found, Refusal):
            return found
        if found.via == Via.DEFAULT and self._bound is not None:
            return replace(found, adapter=self._bound.adapter, connection=self._bound.connection)
        if found.via == Via.CONNECTION and self._row is not None:
            return replace(found, adapter=self._row.adapter)
        wanted = self._catalogue.by_name[found.provider]
        adapter = self._looked_legacy(wanted, found.payer).adapter
        if adapter is None:
            missed = found.reason not in (None, NO_CONNECTION)
            return refuse(Reason(found.reason or "") if missed else Reason.ADAPTER_UNAVAILABLE)
        return replace(found, adapter=adapter, connection=None)

    def _tell(self, found: Route | Refusal) -> None:
        """A miss is logged once, a row's by whoever resolved it; and so is what stood in for it."""
        entry, reason = self._entry, found.reason
        if reason is None or reason == NO_CONNECTION or reason in _BEFORE_ANY_MISS:
            return
        if not self._is_told:
            emit(
                "connection_miss",
                call_site=self._asking.call_site,
                connection=entry.connection,
                provider=entry.provider,
                row_provider=None,
                reason=str(reason),
                hard=refuse(Reason(reason)).hard,
            )
        if isinstance(found, Route):
            emit(
                "connection_fallback",
                connection=entry.connection,
                provider=found.provider,
                via=str(found.via),
                reason=str(reason),
                intent=self._intent(),
                payer=str(found.payer),
                payer_changed=found.payer_changed,
            )

    def _intent(self) -> str | None:
        """Who was meant to pay, where that is known."""
        row = None if self._row is None else self._row.connection
        if self._entry.payer is not None or row is not None:
            return self._entry.payer or (None if row is None else str(row.payer))
        wanted = self._wanted()
        if self._entry.connection is not None or wanted is None:
            return None
        own = legacy_route(read_state({"legacy": {"mode": self._mode}}, self._catalogue), wanted)
        return None if own is None else str(own.payer)


def as_default(bound: Route | None) -> dict[str, str] | None:
    """A default instance as a state of dispatch has it."""
    return None if bound is None else {"provider": bound.provider, "payer": bound.payer}
