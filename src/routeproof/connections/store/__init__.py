"""A store of connections: a table in SQLite or PostgreSQL, reached through this face alone."""

from importlib import import_module
from typing import TYPE_CHECKING

from routeproof.connections.extra import require_extra
from routeproof.connections.store.failures import BadStoreUrl, StoreOutdated, StoreUnavailable
from routeproof.connections.store.opening import now_ms, open_store

if TYPE_CHECKING:
    from routeproof.connections.store.store import Store
    from routeproof.connections.store.urls import default_url, show_url

_LAZY = {"Store": "store", "default_url": "urls", "show_url": "urls"}
"""What cannot be imported without the extra, by the module that has it."""

__all__ = [
    "BadStoreUrl",
    "Store",
    "StoreOutdated",
    "StoreUnavailable",
    "default_url",
    "now_ms",
    "open_store",
    "show_url",
]


def __getattr__(name: str) -> object:
    """Import what is asked for; ExtraMissing where it needs what is not installed."""
    if name not in _LAZY:
        raise AttributeError(f"module `{__name__}` has no attribute `{name}`")
    require_extra("sqlalchemy", "alembic")
    found: object = getattr(import_module(f"{__name__}.{_LAZY[name]}"), name)
    globals()[name] = found
    return found
