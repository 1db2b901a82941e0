"""From the name of a connection to what calls its provider, by the store as it is now."""

import time
from collections.abc import Callable
from dataclasses import replace
from typing import Any, Protocol

from routeproof.bindings.auth import parse_auth
from routeproof.bindings.catalogue import BUILTIN
from routeproof.bindings.decide import read_state, row_miss
from routeproof.bindings.references import default_ref
from routeproof.bindings.rows import ReadRow, StoredRow
from routeproof.bindings.urls import Resolve, base_url_fault, inspect_base_url
from routeproof.connections.adapter import (
    Adapter,
    Asked,
    Miss,
    PlatformAccess,
    Resolved,
    build_adapter,
    resolve_auth,
)
from routeproof.connections.cache import AdapterCache
from routeproof.connections.events import emit
from routeproof.connections.looking_up import CREDENTIALS, PLATFORMS, LookedUp, dispatch_facts
from routeproof.model.connection import Auth, AuthType, Catalogue, Connection, Err, ProviderEntry
from routeproof.model.dispatch import AdapterState, CredentialState, RowState

MAX_AGE_S = 60.0
"""A secret that was changed in its vault is seen within this time."""

Factory = Callable[..., Any]
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

    def resolve(self, name: str, *, expected_provider: str | None = None, model: str | None = None) -> Any:
        """The adapter of the connection, else a `Miss`; a miss is logged once."""
        looked = self.look_up(name, provider=expected_provider, model=model)
        asked = {"provider": expected_provider, "connection": name, "payer": None}
        reason = row_miss(read_state(dispatch_facts(looked, entry=asked), self.catalogue), self.catalogue)
        if reason is None:
            return looked.adapter
        miss = Miss(reason, looked.detail)
        emit(
            "connection_miss",
            call_site=None,
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

    def look_up(
        self, name: str, *, provider: str | None = None, payer: str | None = None, model: str | None = None
    ) -> LookedUp:
        """The state of each part of a connection; `provider` and `payer` are what its row must have.

        No secret is asked for, and nothing built, for a row that has another.
        """
        try:
            epoch = self._store.epoch()
        except Exception:
            return LookedUp(RowState.ERROR)
        key = (name, provider, model)
        kept = self._cache.find(key, epoch)
        if kept is not None and payer in (None, kept.connection.payer):
            return LookedUp(RowState.FOUND, kept.connection, adapter=kept.adapter)
        looked = self._find_row(name)
        if looked.connection is None or not _is_expected(looked.connection, provider, payer):
            return looked
        since = self.clock()
        looked = self.build(looked.connection, model)
        if looked.connection is not None and looked.adapter is not None:
            self._cache.keep(key, looked.connection, looked.adapter, epoch, since)
        return looked

    def _find_row(self, name: str) -> LookedUp:
        try:
            row = self._store.raw(name)
            found = None if row is None else self._store.read(row).connection
        except Exception:
            return LookedUp(RowState.ERROR)
        if row is None:
            return LookedUp(RowState.ABSENT)
        if found is None or self.catalogue.get(found.provider) is None:
            return LookedUp(RowState.INVALID)
        return LookedUp(RowState.FOUND, found)

    def build(self, connection: Connection, model: str | None = None) -> LookedUp:
        """Resolve and build, without a store: the states of credential, proxy and adapter."""
        looked = LookedUp(RowState.FOUND, connection)
        found = resolve_auth(connection, vault=self._vault, platform=self._platform, catalogue=self.catalogue)
        if isinstance(found, Miss):
            looked = replace(looked, detail={**found.detail})
            if connection.auth.type is AuthType.PLATFORM:
                return replace(looked, platform=PLATFORMS.get(found.reason, looked.platform))
            return replace(looked, credential=CREDENTIALS.get(found.reason, looked.credential))
        fault, addresses = self._address(connection)
        if fault is not None:
            return replace(looked, adapter_state=AdapterState.NONE, detail={"base_url": fault})
        return self._built(looked, connection, found, model, addresses)

    def legacy(self, entry: ProviderEntry, auth_type: AuthType, model: str | None = None) -> LookedUp:
        """The same of what a provider has without a connection: the key by its default name, or the proxy."""
        if auth_type is not AuthType.API_KEY:
            return self.build(Connection("", entry.name, Auth(auth_type)), model)
        auth = parse_auth(
            {"type": auth_type, "credential": default_ref(entry)}, reserved=self.catalogue.reserved
        )
        if isinstance(auth, Err):  # the operator's own credential is no owner's key
            return LookedUp(RowState.FOUND, credential=CredentialState.ABSENT)
        return self.build(Connection("", entry.name, auth), model)

    def _address(self, connection: Connection) -> tuple[str | None, tuple[str, ...]]:
        """Why the row's base URL is refused now, and the addresses to dial; none of a platform row."""
        entry = self.catalogue.by_name[connection.provider]
        if connection.auth.type is AuthType.PLATFORM:
            return None, ()
        fault = base_url_fault(entry, connection.base_url, hosted=self._hosted)
        if fault is not None or connection.base_url is None or self._resolve_host is None:
            return fault, ()
        return inspect_base_url(connection.base_url, hosted=self._hosted, resolve=self._resolve_host)

    def _built(
        self,
        looked: LookedUp,
        connection: Connection,
        found: Resolved,
        model: str | None,
        addresses: tuple[str, ...],
    ) -> LookedUp:
        try:
            adapter = self._factory(connection, found, model=model, catalogue=self.catalogue)
        except Exception as error:
            detail = {"error": type(error).__name__}
            return replace(looked, adapter_state=AdapterState.RAISES, detail=detail)
        if adapter is None:
            return replace(looked, adapter_state=AdapterState.NONE)
        if isinstance(adapter, Adapter) and addresses:
            adapter = replace(adapter, addresses=addresses)
        return replace(looked, adapter=adapter)


def _is_expected(connection: Connection, provider: str | None, payer: str | None) -> bool:
    return provider in (None, connection.provider) and payer in (None, connection.payer)
