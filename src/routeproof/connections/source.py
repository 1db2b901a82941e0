"""Connections as the facade's source of credentials: what an owner has, by the names that guests use."""

from collections.abc import Collection, Iterator

from routeproof.bindings.catalogue import BUILTIN
from routeproof.bindings.references import delivered_env
from routeproof.connections.adapter import Asked, ask_vault
from routeproof.connections.store import Store, StoreUnavailable
from routeproof.model.connection import AuthType, Catalogue, Connection
from routeproof.model.secret import Down, Found, VaultAnswer
from routeproof.relay.model import Bundle, VaultUnavailable

_LAYER = "owner"


class ConnectionSource:
    """The owner's own keys. What a vault or the store cannot say now is VaultUnavailable, never "no key"."""

    def __init__(self, store: Store, vault: Asked, catalogue: Catalogue, prefer: Collection[str]) -> None:
        self._store = store
        self._vault = vault
        self._catalogue = catalogue
        self._prefer = tuple(prefer)

    def names(self, owner: object) -> frozenset[str]:  # noqa: ARG002 - a store has one owner
        """The names under which the owner's keys that are there are delivered."""
        return frozenset(
            delivered_env(row.auth.credential or "", row.provider)
            for row in self._rows()
            if isinstance(self._ask(row), Found)
        )

    def bundles(self, session: object, provider: str) -> tuple[Bundle, ...]:  # noqa: ARG002 - the same
        """The key for a provider: that of the first of its rows, whatever becomes of it.

        First are the rows that are preferred, then the personal one, then all by name. Another row never
        stands in for one whose key is not there: it is another account.
        """
        rows = [row for row in self._rows() if row.provider == provider]
        if not rows:
            return ()
        row = min(rows, key=self._rank)
        answer = self._ask(row)
        if not isinstance(answer, Found):
            return ()
        return (Bundle(_LAYER, delivered_env(row.auth.credential or "", provider), answer.secret),)

    def _rank(self, row: Connection) -> tuple[int, bool, str]:
        preferred = self._prefer.index(row.name) if row.name in self._prefer else len(self._prefer)
        return preferred, row.name != f"{row.provider}-personal", row.name

    def _rows(self) -> Iterator[Connection]:
        try:
            rows = self._store.list()
        except StoreUnavailable:
            raise VaultUnavailable("the store cannot be read") from None
        for row in rows:
            if row.auth.type is AuthType.API_KEY and self._catalogue.get(row.provider) is not None:
                yield row

    def _ask(self, row: Connection) -> VaultAnswer:
        answer = ask_vault(self._vault, row.auth.credential or "")
        if isinstance(answer, Down):
            raise VaultUnavailable("the vault cannot be asked")
        return answer


def connection_source(
    store: Store, vault: Asked, catalogue: Catalogue = BUILTIN, *, prefer: Collection[str] = ()
) -> ConnectionSource:
    """The owner's layer of credentials, the store's `api_key` connections; `prefer` are names of rows."""
    return ConnectionSource(store, vault, catalogue, prefer)
