"""A change of a row by anybody is seen by the next resolve, also when it overtakes one that is under way."""

import subprocess
import sys
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from routeproof.connections.adapter import Adapter
from routeproof.connections.resolver import Resolver
from routeproof.connections.store import Store
from support.connection_fakes import (
    A,
    B,
    TextVault,
    header_of,
    reason_of,
    stored_key,
)
from support.live_database import LiveDatabase, driver_url

UPDATE = "UPDATE provider_connections SET auth = ? WHERE name = ?"
DELETE = "DELETE FROM provider_connections WHERE name = ?"


# ---- a change by anybody is seen by the next resolve ----

PROGRAM = """
import sys
kind, target, statement, *values = sys.argv[1:]
if kind == "sqlite":
    import sqlite3
    database = sqlite3.connect(target, timeout=20)
else:
    import psycopg
    database = psycopg.connect(target)
database.execute(statement if kind == "sqlite" else statement.replace("?", "%s"), values)
database.commit()
database.close()
"""


def another_program(database: LiveDatabase, statement: str, *values: str) -> None:
    """Change a row from a process that knows nothing of the product."""
    lite = database.kind == "sqlite"
    target = database.url.removeprefix("sqlite:///") if lite else driver_url(database.url)
    command = [sys.executable, "-I", "-c", PROGRAM, database.kind, target, statement, *values]
    subprocess.run(command, check=True, timeout=60)


def test_what_another_program_commits_is_seen_by_the_next_resolve(
    database: LiveDatabase, resolver: Resolver
) -> None:
    assert header_of(resolver.resolve("a")) == "secret a"
    another_program(database, UPDATE, stored_key(B), "a")
    assert header_of(resolver.resolve("a")) == "secret b"
    another_program(database, UPDATE, "no json", "a")
    assert reason_of(resolver.resolve("a")) == "invalid_row"
    another_program(database, UPDATE, stored_key(A), "a")
    assert header_of(resolver.resolve("a")) == "secret a"
    another_program(database, DELETE, "a")
    assert reason_of(resolver.resolve("a")) == "not_found"
    assert header_of(resolver.resolve("b")) == "secret b"


def test_a_change_that_overtakes_a_resolve_leaves_nothing_of_it_behind(
    database: LiveDatabase, resolver: Resolver, vault: TextVault
) -> None:
    for statement, values, expected in (
        (UPDATE, (stored_key(B), "a"), "secret b"),
        (DELETE, ("a",), "not_found"),
    ):
        resolver.clear()
        come, may_go = vault.hold(A if expected == "secret b" else B)
        with ThreadPoolExecutor(1) as pool:
            overtaken = pool.submit(resolver.resolve, "a")
            assert come.wait(20)
            database.sql(statement, *values)
            may_go.set()
            assert isinstance(overtaken.result(20), Adapter)
        found = resolver.resolve("a")
        assert (header_of(found) if isinstance(found, Adapter) else reason_of(found)) == expected


class Slow:
    """Reads a row only after somebody has changed it."""

    def __init__(self, rows: Store, change: Callable[[], object]) -> None:
        self._rows, self._change = rows, change

    def __getattr__(self, name: str) -> Any:
        return getattr(self._rows, name)

    def raw(self, name: str, /) -> Any:
        found = self._rows.raw(name)
        self._change()
        return found


def test_a_change_between_the_row_and_what_is_kept_is_not_lost(
    database: LiveDatabase, rows: Store, vault: TextVault
) -> None:
    resolver = Resolver(Slow(rows, lambda: database.sql(UPDATE, stored_key(B), "a")), vault)
    assert header_of(resolver.resolve("a")) == "secret a"
    assert header_of(resolver.resolve("a")) == "secret b"


def test_different_connections_resolve_at_the_same_time(resolver: Resolver, vault: TextVault) -> None:
    come, may_go = vault.hold(A)
    with ThreadPoolExecutor(1) as pool:
        slow = pool.submit(resolver.resolve, "a")
        assert come.wait(20)
        assert header_of(resolver.resolve("b")) == "secret b"
        assert header_of(resolver.resolve("b", model="m")) == "secret b"
        may_go.set()
        assert header_of(slow.result(20)) == "secret a"


def test_rows_of_one_provider_give_each_its_own_secret_to_interleaved_threads(resolver: Resolver) -> None:
    start = threading.Barrier(8)

    def ask(number: int) -> set[tuple[str, str]]:
        start.wait(20)
        names = "ab" * 40 if number % 2 else "ba" * 40
        return {(name, header_of(resolver.resolve(name))) for name in names}

    with ThreadPoolExecutor(8) as pool:
        found = set[tuple[str, str]]().union(*pool.map(ask, range(8)))
    assert found == {("a", "secret a"), ("b", "secret b")}
