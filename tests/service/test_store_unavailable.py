"""A database that does not answer: said with a code, without a password, and never taken for empty."""

import os
import sqlite3
import traceback
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import make_url

from routeproof.connections.store import BadStoreUrl, StoreOutdated, StoreUnavailable, engines, open_store
from support.live_database import LiveDatabase, driver_url

KEY = {"type": "api_key", "credential": "credential/work/key"}
CANARY = "pass-word-canary"


# ---- locked ----


@contextmanager
def held(database: LiveDatabase) -> Iterator[None]:
    """Somebody else writes, and does not come to an end."""
    if database.kind == "sqlite":
        with closing(sqlite3.connect(database.url.removeprefix("sqlite:///"))) as lite:
            lite.execute("BEGIN IMMEDIATE")
            yield
    else:
        with psycopg.connect(driver_url(database.url)) as server:
            server.execute("LOCK TABLE provider_connections IN EXCLUSIVE MODE")
            yield


def test_a_lock_is_waited_for_and_then_it_is_unavailable(
    database: LiveDatabase, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engines, "LOCKED_S", 0.05)
    with open_store(database.url) as store:
        with held(database):
            for change in (
                lambda: store.create("w", "openai", KEY),
                lambda: store.update("openai-managed", KEY),
                lambda: store.delete("openai-managed"),
            ):
                with pytest.raises(StoreUnavailable, match=r"lock") as refused:
                    change()
                assert (refused.value.code, refused.value.exit_code) == ("store_unavailable", 5)
            assert len(store.list()) == 4
        assert store.create("w", "openai", KEY).ok


def test_locks_are_waited_for_five_seconds(sqlite: LiveDatabase, postgresql: LiveDatabase) -> None:
    asked = {sqlite.url: ("PRAGMA busy_timeout", 5000), postgresql.url: ("SHOW lock_timeout", "5s")}
    for url, (question, answer) in asked.items():
        with open_store(url) as store, store.engine.connect() as connection:
            assert connection.exec_driver_sql(question).scalar() == answer


def test_what_is_committed_is_on_the_disk(sqlite: LiveDatabase) -> None:
    with open_store(sqlite.url) as store, store.engine.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA synchronous").scalar() == 2
        assert connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"


# ---- no database ----


def test_a_file_that_is_no_database(tmp_path: Path) -> None:
    (tmp_path / "notes.db").write_text("no database " * 100, encoding="utf-8")
    with pytest.raises(StoreUnavailable, match="file is not a database"):
        open_store(f"sqlite:///{tmp_path}/notes.db")
    assert (tmp_path / "notes.db").read_text(encoding="utf-8") == "no database " * 100


def test_a_folder_in_the_place_of_the_file_and_a_file_in_the_place_of_the_folder(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "b").write_text("", encoding="utf-8")
    for path in ("a", "b/c.db", "no/such/folder.db"):
        with pytest.raises(StoreUnavailable) as refused:
            open_store(f"sqlite:///{tmp_path}/{path}")
        assert f"{tmp_path}/{path}" in str(refused.value)


def test_a_file_that_is_gone_is_not_made_by_reading(sqlite: LiveDatabase) -> None:
    with open_store(sqlite.url, boot=False) as store:
        assert not store.exists()
        with pytest.raises(StoreUnavailable, match="unable to open database file"):
            store.list()
    assert not os.path.exists(sqlite.url.removeprefix("sqlite:///"))


def test_a_database_without_tables_is_outdated(database: LiveDatabase) -> None:
    if database.kind == "sqlite":
        database.sql("CREATE TABLE theirs (x)")
    with open_store(database.url, boot=False) as store:
        for ask in (
            store.list,
            store.epoch,
            lambda: store.get("w"),
            lambda: store.create("w", "openai", KEY),
        ):
            with pytest.raises(StoreOutdated, match=r"(?i)no such table|does not exist"):
                ask()


def test_a_server_that_hangs_up_is_called_again(postgresql: LiveDatabase) -> None:
    with open_store(postgresql.url) as store:
        postgresql.sql(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE pid <> pg_backend_pid() AND datname = current_database()"
        )
        try:
            found = len(store.list())
        except StoreUnavailable:
            found = 0
        assert found == 4
        assert store.create("w", "openai", KEY).ok


# ---- files for their owner alone ----


def test_what_is_made_is_for_its_owner_alone(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        with open_store(f"sqlite:///{tmp_path}/new/connections.db") as store:
            store.create("w", "openai", KEY)
            modes = {each.name: oct(each.stat().st_mode & 0o777) for each in (tmp_path / "new").iterdir()}
        folder = oct((tmp_path / "new").stat().st_mode & 0o777)
    finally:
        os.umask(before)
    assert folder == "0o700"
    assert modes == {f"connections.db{end}": "0o600" for end in ("", "-wal", "-shm")}


def test_what_was_there_keeps_its_mode(tmp_path: Path) -> None:
    tmp_path.chmod(0o755)
    (tmp_path / "connections.db").touch()
    (tmp_path / "connections.db").chmod(0o640)
    open_store(f"sqlite:///{tmp_path}/connections.db").close()
    assert oct(tmp_path.stat().st_mode & 0o777) == "0o755"
    assert oct((tmp_path / "connections.db").stat().st_mode & 0o777) == "0o640"


# ---- no password ----

AWAY = [
    "postgresql+psycopg://me:{}@/no?host=/no/such/folder",
    "postgresql+psycopg://me@/no?host=/no/such/folder&password={}",
    "postgresql+psycopg://me@/no?host=/no/such/folder&sslpassword={}",
    "postgresql+psycopg://me:{}@localhost:1/no",
    "postgresql+psycopg://me:{}@/no?host=/no/such/folder&{}={}",
    "postgresql+psycopg://me:{}@/no?host=/no/such/folder&channel_binding={}",
    "postgresql+psycopg://me:a@{}@/no",
    "postgresql+psycopg://me:{}@localhost:port/no",
    "sqlite://me:{}@host/file.db",
    "sqlite:///file.db?key={}",
    "mysql://me:{}@host/no",
    "me:{}@host/no",
]


@pytest.mark.parametrize("url", AWAY)
def test_no_failure_shows_a_password(url: str, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(0)
    with pytest.raises((StoreUnavailable, BadStoreUrl)) as refused:
        open_store(url.replace("{}", CANARY))
    shown = "".join(traceback.format_exception(refused.value, chain=True)).replace("test_no_failure", "")
    assert CANARY not in shown
    assert (refused.value.__cause__, refused.value.__context__) == (None, None)
    assert CANARY not in repr(refused.value)
    assert CANARY not in caplog.text


def test_a_server_that_refuses_the_password_is_told_without_it(postgresql: LiveDatabase) -> None:
    url = make_url(postgresql.url).set(username="nobody_of_that_name", password=CANARY)
    with pytest.raises(StoreUnavailable, match="nobody_of_that_name") as refused:
        open_store(url.render_as_string(hide_password=False))
    assert CANARY not in str(refused.value)


def test_no_view_of_a_store_shows_a_password(postgresql: LiveDatabase) -> None:
    url = make_url(postgresql.url).set(password=CANARY).update_query_dict({"sslpassword": CANARY})
    with open_store(url.render_as_string(hide_password=False)) as store:
        assert len(store.list()) == 4
        engine = store.engine
        views = f"{store!r} {store.shown} {engine!r} {engine.url!r} {engine.url} {engine.pool!r}"
    assert CANARY not in views
    assert "***" in store.shown
