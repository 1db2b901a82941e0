"""Connections as the facade's source of credentials: what an owner has, by the names that guests use."""

from collections.abc import Collection

from routeproof.bindings.catalogue import BUILTIN
from routeproof.bindings.references import delivered_env
from routeproof.connections.adapter import own_secret
from routeproof.connections.store import Store, StoreOutdated, StoreUnavailable
from routeproof.connections.vault import Asked
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
        return frozenset(_delivered(row) for row in self._rows() if isinstance(self._answer(row), Found))

    def bundles(self, session: object, provider: str) -> tuple[Bundle, ...]:  # noqa: ARG002 - the same
        """The keys for a provider, one for each name that its rows are delivered under.

        Of the rows with one name the first decides, whatever becomes of it: those that are preferred, then
        the personal one, then all by name. Another never stands in for it: it is another account.
        """
        first: dict[str, Connection] = {}
        for row in sorted(self._rows(), key=self._rank):
            if row.provider == provider:
                first.setdefault(_delivered(row), row)
        answers = [(name, self._answer(row)) for name, row in first.items()]
        return tuple(
            Bundle(_LAYER, name, answer.secret) for name, answer in answers if isinstance(answer, Found)
        )

    def _rank(self, row: Connection) -> tuple[int, bool, str]:
        preferred = self._prefer.index(row.name) if row.name in self._prefer else len(self._prefer)
        return preferred, row.name != f"{row.provider}-personal", row.name

    def _rows(self) -> tuple[Connection, ...]:
        try:
            rows = self._store.list()
        except (StoreUnavailable, StoreOutdated) as error:
            raise VaultUnavailable(f"the store cannot be read: {type(error).__name__}") from None
        own = (row for row in rows if row.auth.type is AuthType.API_KEY)
        return tuple(row for row in own if self._catalogue.get(row.provider) is not None)

    def _answer(self, row: Connection) -> VaultAnswer:
        answer = own_secret(row.auth, self._vault, self._catalogue)
        if isinstance(answer, Down):
            raise VaultUnavailable("the vault cannot be asked")
        return answer


def _delivered(row: Connection) -> str:
    return delivered_env(row.auth.credential or "", row.provider)


def connection_source(
    store: Store, vault: Asked, catalogue: Catalogue = BUILTIN, *, prefer: Collection[str] = ()
) -> ConnectionSource:
    """The owner's layer of credentials, the store's `api_key` connections; `prefer` are names of rows."""
    return ConnectionSource(store, vault, catalogue, prefer)
