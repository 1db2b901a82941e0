"""Migration on each database: once, all or nothing, and around a table that was there before."""

import subprocess
import sys
from collections.abc import Sequence
from urllib.parse import quote

import pytest

from routeproof.connections.store import StoreOutdated, StoreUnavailable, engines, open_store
from support.database_shape import shape_of
from support.live_database import LiveDatabase

SEEDS = [
    ("anthropic-managed", "anthropic", '{"type":"platform"}', None),
    ("gemini-managed", "gemini", '{"type":"platform"}', None),
    ("ollama-local", "ollama", '{"type":"none"}', None),
    ("openai-managed", "openai", '{"type":"platform"}', None),
]

COLUMNS = {
    "name": "TEXT PRIMARY KEY",
    "provider": "TEXT NOT NULL",
    "auth": "TEXT NOT NULL",
    "base_url": "TEXT NULL",
    "created_at": "BIGINT NOT NULL",
    "updated_at": "BIGINT NOT NULL",
}

FOREIGN = ("mine", "openai", '{"type":"api_key","credential":"credential/openai/api_key"}')


def boot(database: LiveDatabase) -> None:
    open_store(database.url).close()


def make_table(database: LiveDatabase, columns: dict[str, str]) -> None:
    listed = ", ".join(f"{name} {kind}" for name, kind in columns.items())
    database.sql(f"CREATE TABLE provider_connections ({listed})")


def seeds(database: LiveDatabase) -> list[tuple[object, ...]]:
    return [row[:4] for row in database.rows()]


def test_a_migrated_store_is_opened_without_what_migrates(sqlite: LiveDatabase) -> None:
    boot(sqlite)
    code = (
        "import sys; from routeproof.connections import open_store; "
        "store = open_store(sys.argv[1]); print(*(row.name for row in store.list())); store.close(); "
        "print(*{'alembic', 'mako', 'sqlalchemy'} & {*sys.modules})"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, sqlite.url], capture_output=True, text=True, check=True
    )
    assert done.stdout.splitlines() == [" ".join(row[0] for row in SEEDS), "sqlalchemy"]


# ---- a new database ----


def test_a_new_database_has_what_the_specification_says(
    sqlite: LiveDatabase, postgresql: LiveDatabase
) -> None:
    boot(sqlite)
    boot(postgresql)
    columns = "SELECT name, type, \"notnull\", pk FROM pragma_table_info('provider_connections')"
    assert sqlite.sql(columns) == [
        ("name", "TEXT", 1, 1),
        ("provider", "TEXT", 1, 0),
        ("auth", "TEXT", 1, 0),
        ("base_url", "TEXT", 0, 0),
        ("created_at", "BIGINT", 1, 0),
        ("updated_at", "BIGINT", 1, 0),
    ]
    described, *_ = shape_of(postgresql)
    assert isinstance(described, list)
    assert [row[1:] for row in described if row[0] == "provider_connections"] == [
        ("name", "text", "NO"),
        ("provider", "text", "NO"),
        ("auth", "text", "NO"),
        ("base_url", "text", "YES"),
        ("created_at", "bigint", "NO"),
        ("updated_at", "bigint", "NO"),
    ]
    for database in (sqlite, postgresql):
        assert database.sql("SELECT version_num FROM routeproof_alembic_version") == [("0001",)]
        assert seeds(database) == SEEDS
        shown = str(shape_of(database))
        assert "idx_provider_connections_provider" in shown
        with pytest.raises(Exception, match=r"(?i)check constraint"):
            database.sql("INSERT INTO connection_epoch VALUES (2, 1)")


def test_booting_again_changes_nothing(database: LiveDatabase) -> None:
    boot(database)
    before = shape_of(database), database.digest()
    for _ in range(3):
        boot(database)
    assert (shape_of(database), database.digest()) == before


BOOT = "import sys; from routeproof.connections import open_store; open_store(sys.argv[1]).close()"


