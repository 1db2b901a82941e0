"""The store against the same statements in plain SQLAlchemy, on the same database, in one run.

`python tests/bench/bench_store.py` prints operations a second of both and their ratio, and exits with 1 where
one is below 0.8. A PostgreSQL is started as for the tests, where nothing waits for a disk;
`ROUTEPROOF_TEST_POSTGRESQL=URL` names another.
"""

import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from statistics import median

from sqlalchemy import Engine, create_engine, event, text

from routeproof.connections.store import Store, open_store
from support.live_database import new_databases
from support.postgresql_server import server_url

OPERATIONS = 60
"""In one round of one way."""

ROUNDS = 31
LEAST = 0.8

KEY = {"type": "api_key", "credential": "credential/work/key"}
STORED = '{"credential":"credential/work/key","type":"api_key"}'

COLUMNS = "name, provider, auth, base_url, created_at, updated_at"
INSERT = text(
    f"INSERT INTO provider_connections ({COLUMNS}) VALUES (:name, 'openai', :auth, NULL, :now, :now) "  # noqa: S608 - ours
    "ON CONFLICT DO NOTHING RETURNING name"
)
SELECT = f"SELECT {COLUMNS} FROM provider_connections WHERE name = :name"  # noqa: S608 - ours
UPDATE = text("UPDATE provider_connections SET auth = :auth, updated_at = :now WHERE name = :name")
DELETE = text("DELETE FROM provider_connections WHERE name = :name")
EPOCH = text("SELECT epoch FROM connection_epoch WHERE id = 1")


@dataclass(frozen=True, slots=True)
class Way:
    """One way to do everything."""

    create: Callable[[str], object]
    get: Callable[[str], object]
    epoch: Callable[[str], object]
    update: Callable[[str], object]
    delete: Callable[[str], object]


def through_the_store(store: Store) -> Way:
    """The way of the project."""
    return Way(
        lambda name: store.create(name, "openai", KEY),
        store.get,
        lambda _: store.epoch(),
        lambda name: store.update(name, KEY),
        store.delete,
    )


def plainly(engine: Engine, locking: str) -> Way:
    """The statements alone; `locking` is what a SELECT before a change ends with."""

    def change(name: str, statement: object) -> None:
        with engine.begin() as connection:
            connection.execute(text(SELECT + locking), {"name": name}).first()
            connection.execute(statement, {"name": name, "auth": STORED, "now": now()})  # type: ignore[call-overload]  # text

    def create(name: str) -> None:
        with engine.begin() as connection:
            connection.execute(INSERT, {"name": name, "auth": STORED, "now": now()}).first()

    def get(name: str) -> None:
        with engine.connect() as connection:
            connection.execute(text(SELECT), {"name": name}).first()

    def epoch(_: str) -> None:
        with engine.connect() as connection:
            connection.execute(EPOCH).scalar()

    return Way(create, get, epoch, lambda name: change(name, UPDATE), lambda name: change(name, DELETE))


def now() -> int:
    """Integer milliseconds."""
    return time.time_ns() // 1_000_000


def plain_engine(url: str) -> Engine:
    """As anybody makes one; durable, patient and as sure of its connections as the store is."""
    engine = create_engine(url, pool_pre_ping=url.startswith("postgresql"))
    if engine.dialect.name == "sqlite":

        @event.listens_for(engine, "connect")
        def tell(connection: object, _: object) -> None:
            for pragma in ("journal_mode = WAL", "synchronous = FULL", "busy_timeout = 5000"):
                connection.execute(f"PRAGMA {pragma}")  # type: ignore[attr-defined]  # sqlite3's

    return engine


def seconds(operation: Callable[[str], object], names: list[str]) -> float:
    """How long the operation takes on all names."""
    start = time.perf_counter()
    for name in names:
        operation(name)
    return time.perf_counter() - start


def compared(url: str) -> Iterator[tuple[str, float, float, float]]:
    """The name of an operation, how many a second the store and plain SQLAlchemy do, the median ratio."""
    numbers = count()
    locking = " FOR UPDATE" if url.startswith("postgresql") else ""
    engine = plain_engine(url)
    with open_store(url) as store:
        ways = (through_the_store(store), plainly(engine, locking))
        taken: dict[str, list[tuple[float, ...]]] = {name: [] for name in Way.__slots__}
        for _ in range(ROUNDS):
            names = [[f"n{next(numbers)}" for _ in range(OPERATIONS)] for _ in ways]
            for operation, times in taken.items():
                pairs = zip(ways, names, strict=True)
                times.append(tuple(seconds(getattr(way, operation), each) for way, each in pairs))
    engine.dispose()
    for operation, times in taken.items():
        ours, plain = (OPERATIONS / median(column) for column in zip(*times, strict=True))
        yield operation, ours, plain, median(theirs / own for own, theirs in times)


@contextmanager
def databases() -> Iterator[list[str]]:
    """The URL of one of each kind."""
    with tempfile.TemporaryDirectory() as folder:
        made = new_databases(server_url())
        yield [f"sqlite:///{folder}/connections.db", next(made)]
        next(made, None)


def main() -> int:
    """Print the table; 1 where the store is slower than it may be."""
    slow = 0
    with databases() as urls:
        for url in urls:
            for operation, ours, plain, ratio in compared(url):
                slow += ratio < LEAST
                kind = url.partition("+")[0].partition(":")[0]
                print(f"{kind:<11}{operation:<8}{ours:>8.0f}/s  plain {plain:>8.0f}/s  ratio {ratio:.2f}")  # noqa: T201 - its output
    return int(slow > 0)


if __name__ == "__main__":
    sys.exit(main())
