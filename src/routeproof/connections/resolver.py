"""From the name of a connection to what calls its provider, by the store as it is now."""

import time
from collections.abc import Callable
from dataclasses import replace
from typing import Any, Protocol

from routeproof.bindings.auth import parse_auth
from routeproof.bindings.catalogue import BUILTIN
from routeproof.bindings.decide import read_state, row_miss
from routeproof.bindings.references import default_ref
from routeproof.bindings.rows import ReadRow, StoredRow, read_row
from routeproof.bindings.urls import Resolve, base_url_fault, inspect_base_url
from routeproof.connections.adapter import (
    Adapter,
    Miss,
    PlatformAccess,
    Resolved,
    build_adapter,
    resolve_auth,
)
from routeproof.connections.cache import AdapterCache, Kept
from routeproof.connections.events import emit
from routeproof.connections.looking_up import CREDENTIALS, PLATFORMS, LookedUp, who_asks
from routeproof.connections.vault import Asked
from routeproof.model.connection import Auth, AuthType, Catalogue, Connection, Err, ProviderEntry
from routeproof.model.dispatch import AdapterState, CredentialState, RowState

MAX_AGE_S = 60.0
"""A secret that was changed in its vault is seen within this time."""

Factory = Callable[..., Adapter | None]
"""Makes an adapter, or None, of a connection and what its auth gave; `model` and `catalogue` by name."""


class ReadStore(Protocol):
    """What the resolver asks of a store."""

    def epoch(self) -> int:
        """A number that each committed change moves."""

    def raw(self, name: str, /) -> StoredRow | None:
        """The row as it is stored."""

    def read(self, row: StoredRow, /) -> ReadRow:
        """The row under the store's catalogue."""


