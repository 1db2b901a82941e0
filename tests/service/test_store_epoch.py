"""The epoch on each database: whoever writes a connection moves it, and nothing else does."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from typing import LiteralString

import psycopg
import pytest
from sqlalchemy import make_url

from routeproof.connections.store import Store, StoreOutdated, open_store
from routeproof.model.connection import Err
from support.live_database import LiveDatabase, driver_url

KEY = {"type": "api_key", "credential": "credential/work/key"}

WRITERS = [
    ("INSERT INTO provider_connections VALUES ('a', 'openai', '{}', NULL, 1, 1)", 1),
    ("INSERT INTO provider_connections VALUES ('b', 'p', '', NULL, 1, 1), ('c', 'p', '', NULL, 1, 1)", 2),
    ("INSERT INTO provider_connections VALUES ('a', 'openai', '{}', NULL, 1, 1) ON CONFLICT DO NOTHING", 0),
    ("UPDATE provider_connections SET updated_at = updated_at WHERE name = 'a'", 1),
    ("UPDATE provider_connections SET auth = 'x' WHERE name IN ('a', 'b')", 2),
    ("UPDATE provider_connections SET name = 'd' WHERE name = 'a'", 1),
    ("UPDATE provider_connections SET auth = 'x' WHERE name = 'nobody'", 0),
    ("DELETE FROM provider_connections WHERE name = 'd'", 1),
    ("DELETE FROM provider_connections WHERE name = 'd'", 0),
    ("DELETE FROM provider_connections", 6),
]


@pytest.fixture
def store(database: LiveDatabase) -> Iterator[Store]:
    with open_store(database.url) as opened:
        yield opened


def test_every_writer_counts_row_by_row(database: LiveDatabase, store: Store) -> None:
    moved = []
    for statement, _ in WRITERS:
        before = store.epoch()
        database.sql(statement)
        moved.append((statement, store.epoch() - before))
    assert moved == WRITERS


def test_what_is_rolled_back_does_not_count(database: LiveDatabase, store: Store) -> None:
    before = store.epoch()
    with store.engine.connect() as connection:
        connection.exec_driver_sql("DELETE FROM provider_connections")
        connection.rollback()
    assert store.epoch() == before == database.epoch()
    assert len(database.rows()) == 4


def test_reading_does_not_count(store: Store) -> None:
    before = store.epoch()
    store.list()
    store.get("openai-managed")
    store.doctor()
    store.raw("openai-managed")
    assert store.epoch() == before


def test_without_an_epoch_nothing_is_known(database: LiveDatabase, store: Store) -> None:
    database.sql("DELETE FROM connection_epoch")
    with pytest.raises(StoreOutdated, match="the store has no epoch"):
        store.epoch()


def test_a_trigger_that_was_lost_is_put_back_and_what_it_missed_is_counted(database: LiveDatabase) -> None:
    names = {
        "sqlite": [f"provider_connections_epoch_{change}" for change in ("insert", "update", "delete")],
        "postgresql": ["provider_connections_epoch", "provider_connections_epoch_truncate"],
    }
    with open_store(database.url) as store:
        for name in names[database.kind]:
            before = store.epoch()
            database.sql(f"DROP TRIGGER {name}{' ON provider_connections' * (database.kind == 'postgresql')}")
            store.migrate()
            assert store.epoch() == before + 1
        before = store.epoch()
        store.create("w", "openai", KEY)
        store.update("w", KEY)
        store.delete("w")
        assert store.epoch() == before + 3


# ---- what only SQLite does ----


def test_sqlite_counts_a_row_that_is_replaced(sqlite: LiveDatabase) -> None:
    with open_store(sqlite.url) as store:
        before = store.epoch()
        sqlite.sql("REPLACE INTO provider_connections VALUES ('openai-managed', 'openai', '', NULL, 1, 1)")
        assert store.epoch() == before + 1


# ---- what only PostgreSQL does ----


@pytest.fixture
def served(postgresql: LiveDatabase) -> Iterator[tuple[LiveDatabase, Store]]:
    with open_store(postgresql.url) as opened:
        yield postgresql, opened


def test_truncate_counts(served: tuple[LiveDatabase, Store]) -> None:
    database, store = served
    before = store.epoch()
    database.sql("TRUNCATE provider_connections")
    assert store.epoch() == before + 1
    assert store.list() == ()


def test_psql_and_copy_count(served: tuple[LiveDatabase, Store]) -> None:
    database, store = served
    before = store.epoch()
    with (
        psycopg.connect(driver_url(database.url), autocommit=True) as server,
        server.cursor().copy("COPY provider_connections FROM STDIN") as copy,
    ):
        copy.write_row(("copied", "openai", '{"type":"platform"}', None, 1, 1))
    assert store.epoch() == before + 1
    psql = shutil.which("psql")
    if psql is not None:
        statement = "DELETE FROM provider_connections WHERE name = 'copied'"
        subprocess.run([psql, "-q", "-c", statement, driver_url(database.url)], check=True)
        assert store.epoch() == before + 2


def test_what_replication_writes_counts(served: tuple[LiveDatabase, Store]) -> None:
    database, store = served
    before = store.epoch()
    with psycopg.connect(driver_url(database.url), autocommit=True) as server:
        server.execute("SET session_replication_role = replica")
        server.execute("DELETE FROM provider_connections")
    assert store.epoch() == before + 4


def test_a_trigger_that_was_switched_off_is_switched_on_again(served: tuple[LiveDatabase, Store]) -> None:
    database, store = served
    database.sql("ALTER TABLE provider_connections DISABLE TRIGGER USER")
    store.migrate()
    before = store.epoch()
    database.sql("DELETE FROM provider_connections")
    assert store.epoch() == before + 4


@pytest.fixture
def writer(served: tuple[LiveDatabase, Store]) -> Iterator[str]:
    """The URL of a role that may write connections, and nothing else."""
    database, _ = served
    role = f"routeproof_writer_{os.getpid()}"  # the server is shared with other processes
    database.sql(f"CREATE ROLE {role} LOGIN")
    database.sql(f"GRANT SELECT, INSERT, UPDATE, DELETE, TRUNCATE ON provider_connections TO {role}")
    yield make_url(driver_url(database.url)).set(username=role).render_as_string()
    database.sql(f"DROP OWNED BY {role}")
    database.sql(f"DROP ROLE {role}")


def tried(role: psycopg.Connection, *statements: LiteralString) -> list[str]:
    """`done`, or what the server says against it, for each."""
    found = []
    for statement in statements:
        try:
            role.execute(statement)
        except psycopg.Error as error:
            found.append(type(error).__name__)
        else:
            found.append("done")
    return found


def test_a_role_that_may_write_connections_alone_writes_and_counts(
    served: tuple[LiveDatabase, Store], writer: str
) -> None:
    _, store = served
    before = store.epoch()
    with psycopg.connect(writer, autocommit=True) as role:
        writes = tried(
            role,
            "INSERT INTO provider_connections VALUES ('a', 'openai', '{}', NULL, 1, 1)",
            "UPDATE provider_connections SET updated_at = 2 WHERE name = 'a'",
            "DELETE FROM provider_connections WHERE name = 'a'",
            "TRUNCATE provider_connections",
        )
        assert (writes, store.epoch()) == (["done"] * 4, before + 4)
        others = tried(
            role, "UPDATE connection_epoch SET epoch = 0", "SELECT provider_connections_epoch_moves()"
        )
    assert (others, store.epoch()) == (["InsufficientPrivilege"] * 2, before + 4)


def test_a_writer_leads_the_function_to_nothing_of_its_own(
    served: tuple[LiveDatabase, Store], writer: str
) -> None:
    """The function runs as its owner: neither a table nor an operator of the writer's may come first."""
    database, store = served
    before = store.epoch()
    role_name = make_url(writer).username
    database.sql(f"CREATE SCHEMA theirs AUTHORIZATION {role_name}")
    with psycopg.connect(writer, autocommit=True) as role:
        writes = tried(
            role,
            "CREATE FUNCTION theirs.stays(BIGINT, INTEGER) RETURNS BIGINT LANGUAGE sql AS 'SELECT $1'",
            "CREATE OPERATOR theirs.+ (FUNCTION = theirs.stays, LEFTARG = BIGINT, RIGHTARG = INTEGER)",
            "CREATE TABLE theirs.connection_epoch (id INTEGER, epoch BIGINT)",
            "CREATE TEMP TABLE connection_epoch (id INTEGER, epoch BIGINT)",
            "SET search_path = theirs, pg_temp, pg_catalog, public",
            "DELETE FROM provider_connections WHERE name = 'openai-managed'",
        )
    assert (writes, store.epoch()) == (["done"] * 6, before + 1)


def test_a_create_that_conflicts_does_not_count(served: tuple[LiveDatabase, Store]) -> None:
    _, store = served
    before = store.epoch()
    assert store.create("openai-managed", "openai", KEY) == Err("already_exists", {"name": "openai-managed"})
    assert store.epoch() == before
