"""Opens a store by its URL; what databases need is imported only then."""

import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from routeproof.bindings.catalogue import BUILTIN
from routeproof.connections.extra import require_extra
from routeproof.model.connection import Catalogue

if TYPE_CHECKING:
    from routeproof.connections.store.store import Store


def now_ms() -> int:
    """Integer milliseconds, UTC."""
    return time.time_ns() // 1_000_000


def open_store(
    url: str,
    *,
    catalogue: Catalogue = BUILTIN,
    clock: Callable[[], int] = now_ms,
    boot: bool = True,
    hosted: bool = False,
) -> "Store":
    """Open the store at a URL, `sqlite:///...` or `postgresql+psycopg://...`; `boot` migrates and seeds it.

    Without `boot` nothing is made and nothing is asked yet. ExtraMissing, BadStoreUrl, StoreUnavailable,
    StoreOutdated.
    """
    require_extra("sqlalchemy", "alembic")
    from routeproof.connections.store.databases import Database  # noqa: PLC0415 - the extra
    from routeproof.connections.store.store import Store  # noqa: PLC0415 - the extra
    from routeproof.connections.store.urls import locate  # noqa: PLC0415 - the extra

    store = Store(Database(locate(url)), catalogue, clock=clock, hosted=hosted)
    try:
        if boot:
            store.boot()
    except BaseException:
        store.close()
        raise
    return store
