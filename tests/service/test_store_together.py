"""Several at once on one database, threads and processes: operations are whole, one of n creates wins."""

import json
import sqlite3
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import closing
from functools import partial

import psycopg
from sqlalchemy import make_url

from routeproof.connections.store import Store, open_store
from routeproof.model.connection import Err, Ok
from support.live_database import LiveDatabase, driver_url

KEY = {"type": "api_key", "credential": "credential/work/key"}
PLATFORM = {"type": "platform"}


def together(works: Sequence[Callable[[], object]]) -> list[object]:
    """Run each in a thread of its own, all from one start; what they return, or raise."""
    start = threading.Barrier(len(works))
    found: list[object] = [None] * len(works)

    def run(number: int) -> None:
        start.wait()
        try:
            found[number] = works[number]()
        except Exception as error:
            found[number] = error

    threads = [threading.Thread(target=run, args=(number,)) for number in range(len(works))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return found


def test_of_many_threads_one_creates(database: LiveDatabase) -> None:
    with open_store(database.url) as store:
        for name in ("a", "b", "c"):
            answers = together([partial(store.create, name, "openai", KEY)] * 8)
            assert Counter(map(type, answers)) == {Ok: 1, Err: 7}
            assert [each for each in answers if isinstance(each, Err)] == [
                Err("already_exists", {"name": name})
            ] * 7


def change(store: Store, number: int) -> None:
    for step in range(6):
        name = f"n{(number + step) % 4}"
        store.create(name, "openai", KEY)
        store.update(name, KEY if step % 2 else PLATFORM)
        store.list()
        store.delete(name)


SEEDED = ["anthropic-managed", "gemini-managed", "ollama-local", "openai-managed"]


def shared(url: str) -> list[object]:
    """What becomes of six threads that change one store, and the names that it has then."""
    with open_store(url) as store:
        changed = together([partial(change, store, number) for number in range(6)])
        return changed + together([partial(names, store)])


def names(store: Store) -> list[str]:
    return [each.name for each in store.list()]


def test_threads_share_a_store(database: LiveDatabase) -> None:
    assert shared(database.url) == [*[None] * 6, SEEDED]


def test_threads_share_a_database_in_memory() -> None:
    assert shared("sqlite://") == [*[None] * 6, SEEDED]


PROCESS = """
import json, sys
from routeproof.connections import open_store
key = {"type": "api_key", "credential": "credential/work/key"}
with open_store(sys.argv[1]) as store:
    print("ready", flush=True)
    sys.stdin.readline()
    made = []
    for number in range(25):
        answer = store.create(f"n{number}", "openai", key)
        if answer.ok:
            made.append(number)
            store.update(f"n{number}", {"type": "platform"})
        else:
            assert answer.code == "already_exists", answer
    print(json.dumps(made))
"""


def test_of_several_processes_one_creates(database: LiveDatabase) -> None:
    open_store(database.url).close()
    started = [
        subprocess.Popen(
            [sys.executable, "-c", PROCESS, database.url],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for _ in range(3)
    ]
    for process in started:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
    outputs = [process.communicate("go\n") for process in started]
    assert [error for _, error in outputs] == [""] * 3
    assert sorted(number for made, _ in outputs for number in json.loads(made)) == [*range(25)]
    assert database.epoch() == 4 + 2 * 25


# ---- between the check of an operation and its write ----


def intrude(database: LiveDatabase) -> bool:
    """Whether somebody else can write the row now, without waiting."""
    statement = "UPDATE provider_connections SET auth = '{\"type\":\"none\"}' WHERE name = 'w'"
    try:
        if database.kind == "sqlite":
            with closing(sqlite3.connect(database.url.removeprefix("sqlite:///"), timeout=0)) as lite, lite:
                lite.execute(statement)
        else:
            with psycopg.connect(
                driver_url(database.url), options="-c lock_timeout=1", autocommit=True
            ) as server:
                server.execute(statement.encode())
    except (sqlite3.OperationalError, psycopg.errors.LockNotAvailable):
        return False
    return True


def updated_while_watched(database: LiveDatabase) -> tuple[list[bool], object]:
    """Whether somebody else could write in the middle of an update, and what that answered."""
    intruded: list[bool] = []
    watching = False

    def clock() -> int:
        if watching:
            intruded.append(intrude(database))
        return 1

    with open_store(database.url, clock=clock) as store:
        store.create("w", "openai", KEY)
        watching = True
        (answer,) = together([partial(store.update, "w", PLATFORM)])
    return intruded, type(answer)


def test_nobody_writes_between_the_check_and_the_write_on_sqlite(sqlite: LiveDatabase) -> None:
    assert updated_while_watched(sqlite) == ([False], Ok)


def test_nobody_writes_between_the_check_and_the_write_on_postgresql(postgresql: LiveDatabase) -> None:
    assert updated_while_watched(postgresql) == ([False], Ok)


def test_a_change_that_the_server_takes_back_for_anothers_sake_is_made_again(
    postgresql: LiveDatabase,
) -> None:
    name = make_url(postgresql.url).database
    postgresql.sql(f"ALTER DATABASE {name} SET deadlock_timeout = '20ms'")
    with open_store(postgresql.url) as store, psycopg.connect(driver_url(postgresql.url)) as other:
        for each in ("a", "b"):
            store.create(each, "openai", KEY)
        other.execute("SET deadlock_timeout = '60s'")
        other.execute("UPDATE provider_connections SET updated_at = 1 WHERE name = 'a'")  # and the epoch

        def then_the_other_row() -> None:
            while not postgresql.sql("SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock'"):
                pass
            other.execute("UPDATE provider_connections SET updated_at = 1 WHERE name = 'b'")
            other.commit()

        answers = together([partial(store.update, "b", PLATFORM), then_the_other_row])
        assert [type(each) for each in answers] == [Ok, type(None)]
        assert database_payer(store, "b") == "platform"
    postgresql.sql(f"ALTER DATABASE {name} RESET deadlock_timeout")


def database_payer(store: Store, name: str) -> str:
    found = store.get(name)
    assert found is not None
    return str(found.payer)
