"""Rows that somebody else wrote: a corrupt one spoils itself alone, for every reader on each database."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing

import psycopg
import pytest

from routeproof.connections.store import Store, open_store
from routeproof.model.connection import Catalogue, Err, ProviderEntry, RowFault
from support.live_database import LiveDatabase, driver_url, new_databases

CATALOGUE = Catalogue(
    (ProviderEntry("cloud", managed=True, auth_env=("CLOUD_KEY",)), ProviderEntry("plain")), reserved=("OPS",)
)
GOOD = '{"credential":"credential/work/key","type":"api_key"}'

CORRUPT = [
    ("gone", GOOD, ("unknown_provider",)),
    ("", GOOD, ("unknown_provider",)),
    ("gone", "{", ("unknown_provider", "malformed_json")),
    ("plain", "", ("malformed_json",)),
    ("plain", '{"type":"none","type":"none"}', ("malformed_json",)),
    ("plain", "[" * 40 + "]" * 40, ("malformed_json",)),
    ("plain", '{"type":NaN}', ("malformed_json",)),
    ("plain", "[]", ("not_an_object",)),
    ("plain", '{"type":"API_KEY"}', ("unknown_type",)),
    ("plain", '{"type":"platform","more":1}', ("stray_key",)),
    ("plain", '{"type":"api_key"}', ("missing_credential",)),
    ("plain", '{"type":"api_key","credential":"sk-live"}', ("looks_like_a_key",)),
    ("plain", '{"type":"api_key","credential":"credential/env/ops"}', ("operator_credential",)),
]


@pytest.fixture
def store(database: LiveDatabase) -> Iterator[Store]:
    with open_store(database.url, catalogue=CATALOGUE, clock=lambda: 7) as opened:
        opened.create("good", "plain", {"type": "api_key", "credential": "credential/work/key"})
        yield opened


READERS: list[Callable[[Store], object]] = [
    lambda store: [each.name for each in store.list()],
    lambda store: [each.name for each in store.list("plain")],
    lambda store: getattr(store.get("good"), "auth", None),
    lambda store: store.seed(),
    lambda store: store.update("good", {"type": "api_key", "credential": "work:key"}),
    lambda store: store.create("good", "plain", {"type": "none"}),
    lambda store: [row for row in store.rows() if row.name != "bad"],
    lambda store: [fault for fault in store.doctor() if fault.name != "bad"],
]


def answers(store: Store) -> list[object]:
    """What each reader gets, or how it fails."""
    found: list[object] = []
    for read in READERS:
        try:
            found.append(read(store))
        except Exception as error:
            found.append(error)
    return found


def test_a_corrupt_row_is_hidden_and_hides_nothing(database: LiveDatabase, store: Store) -> None:
    healthy = answers(store)
    for provider, auth, kinds in CORRUPT:
        database.insert("bad", provider, auth)
        assert answers(store) == healthy, kinds
        assert store.get("bad") is None
        assert store.doctor() == tuple(RowFault("bad", kind) for kind in kinds)
        assert (store.hidden(), store.invisible()) == (1, ("bad",))
        assert store.update("bad", {"type": "none"}) == Err("not_found", {"name": "bad"})
        assert store.create("bad", "plain", {"type": "none"}) == Err("already_exists", {"name": "bad"})
        assert store.delete("bad").ok


FAULTY = [
    ("a b", "plain", GOOD, None, ("invalid_name",)),
    ("f", "plain", '{"type":"api_key","credential":"zzz"}', None, ("malformed_credential",)),
    ("f", "plain", '{"type":"platform"}', None, ("platform_not_managed",)),
    ("f", "cloud", '{"type":"none"}', None, ("none_on_keyed",)),
    ("f", "plain", '{"type":"oauth_subscription","credential":"a:b"}', None, ("not_implemented",)),
    ("f", "plain", GOOD, "https://example.org", ("invalid_base_url",)),
    ("é ", "plain", '{"type":"platform"}', "", ("platform_not_managed", "invalid_name", "invalid_base_url")),
]


def test_a_faulty_row_is_seen_and_named(database: LiveDatabase, store: Store) -> None:
    for name, provider, auth, base_url, kinds in FAULTY:
        database.insert(name, provider, auth, base_url)
        assert store.doctor() == tuple(RowFault(name, kind) for kind in kinds)
        found = store.get(name)
        assert found is not None
        assert (found.name, found.provider, found.base_url) == (name, provider, base_url)
        assert store.hidden() == 0
        assert store.update(name, {"type": "platform"}, references=["/a"], allow_payer_change=True).ok
        assert store.delete(name).ok


def test_doctor_sorts_by_name_then_by_kind(database: LiveDatabase, store: Store) -> None:
    for name in ("b", "B", "ä", "a"):
        database.insert(name, "gone", "{")
    names = ["B", "a", "b", "ä"]
    found = [(fault.name, fault.kind) for fault in store.doctor()]
    assert found == [
        *((name, kind) for name in names[:3] for kind in ("unknown_provider", "malformed_json")),
        *(("ä", kind) for kind in ("unknown_provider", "malformed_json", "invalid_name")),
    ]


ORDER = ["", "A", "B", "Z", "_", "a", "ab", "b", "é", "\uffee", "\U0001f600"]
"""As code points go; a collation of a language, and the bytes of UTF-16, have other orders."""


def listed(database: LiveDatabase) -> list[str]:
    with open_store(database.url, catalogue=Catalogue((ProviderEntry("plain"),))) as store:
        for name in reversed(ORDER):
            database.insert(name, "plain", GOOD)
        return [each.name for each in store.list()]


def test_names_are_in_code_point_order(database: LiveDatabase) -> None:
    assert listed(database) == ORDER


# ---- what only SQLite lets in ----


def test_names_are_in_code_point_order_whatever_bytes_they_are_kept_in(sqlite: LiveDatabase) -> None:
    sqlite.sql("PRAGMA encoding = 'UTF-16le'")
    with closing(sqlite3.connect(sqlite.url.removeprefix("sqlite:///"))) as made:
        made.execute("PRAGMA encoding = 'UTF-16le'")
        made.execute("CREATE TABLE theirs (x)")
        made.commit()
    assert sqlite.sql("PRAGMA encoding") == [("UTF-16le",)]
    assert listed(sqlite) == ORDER


LOOSE = (
    "CREATE TABLE provider_connections "
    "(name TEXT PRIMARY KEY, provider, auth, base_url, created_at, updated_at)"
)

ODD = [
    (None, "plain", GOOD, None, 1, 1),
    (b"\xff", "plain", GOOD, None, 1, 1),
    ("blob", "plain", GOOD.encode(), None, 1.5, b"\xff"),
    ("latin", "plain", b"\xe9", None, "x", None),
    ("nothing", None, None, None, None, None),
    ("numbers", 1, 2, 3, "4", 1e300),
    ("times", "plain", GOOD, b"", "5", 6.9),
]


def test_values_of_any_type_spoil_their_own_row_alone(sqlite: LiveDatabase) -> None:
    sqlite.sql(LOOSE)
    for row in ODD:
        sqlite.sql("INSERT INTO provider_connections VALUES (?, ?, ?, ?, ?, ?)", *row)
    sqlite.sql(
        "INSERT INTO provider_connections VALUES (CAST(x'ff00ff' AS TEXT), 'plain', ?, NULL, 1, 1)", GOOD
    )
    with open_store(sqlite.url, catalogue=CATALOGUE) as store:
        visible = {each.name: (each.created_at, each.updated_at) for each in store.list("plain")}
        assert visible == {
            "": (1, 1),
            "\ufffd": (1, 1),
            "\ufffd\0\ufffd": (1, 1),
            "blob": (1, 0),
            "times": (5, 6),
        }
        assert store.invisible() == ("latin", "nothing", "numbers")
        assert {fault.kind for fault in store.doctor() if fault.name == "numbers"} == {
            "unknown_provider",
            "not_an_object",
        }
        assert store.delete("numbers").ok


def test_names_compare_exactly_where_the_column_does_not(sqlite: LiveDatabase) -> None:
    sqlite.sql(
        "CREATE TABLE provider_connections (name TEXT COLLATE NOCASE, provider TEXT, auth TEXT, "
        "created_at BIGINT, updated_at BIGINT, PRIMARY KEY (name COLLATE BINARY))"
    )
    with open_store(sqlite.url, catalogue=CATALOGUE) as store:
        for name in ("w", "W"):
            assert store.create(name, "plain", {"type": "api_key", "credential": f"credential/{name}/key"}).ok
        assert [str(store.get(name)).count(f"credential/{name}/key") for name in ("w", "W")] == [1, 1]
        assert store.delete("W").ok
        assert store.get("w") is not None


# ---- servers whose encoding is not Unicode's ----


@pytest.fixture(params=["SQL_ASCII", "LATIN1"])
def encoded(request: pytest.FixtureRequest, server: str) -> Iterator[tuple[str, LiveDatabase]]:
    options = f"TEMPLATE template0 ENCODING '{request.param}' LC_COLLATE 'C' LC_CTYPE 'C'"
    for url in new_databases(server, options):
        yield request.param, LiveDatabase("postgresql", url)


def test_a_store_works_in_any_encoding(encoded: tuple[str, LiveDatabase]) -> None:
    encoding, database = encoded
    with open_store(database.url, catalogue=CATALOGUE) as store:
        with psycopg.connect(driver_url(database.url), autocommit=True, client_encoding="latin1") as theirs:
            statement = "INSERT INTO provider_connections VALUES (%s, 'plain', %s, NULL, 1, 1)"
            theirs.execute(statement, ("é", GOOD))
        assert store.create("w", "plain", {"type": "none"}).ok
        name = "é" if encoding == "LATIN1" else "\ufffd"
        assert [each.name for each in store.list("plain")] == ["w", name]
        assert store.doctor() == (RowFault("w", "none_on_keyed"), RowFault(name, "invalid_name"))
        for unknown in ("€", "w€"):
            assert store.get(unknown) is None
            assert store.raw(unknown) is None
            assert store.update(unknown, {"type": "none"}) == Err("not_found", {"name": unknown})
            assert store.delete(unknown) == Err("not_found", {"name": unknown})


@pytest.fixture
def alphabetical(server: str) -> Iterator[LiveDatabase]:
    """A database that orders as a dictionary does."""
    options = "TEMPLATE template0 ENCODING 'UTF8' LOCALE_PROVIDER icu ICU_LOCALE 'en-US'"
    try:
        for url in new_databases(server, options):
            yield LiveDatabase("postgresql", url)
    except psycopg.errors.FeatureNotSupported:
        pytest.skip("this PostgreSQL orders by bytes alone: it was built without ICU")


def test_names_are_in_code_point_order_whatever_the_collation(alphabetical: LiveDatabase) -> None:
    alphabetical.sql("CREATE TABLE names (name TEXT)")
    alphabetical.sql("INSERT INTO names VALUES ('B'), ('a'), ('_'), ('A')")
    assert [name for (name,) in alphabetical.sql("SELECT name FROM names ORDER BY name")] == [
        "_",
        "a",
        "A",
        "B",
    ]
    assert listed(alphabetical) == ORDER