def run_together(database: LiveDatabase, codes: Sequence[str]) -> list[tuple[int, str]]:
    """Run each code in a process of its own, all at once: exit codes, and what they printed as errors."""
    started = [
        subprocess.Popen([sys.executable, "-c", code, database.url], stderr=subprocess.PIPE, text=True)
        for code in codes
    ]
    return [(process.wait(), process.communicate()[1]) for process in started]


def test_two_processes_boot_at_once(database: LiveDatabase) -> None:
    assert run_together(database, [BOOT, BOOT]) == [(0, ""), (0, "")]
    assert seeds(database) == SEEDS
    assert database.epoch() == len(SEEDS)
    assert database.sql("SELECT version_num FROM routeproof_alembic_version") == [("0001",)]


LOCK = 0x726F757465707266
"""The number of the advisory lock; another version of the project has to take the same."""


def test_a_migration_waits_for_another(postgresql: LiveDatabase, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engines, "LOCKED_S", 0.05)
    with postgresql.connected() as other:
        other("SELECT pg_advisory_lock(?)", LOCK)
        with pytest.raises(StoreUnavailable, match="lock timeout"):
            boot(postgresql)
    boot(postgresql)


# ---- a table that was there before ----


ADOPTED = [
    pytest.param({}, id="whole"),
    pytest.param({"base_url": None}, id="without-base-url"),
    pytest.param({"name": "TEXT NOT NULL"}, id="without-key"),
    pytest.param(
        {"name": "VARCHAR(200) UNIQUE", "base_url": None, "more": "TEXT DEFAULT 'x'"}, id="its-own-way"
    ),
    pytest.param({"name": "TEXT"}, id="with-a-key-of-a-part"),
    pytest.param({"created_at": "NUMERIC NOT NULL", "updated_at": "NUMERIC NOT NULL"}, id="numeric-times"),
]


@pytest.mark.parametrize("changed", ADOPTED)
def test_a_table_is_adopted_and_its_rows_are_untouched(
    database: LiveDatabase, changed: dict[str, str | None]
) -> None:
    columns = {name: kind for name, kind in (COLUMNS | changed).items() if kind is not None}
    make_table(database, columns)
    database.sql(
        "INSERT INTO provider_connections (name, provider, auth, created_at, updated_at) "
        "VALUES (?, ?, ?, 5, 6)",
        *FOREIGN,
    )
    database.sql("CREATE TABLE alembic_version (version_num TEXT)")
    database.sql("CREATE UNIQUE INDEX theirs ON provider_connections(name) WHERE provider = 'fireworks'")
    with open_store(database.url) as store:
        assert database.rows()[2] == (*FOREIGN, None, 5, 6)
        assert len(database.rows()) == 5
        assert store.create("mine", "openai", {"type": "platform"}).ok is False
        assert store.create("new", "ollama", {"type": "none"}, base_url="http://localhost:1").ok
        before = store.epoch()
        database.sql("UPDATE provider_connections SET updated_at = 9 WHERE name = 'mine'")
        assert store.epoch() == before + 1
        found = store.get("mine")
        assert found is not None
        assert (found.created_at, found.updated_at) == (5, 9)
    assert database.sql("SELECT * FROM alembic_version") == []
    after = shape_of(database)
    assert "idx_provider_connections_provider" in str(after)
    boot(database)
    assert shape_of(database) == after


@pytest.mark.parametrize("missing", [name for name in COLUMNS if name != "base_url"])
def test_a_table_without_another_column_is_outdated(database: LiveDatabase, missing: str) -> None:
    make_table(database, {name: kind for name, kind in COLUMNS.items() if name not in (missing, "base_url")})
    before = shape_of(database)
    with pytest.raises(StoreOutdated, match=f"has no column `{missing}`") as refused:
        boot(database)
    assert (refused.value.code, refused.value.exit_code) == ("store_outdated", 2)
    assert shape_of(database) == before


