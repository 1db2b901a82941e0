"""A database as its own driver sees it, beside whatever the project does with it."""

import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from itertools import count

import psycopg
from sqlalchemy import make_url

from support.postgresql_server import GIVEN

_NUMBERS = count()

ROWS = "SELECT name, provider, auth, base_url, created_at, updated_at FROM provider_connections ORDER BY name"

INSERT = (
    "INSERT INTO provider_connections (name, provider, auth, base_url, created_at, updated_at) "
    "VALUES (?, ?, ?, ?, ?, ?)"
)


@dataclass(frozen=True, slots=True)
class LiveDatabase:
    """One that exists: `kind` is `sqlite` or `postgresql`."""

    kind: str
    url: str

    def sql(self, statement: str, *values: object) -> list[tuple[object, ...]]:
        """What a statement returns, committed by itself; parameters are written `?`."""
        with self.connected() as sql:
            return sql(statement, *values)

    @contextmanager
    def connected(self) -> Iterator[Callable[..., list[tuple[object, ...]]]]:
        """The same in one connection for many statements."""
        if self.kind == "sqlite":
            path = self.url.removeprefix("sqlite:///")
            with closing(sqlite3.connect(path, timeout=10, isolation_level=None)) as lite:
                yield lambda statement, *values: lite.execute(statement, values).fetchall()
        else:
            with psycopg.connect(driver_url(self.url), autocommit=True) as server:
                yield lambda statement, *values: _answers(
                    server.execute(statement.replace("?", "%s"), values or None)
                )

    def rows(self) -> list[tuple[object, ...]]:
        """Every row, by name."""
        return sorted(self.sql(ROWS), key=lambda row: str(row[0]))

    def epoch(self) -> int:
        """The epoch as it stands in its table."""
        ((epoch,),) = self.sql("SELECT epoch FROM connection_epoch WHERE id = 1")
        assert isinstance(epoch, int)
        return epoch

    def digest(self) -> object:
        """All that a refused operation may not change."""
        return self.rows(), self.epoch()

    def insert(
        self, name: object, provider: object, auth: object, base_url: object = None, at: int = 1
    ) -> None:
        """Put in a row, whatever is in it."""
        self.sql(INSERT, name, provider, auth, base_url, at, at)


def _answers(done: psycopg.Cursor[tuple[object, ...]]) -> list[tuple[object, ...]]:
    return done.fetchall() if done.description else []


def driver_url(url: str) -> str:
    """The URL as the driver and `psql` take it."""
    return url.replace("postgresql+psycopg://", "postgresql://", 1)


def wiped(url: str) -> None:
    """Make the database of a server empty."""
    with psycopg.connect(driver_url(url), autocommit=True) as server:
        server.execute("DROP SCHEMA public CASCADE")
        server.execute("CREATE SCHEMA public")
        server.execute("GRANT ALL ON SCHEMA public TO PUBLIC")


def new_databases(server_url: str, options: str = "") -> Iterator[str]:
    """Make a database on a server, yield its URL, and drop it where the server outlives the tests."""
    name = f"routeproof_{os.getpid()}_{next(_NUMBERS)}"
    with psycopg.connect(driver_url(server_url), autocommit=True) as server:
        server.execute(f'CREATE DATABASE "{name}" {options}'.encode())
    yield make_url(server_url).set(database=name).render_as_string(hide_password=False)
    if GIVEN not in os.environ:
        return
    with psycopg.connect(driver_url(server_url), autocommit=True) as server:
        server.execute(f'DROP DATABASE "{name}" WITH (FORCE)'.encode())
