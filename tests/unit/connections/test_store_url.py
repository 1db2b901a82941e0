"""URLs of stores: what is read from them, what is refused, and what of them is ever shown."""

import re
from pathlib import Path

import pytest

from routeproof.connections.store import BadStoreUrl, default_url, open_store, show_url

SHOWN = [
    ("sqlite://", "sqlite://"),
    ("sqlite:///:memory:", "sqlite://"),
    ("sqlite:///a/b.db", "sqlite:///a/b.db"),
    ("sqlite:////a/b@c.db", "sqlite:////a/b%40c.db"),
    ("sqlite+pysqlite:///b.db", "sqlite+pysqlite:///b.db"),
    ("sqlite:///file:/a/b.db?mode=ro&uri=true", "sqlite:///file%3A/a/b.db?mode=ro&uri=true"),
    ("postgresql+psycopg://me@host/d", "postgresql+psycopg://me@host/d"),
    ("postgresql://me@host/d", "postgresql+psycopg://me@host/d"),
    ("postgresql+psycopg://me:secret@host:5433/d", "postgresql+psycopg://me:***@host:5433/d"),
    ("postgresql+psycopg:///d?host=/a", "postgresql+psycopg:///d?host=%2Fa"),
    ("postgresql+psycopg:///d?host=h&password=secret", "postgresql+psycopg:///d?host=h"),
    ("postgresql+psycopg:///d?host=h&sslpassword=secret", "postgresql+psycopg:///d?host=h"),
    ("postgresql+psycopg://me:secret%40x@host/d", "postgresql+psycopg://me:***@host/d"),
    # what cannot be told from a password is not shown
    ("postgresql+psycopg://me:se@cret@host/d", "postgresql+psycopg://***"),
    ("postgresql+psycopg:///postgresql://me:secret@host/d", "postgresql+psycopg://***"),
    ("postgresql+psycopg://me:secret@host/d?options=a@b", "postgresql+psycopg://***"),
    ("postgresql+psycopg://me:secret@host:port/d", "postgresql+psycopg://***"),
    ("postgresql+psycopg://me:secret", "postgresql+psycopg://***"),
    ("mysql://me:secret@host/d", "mysql://***"),
    ("me:secret@host", "***"),
    ("", "***"),
    ("sqlite://me:secret@host/d", "sqlite://***"),
]


@pytest.mark.parametrize(("url", "shown"), SHOWN)
def test_a_url_is_shown_without_its_password(url: str, shown: str) -> None:
    assert show_url(url) == shown
    assert "secret" not in shown


REFUSED = [
    ("", "cannot be read"),
    ("connections.db", "cannot be read"),
    ("sqlite:///a\0b", "cannot be read"),
    ("postgresql+psycopg://me@host:port/d", "cannot be read"),
    ("mysql://host/d", "no store is kept in `mysql://***`"),
    ("postgresql+asyncpg://host/d", "no store is kept in `postgresql+asyncpg://***`"),
    ("sqlite+aiosqlite:///a.db", "no store is kept in"),
    ("sqlite://host/a.db", "names a host, and SQLite has none"),
    ("sqlite:///a.db?timeout=3", "takes no options"),
    ("sqlite:///a.db?mode=ro", "takes no options"),
    ("sqlite:///file:a.db?uri=true&timeout=long", "cannot be used"),
    ("postgresql+psycopg://host/d?host=a&host=b", "is given twice"),
]


@pytest.mark.parametrize(("url", "said"), REFUSED)
def test_a_url_that_names_no_store_is_refused(url: str, said: str) -> None:
    with pytest.raises(BadStoreUrl, match=re.escape(said)) as refused:
        open_store(url)
    assert (refused.value.code, refused.value.exit_code) == ("bad_store_url", 2)
    assert (refused.value.__cause__, refused.value.__context__) == (None, None)


def test_the_default_store_stands_in_a_folder_of_its_own(tmp_path: Path) -> None:
    root = tmp_path / "a b#c?d%e"
    root.mkdir()
    with open_store(default_url(root)) as store:
        assert len(store.list()) == 4
        assert store.shown == show_url(default_url(root))
    assert [each.name for each in (root / ".routeproof").iterdir()] == ["connections.db"]
    assert default_url("rel") == "sqlite:///rel/.routeproof/connections.db"


def test_a_relative_path_stays_where_it_was_when_the_store_was_opened(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with open_store("sqlite:///a.db") as store:
        (tmp_path / "elsewhere").mkdir()
        monkeypatch.chdir(tmp_path / "elsewhere")
        store.engine.dispose()
        assert len(store.list()) == 4
    assert (tmp_path / "a.db").is_file()


def test_a_database_in_memory_is_one_whatever_it_is_called() -> None:
    for url in ("sqlite://", "sqlite:///:memory:", "sqlite:///file::memory:?uri=true"):
        with open_store(url) as store:
            store.create("w", "openai", {"type": "none"})
            assert store.get("w") is not None