class Resolver:
    """Gives the adapter of a connection, or why there is none; it never raises, and several threads may ask.

    An adapter is kept for `max_age_s` seconds of `clock`, and given again only while the store is unchanged:
    the epoch is asked each time, and an adapter counts for the epoch that was read before its row.
    """

    def __init__(  # noqa: PLR0913 - each is a thing to replace
        self,
        store: ReadStore,
        vault: Asked,
        *,
        platform: PlatformAccess | None = None,
        catalogue: Catalogue = BUILTIN,
        clock: Callable[[], float] = time.monotonic,
        max_age_s: float = MAX_AGE_S,
        factory: Factory = build_adapter,
        hosted: bool = False,
        resolve_host: Resolve | None = None,
    ) -> None:
        self.catalogue = catalogue
        self.clock = clock
        self._store = store
        self._vault = vault
        self._platform = platform
        self._factory = factory
        self._hosted = hosted
        self._resolve_host = resolve_host
        self._cache = AdapterCache(clock, max_age_s)

    def resolve(
        self, name: str, *, expected_provider: str | None = None, model: str | None = None
    ) -> Adapter | Miss:
        """The adapter of the connection, else a `Miss`; a miss is logged once.

        No secret is asked for, and nothing built, for a row of another provider than the expected one, or of
        another payer than the one that whoever asks declares.
        """
        asking = who_asks()
        looked = self._looked_up(name, expected_provider, asking.payer, model)
        state = {"entry": {"provider": expected_provider, "connection": name, "payer": asking.payer}}
        reason = row_miss(read_state({**state, **looked.facts()}, self.catalogue), self.catalogue)
        if reason is None:
            found: Adapter = looked.adapter
            return found
        miss = Miss(reason, looked.detail, looked)
        if not asking.quiet:
            emit(
                "connection_miss",
                call_site=asking.call_site,
                connection=name,
                provider=expected_provider,
                row_provider=None if looked.connection is None else looked.connection.provider,
                reason=str(reason),
                hard=miss.hard,
            )
        return miss

    def clear(self) -> None:
        """Forget every adapter, as when a vault is known to have changed."""
        self._cache.clear()

    def legacy(self, entry: ProviderEntry, auth_type: AuthType, model: str | None = None) -> LookedUp:
        """The same of what a provider has without a connection: the key by its default name, or the proxy.

        The adapter is the plain one: the factory is for rows.
        """
        auth: Auth | Err = Auth(auth_type)
        if auth_type is AuthType.API_KEY:
            value = {"type": auth_type, "credential": default_ref(entry)}
            auth = parse_auth(value, reserved=self.catalogue.reserved)
        if isinstance(auth, Err):  # the operator's own credential is no owner's key
            return LookedUp(RowState.FOUND, credential=CredentialState.ABSENT)
        return self._built(Connection("", entry.name, auth), model, build_adapter)

    # ---- how far a look-up has come ----

    def _looked_up(self, name: str, provider: str | None, payer: str | None, model: str | None) -> LookedUp:
        try:
            return self._found(name, provider, payer, model)
        except Exception as error:
            return LookedUp(RowState.ERROR, detail={"error": type(error).__name__})

    def _found(self, name: str, provider: str | None, payer: str | None, model: str | None) -> LookedUp:
        """By the cache, else by row, vault and factory; what a store or a clock raises comes through."""
        epoch, cleared = self._store.epoch(), self._cache.cleared  # before the row: a change is never missed
        key = (name, provider, model)
        kept = self._cache.find(key, epoch)
        if kept is not None and _is_expected(kept.connection, provider, payer):
            return LookedUp(RowState.FOUND, kept.connection, adapter=kept.adapter)
        looked = self._row(name)
        if looked.connection is None or not _is_expected(looked.connection, provider, payer):
            return looked
        since = self.clock()
        looked = self._built(looked.connection, model, self._factory)
        if looked.connection is not None and looked.adapter is not None:
            self._cache.keep(key, Kept(looked.connection, looked.adapter, epoch, since), cleared)
        return looked

    def _row(self, name: str) -> LookedUp:
        row = self._store.raw(name)
        if row is None:
            return LookedUp(RowState.ABSENT)
        found = self._store.read(row)
        if found.connection is not None:  # the store's catalogue may be another one
            found = read_row(row, self.catalogue, self._hosted)
        if found.connection is None:
            return LookedUp(RowState.INVALID, detail={"kind": found.faults[0]})
        return LookedUp(RowState.FOUND, found.connection)

    def _built(self, connection: Connection, model: str | None, factory: Factory) -> LookedUp:
        """Resolve and build, without a store: the states of credential, proxy and adapter."""
        looked = LookedUp(RowState.FOUND, connection)
        found = resolve_auth(connection, vault=self._vault, platform=self._platform, catalogue=self.catalogue)
        if isinstance(found, Miss):
            looked = replace(looked, detail=found.detail)
            if connection.auth.type is AuthType.PLATFORM:
                return replace(looked, platform=PLATFORMS.get(found.reason, looked.platform))
            return replace(looked, credential=CREDENTIALS.get(found.reason, looked.credential))
        fault, addresses = self._address(connection)
        if fault is not None:
            return replace(looked, adapter_state=AdapterState.NONE, detail={"base_url": fault})
        if found.kind is AuthType.NONE and not self.catalogue.by_name[connection.provider].keyless:
            return replace(looked, adapter_state=AdapterState.NONE, detail={"kind": "none_on_keyed"})
        return self._adapted(looked, replace(found, addresses=addresses), model, factory)

    def _address(self, connection: Connection) -> tuple[str | None, tuple[str, ...]]:
        """Why the row's base URL is refused now, and the addresses to dial; a platform row's is not used."""
        if connection.auth.type is AuthType.PLATFORM:
            return None, ()
        entry, base_url = self.catalogue.by_name[connection.provider], connection.base_url
        fault = base_url_fault(entry, base_url, hosted=self._hosted)
        if fault is not None or base_url is None:
            return fault, ()
        return inspect_base_url(base_url, hosted=self._hosted, resolve=self._resolve_host)

    def _adapted(self, looked: LookedUp, found: Resolved, model: str | None, factory: Factory) -> LookedUp:
        try:
            adapter = factory(looked.connection, found, model=model, catalogue=self.catalogue)
            agrees = adapter is None or _calls(adapter, looked.connection)
        except Exception as error:
            detail = {"error": type(error).__name__}
            return replace(looked, adapter_state=AdapterState.RAISES, detail=detail)
        if not agrees:
            detail = {"error": "another provider or payer"}
            return replace(looked, adapter_state=AdapterState.RAISES, detail=detail)
        if adapter is None:
            return replace(looked, adapter_state=AdapterState.NONE)
        return replace(looked, adapter=adapter)


def _is_expected(connection: Connection, provider: str | None, payer: str | None) -> bool:
    return provider in (None, connection.provider) and payer in (None, connection.payer)


def _calls(adapter: Any, connection: Connection | None) -> bool:
    """Whether an adapter, as far as it says so, calls the row's provider for the row's payer."""
    said = [(getattr(adapter, name, None), getattr(connection, name)) for name in ("provider", "payer")]
    return all(of in (None, wanted) for of, wanted in said)
