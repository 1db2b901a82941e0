"""An engine for each database: how connections are opened, and what each is told first."""

import math
import os
import sqlite3
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, create_engine, event
from sqlalchemy.exc import ArgumentError
from sqlalchemy.pool import QueuePool, StaticPool

from routeproof.connections.extra import require_extra
from routeproof.connections.store.failures import BadStoreUrl
from routeproof.connections.store.urls import StoreUrl

LOCKED_S = 5.0
"""How long a lock of somebody else's is waited for, and a connection of the pool."""

_CONNECTIONS = 32
"""At most, for each store; SQLite's are cheap, and a server's are opened when they are needed."""


def make_engine(url: StoreUrl) -> Engine:
    """An engine that has not connected yet. BadStoreUrl where its driver refuses what the URL says."""
    kind = _postgresql_engine if url.is_postgresql else _sqlite_engine
    with suppress(ArgumentError, TypeError, ValueError):
        return kind(url)
    raise BadStoreUrl(f"the URL of the store `{url.shown}` cannot be used")


def make_private_file(file: Path) -> None:
    """Make the file, and its folder, where there is none, for their owner alone; OSError where that fails.

    SQLite gives the files that it keeps beside it the mode of this one.
    """
    if not file.parent.exists():
        file.parent.mkdir(mode=0o700, exist_ok=True)
    os.close(os.open(file, os.O_CREAT | os.O_RDWR, 0o600))


# ---- SQLite ----


def _sqlite_engine(url: StoreUrl) -> Engine:
    if url.is_in_memory:
        engine = create_engine(
            url.bare,
            poolclass=StaticPool,
            connect_args={"check_same_thread": False},
            hide_parameters=True,
        )
    else:
        engine = create_engine(url.bare, hide_parameters=True, **_pool())
    if url.file is not None:
        event.listen(engine, "do_connect", _opener(url.file))
    event.listen(engine, "connect", _tell_sqlite)
    return engine


def _opener(file: Path) -> Callable[..., None]:
    """What makes a connection open the file where there is one; `make_private_file` makes it."""
    uri = f"{file.as_uri()}?mode=rw"

    def open_by_uri(_dialect: object, _record: object, args: list[Any], options: dict[str, Any]) -> None:
        args[0] = uri
        options["uri"] = True

    return open_by_uri


def _tell_sqlite(connection: sqlite3.Connection, _record: object) -> None:
    # Bytes that are no text, written by somebody else, are to spoil their own row alone.
    connection.text_factory = lambda data: data.decode("utf-8", "replace")
    connection.execute(f"PRAGMA busy_timeout = {LOCKED_S * 1000:.0f}")
    _write_ahead(connection)
    connection.execute("PRAGMA synchronous = FULL")


def _write_ahead(connection: sqlite3.Connection) -> None:
    """Turn the log on, for good; SQLite does not wait by itself for a lock on the way there."""
    end = time.monotonic() + LOCKED_S
    while connection.execute("PRAGMA journal_mode").fetchone()[0] == "delete":
        try:
            connection.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF == sqlite3.SQLITE_READONLY:
                return
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() > end:
                raise
            time.sleep(0.01)


# ---- PostgreSQL ----


def _postgresql_engine(url: StoreUrl) -> Engine:
    require_extra("psycopg")
    engine = create_engine(
        url.bare,
        connect_args={"connect_timeout": math.ceil(LOCKED_S), **url.options, "client_encoding": "utf8"},
        isolation_level="READ COMMITTED",
        pool_pre_ping=True,
        hide_parameters=True,
        **_pool(),
    )
    event.listen(engine, "connect", _tell_postgresql)
    return engine


def _tell_postgresql(connection: Any, _record: object) -> None:
    if connection.info.parameter_status("server_encoding") == "SQL_ASCII":
        _take_any_bytes(connection)
    connection.execute(f"SET lock_timeout = '{LOCKED_S * 1000:.0f}ms'")
    connection.commit()


def _take_any_bytes(connection: Any) -> None:
    """Such a server takes bytes that are no text; they, too, are to spoil their own row alone."""
    from psycopg.adapt import Buffer, Loader  # noqa: PLC0415 - for PostgreSQL alone

    class AnyText(Loader):
        def load(self, data: Buffer) -> str:
            return bytes(data).decode("utf-8", "replace")

    connection.execute("SET client_encoding TO 'SQL_ASCII'")
    for kind in ("text", "varchar", "bpchar", "name", 0):  # and what has no loader of its own
        connection.adapters.register_loader(kind, AnyText)


def _pool() -> dict[str, Any]:
    half = _CONNECTIONS // 2
    return {"poolclass": QueuePool, "pool_size": half, "max_overflow": half, "pool_timeout": LOCKED_S}
