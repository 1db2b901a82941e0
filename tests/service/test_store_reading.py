"""What readers of a store get on each database, and what a boot puts in."""

from routeproof.connections.store import Store, open_store
from routeproof.model.connection import Auth, AuthType, Connection, Err, RowFault, Seeded
from support.live_database import LiveDatabase
from support.store_cases import CATALOGUE, KEY, OTHER, PLATFORM, SEEDS, STORED_KEY, UNREADABLE


def test_list_is_in_code_point_order_and_takes_a_provider(store: Store) -> None:
    for name in ("b", "B", "a", "A", "Z.z", "9", "a-b", "a.b", "a_b", "ab"):
        store.create(name, "plain", KEY)
    found = [each.name for each in store.list("plain")]
    assert found == ["9", "A", "B", "Z.z", "a", "a-b", "a.b", "a_b", "ab", "b"]
    assert [each.name for each in store.list()] == [*found, "cloud-managed", "local-local"]
    assert [each.name for each in store.list("cloud")] == ["cloud-managed"]
    assert store.list("nobody") == store.list("a\0b") == store.list("\ud800") == ()


def test_a_text_that_no_database_holds_is_the_name_of_nothing(database: LiveDatabase, filled: Store) -> None:
    before = database.digest()
    for name in ("w\0", "\0", "\ud800", "w\udfff"):
        assert filled.get(name) is None
        assert filled.raw(name) is None
        assert filled.update(name, KEY) == Err("not_found", {"name": name})
        assert filled.delete(name, force=True) == Err("not_found", {"name": name})
    assert database.digest() == before


def test_names_compare_exactly(filled: Store) -> None:
    assert filled.create("W", "plain", OTHER).ok
    found = [filled.get(name) for name in ("w", "W", "w ", " w", "ẃ")]
    assert [each and each.auth.credential for each in found] == [
        "credential/work/key",
        "credential/other/key",
        None,
        None,
        None,
    ]


def test_a_row_is_read_as_it_is_stored(database: LiveDatabase, filled: Store) -> None:
    row = filled.raw("w")
    assert row is not None
    assert (row.name, row.provider, row.auth, row.base_url) == ("w", "plain", STORED_KEY, None)
    assert filled.epoch() == database.epoch()
    corrupt = filled.raw("corrupt")
    assert corrupt is not None
    assert corrupt.auth == UNREADABLE
    assert filled.raw("gone") is None


# ---- seeding ----


def test_seeding_puts_in_what_is_absent_and_touches_nothing(database: LiveDatabase, store: Store) -> None:
    assert store.seed() == Seeded((), ("cloud-managed", "local-local"))
    assert database.rows() == SEEDS
    store.delete("local-local")
    store.update("cloud-managed", KEY)
    database.sql("UPDATE provider_connections SET created_at = 7, updated_at = 8")
    epoch = database.epoch()
    assert store.seed() == Seeded(("local-local",), ("cloud-managed",))
    assert database.rows()[0] == ("cloud-managed", "cloud", STORED_KEY, None, 7, 8)
    assert [row[:3] for row in database.rows()] == [
        ("cloud-managed", "cloud", STORED_KEY),
        ("local-local", "local", '{"type":"none"}'),
    ]
    assert database.epoch() == epoch + 1


def test_a_corrupt_row_of_a_canonical_name_is_kept(database: LiveDatabase, store: Store) -> None:
    store.delete("local-local")
    database.insert("local-local", "elsewhere", UNREADABLE)
    assert store.seed() == Seeded((), ("cloud-managed", "local-local"))
    assert database.rows()[-1] == ("local-local", "elsewhere", UNREADABLE, None, 1, 1)


def test_a_row_is_put_in_where_there_is_none(database: LiveDatabase, filled: Store) -> None:
    auth = Auth(AuthType.API_KEY, "credential/plain/api_key")
    assert filled.insert_if_absent(Connection("plain-personal", "plain", auth))
    assert database.rows()[3][:3] == (
        "plain-personal",
        "plain",
        '{"credential":"credential/plain/api_key","type":"api_key"}',
    )
    before = database.digest()
    assert not filled.insert_if_absent(Connection("plain-personal", "plain", auth))
    assert not filled.insert_if_absent(Connection("corrupt", "plain", auth))
    assert database.digest() == before


# ---- without a boot ----


def test_without_a_boot_nothing_is_made(database: LiveDatabase) -> None:
    with open_store(database.url, catalogue=CATALOGUE, boot=False) as store:
        assert not store.exists()
        assert store.boot() == Seeded(("cloud-managed", "local-local"))
        assert store.exists()


def test_doctor_finds_nothing_in_a_store_that_is_well(filled: Store) -> None:
    filled.delete("corrupt")
    assert filled.doctor() == ()
    assert (filled.hidden(), filled.invisible()) == (0, ())
    filled.create("x", "plain", PLATFORM)
    assert filled.doctor() == (RowFault("x", "platform_not_managed"),)
