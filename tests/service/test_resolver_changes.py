"""What a resolver keeps, for how long, and that a change by anybody is seen by the next resolve."""

import subprocess
import sys
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from routeproof.connections.adapter import Adapter
from routeproof.connections.resolver import Resolver
from routeproof.connections.store import Store, open_store
from support.connection_fakes import (
    A,
    B,
    Seconds,
    TextVault,
    header_of,
    own_key,
    reason_of,
    stored_key,
)
from support.live_database import LiveDatabase, driver_url

UPDATE = "UPDATE provider_connections SET auth = ? WHERE name = ?"
DELETE = "DELETE FROM provider_connections WHERE name = ?"


def test_an_adapter_is_kept_for_a_time_and_a_secret_that_rotated_is_seen_then(
    resolver: Resolver, vault: TextVault, seconds: Seconds
) -> None:
    first = resolver.resolve("a")
    vault.texts[A] = "rotated"
    seconds.now += 59.9
    assert resolver.resolve("a") is first
    seconds.now += 0.1
    assert header_of(resolver.resolve("a")) == "rotated"
    seconds.now -= 30  # a clock that goes back says nothing of an age
    vault.texts[A] = "rotated again"
    assert header_of(resolver.resolve("a")) == "rotated again"


def test_clear_forgets_and_keeps_out_what_was_under_way(resolver: Resolver, vault: TextVault) -> None:
    header_of(resolver.resolve("a"))
    vault.texts[A] = "rotated"
    resolver.clear()
    assert header_of(resolver.resolve("a")) == "rotated"
    resolver.clear()
    come, may_go = vault.hold(A)
    with ThreadPoolExecutor(1) as pool:
        slow = pool.submit(resolver.resolve, "a")
        assert come.wait(20)
        vault.texts[A] = "rotated again"
        resolver.clear()
        may_go.set()
        slow.result(20)
    assert header_of(resolver.resolve("a")) == "rotated again"


def test_what_is_kept_is_told_apart_by_name_provider_and_model(
    rows: Store, resolver: Resolver, vault: TextVault
) -> None:
    asked = [
        ("a", None, None),
        ("a", "anthropic", None),
        ("a", None, "m"),
        ("a", None, "n"),
        ("b", None, None),
        ("b", None, "m"),
    ]
    found = [
        resolver.resolve(name, expected_provider=provider, model=model) for name, provider, model in asked * 2
    ]
    shown = [(header_of(each)[-1], None, each.model) for each in found if isinstance(each, Adapter)]
    assert shown == [(name, None, model) for name, _, model in asked] * 2
    assert len(vault.asked) == 6
    assert reason_of(resolver.resolve("a", expected_provider="openai")) == "provider_mismatch"


def test_a_payer_that_changes_is_not_crossed(rows: Store, resolver: Resolver) -> None:
    assert rows.update("a", {"type": "platform"}, allow_payer_change=True).ok
    for auth, payer in ((own_key(A), "byok"), ({"type": "platform"}, "platform"), (own_key(B), "byok")):
        assert rows.update("a", auth, allow_payer_change=True).ok
        found = resolver.resolve("a")
        assert isinstance(found, Adapter)
        assert found.payer == payer


def test_no_more_is_kept_than_there_is_room_for(resolver: Resolver, vault: TextVault) -> None:
    for number in range(1030):
        resolver.resolve("a", model=str(number))
    vault.asked.clear()
    resolver.resolve("a", model="1029")
    resolver.resolve("a", model="6")
    assert vault.asked == []
    resolver.resolve("a", model="5")
    assert vault.asked == [A]


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


def test_without_an_epoch_nothing_that_was_kept_is_given(sqlite: LiveDatabase, vault: TextVault) -> None:
    with open_store(sqlite.url) as store:
        assert store.create("a", "anthropic", own_key(A)).ok
        resolver = Resolver(store, vault)
        assert header_of(resolver.resolve("a")) == "secret a"
        sqlite.sql("DROP TABLE connection_epoch")
        assert reason_of(resolver.resolve("a")) == "lookup_failed"