def test_a_table_with_a_name_twice_is_outdated(database: LiveDatabase) -> None:
    make_table(database, COLUMNS | {"name": "TEXT NOT NULL"})
    for _ in range(2):
        database.insert(*FOREIGN)
    before = shape_of(database), database.rows()
    with pytest.raises(StoreOutdated):
        boot(database)
    assert (shape_of(database), database.rows()) == before


@pytest.mark.parametrize("changed", [{"auth": "JSONB NOT NULL"}, {"created_at": "TIMESTAMPTZ NOT NULL"}])
def test_a_table_with_a_column_of_another_type_is_outdated(
    postgresql: LiveDatabase, changed: dict[str, str]
) -> None:
    make_table(postgresql, COLUMNS | changed)
    before = shape_of(postgresql)
    with pytest.raises(StoreOutdated, match=f"the column `{next(iter(changed))}` of the table"):
        boot(postgresql)
    assert shape_of(postgresql) == before


def test_a_later_revision_is_not_touched(database: LiveDatabase) -> None:
    boot(database)
    database.sql("UPDATE routeproof_alembic_version SET version_num = '0002'")
    before = shape_of(database), database.digest()
    with pytest.raises(StoreOutdated, match="revision `0002`, which this version does not know"):
        boot(database)
    assert (shape_of(database), database.digest()) == before


@pytest.mark.parametrize(
    "change",
    [
        "DROP TABLE provider_connections",
        "DROP TABLE connection_epoch",
        "DROP INDEX idx_provider_connections_provider",
    ],
)
def test_what_is_lost_is_made_again(database: LiveDatabase, change: str) -> None:
    boot(database)
    before = shape_of(database)
    database.sql(f"{change}{' CASCADE' if database.kind == 'postgresql' else ''}")
    assert shape_of(database) != before
    boot(database)
    assert shape_of(database) == before
    assert seeds(database) == SEEDS


# ---- all or nothing ----

DIES = """
import os, signal, sys
from routeproof.connections.store import open_store, triggers
made = triggers.create
def die(connection):
    made(connection)
    os.kill(os.getpid(), signal.SIGKILL)
triggers.create = die
open_store(sys.argv[1])
"""


def test_a_migration_that_dies_leaves_nothing_and_the_next_one_does_it_all(database: LiveDatabase) -> None:
    make_table(database, {name: kind for name, kind in COLUMNS.items() if name != "base_url"})
    before = shape_of(database)
    assert run_together(database, [DIES]) == [(-9, "")]
    assert shape_of(database) == before
    boot(database)
    assert seeds(database) == SEEDS
    assert database.epoch() == len(SEEDS)


# ---- where nothing may be written ----


def test_a_store_that_is_complete_boots_where_nothing_may_be_written(database: LiveDatabase) -> None:
    boot(database)
    url = read_only(database)
    with open_store(url) as store:
        assert [each.name for each in store.list()] == [name for name, *_ in SEEDS]
        with pytest.raises(StoreUnavailable, match=r"(?i)read.?only"):
            store.create("w", "openai", {"type": "platform"})


def read_only(database: LiveDatabase) -> str:
    if database.kind == "sqlite":
        path = database.url.removeprefix("sqlite:///")
        return f"sqlite:///file:{path}?mode=ro&uri=true"
    return f"{database.url}&options=-c%20default_transaction_read_only%3Don"


def test_tables_stand_in_the_schema_that_the_url_names(postgresql: LiveDatabase) -> None:
    postgresql.sql('CREATE SCHEMA "Team %s ""A"""')
    path = quote('-c search_path="Team\\ %s\\ ""A""",public')
    with open_store(f"{postgresql.url}&options={path}") as store:
        before = store.epoch()
        assert store.create("w", "openai", {"type": "platform"}).ok
        assert store.epoch() == before + 1
        store.migrate()
    asked = "SELECT DISTINCT schemaname FROM pg_tables WHERE tablename LIKE '%connection%'"
    assert postgresql.sql(asked) == [('Team %s "A"',)]
