"""Databases for the tests that run on each kind: a file, and a PostgreSQL that the run starts by itself."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from routeproof.connections.resolver import Resolver
from routeproof.connections.store import Store, open_store
from support.connection_fakes import PROXY, A, B, Seconds, TextVault, own_key
from support.live_database import LiveDatabase, new_databases, wiped
from support.postgresql_server import server_url
from support.store_cases import CATALOGUE, KEY, UNREADABLE, Clock

KINDS = ("sqlite", "postgresql")


@pytest.fixture(scope="session")
def server() -> str:
    """The URL of a running server, on a database that nobody uses."""
    return server_url()


@pytest.fixture(scope="session")
def server_database(server: str) -> Iterator[str]:
    """The URL of a database of this process's own on the server."""
    yield from new_databases(server)


@pytest.fixture
def sqlite(tmp_path: Path) -> LiveDatabase:
    """A file that is not there yet."""
    return LiveDatabase("sqlite", f"sqlite:///{tmp_path}/connections.db")


@pytest.fixture
def postgresql(server_database: str) -> LiveDatabase:
    """A database that is empty."""
    wiped(server_database)
    return LiveDatabase("postgresql", server_database)


@pytest.fixture(params=KINDS)
def database(request: pytest.FixtureRequest) -> LiveDatabase:
    """Each kind in turn, empty."""
    found = request.getfixturevalue(request.param)
    assert isinstance(found, LiveDatabase)
    return found


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def store(database: LiveDatabase, clock: Clock) -> Iterator[Store]:
    with open_store(database.url, catalogue=CATALOGUE, clock=clock) as opened:
        yield opened


@pytest.fixture
def filled(database: LiveDatabase, store: Store) -> Store:
    assert store.create("w", "plain", KEY).ok
    database.insert("corrupt", "plain", UNREADABLE)
    return store


@pytest.fixture
def rows(database: LiveDatabase) -> Iterator[Store]:
    with open_store(database.url) as store:
        assert store.create("a", "anthropic", own_key(A)).ok
        assert store.create("b", "anthropic", own_key(B)).ok
        yield store


@pytest.fixture
def vault() -> TextVault:
    return TextVault(a__key="secret a", b__key="secret b", platform__api_key="secret of the operator")


@pytest.fixture
def seconds() -> Seconds:
    return Seconds()


@pytest.fixture
def resolver(rows: Store, vault: TextVault, seconds: Seconds) -> Resolver:
    return Resolver(rows, vault, platform=PROXY, clock=seconds)
