"""Every operation of the store, on each database: what is checked, in which order, and what is written."""

from collections.abc import Callable, Iterator

import pytest

from routeproof.connections.store import Store, open_store
from routeproof.model.connection import (
    Auth,
    AuthType,
    Catalogue,
    Connection,
    Deleted,
    Err,
    Ok,
    ProviderEntry,
    RowFault,
    Seeded,
)
from support.live_database import LiveDatabase

CATALOGUE = Catalogue(
    (
        ProviderEntry("cloud", managed=True, auth_env=("CLOUD_KEY",)),
        ProviderEntry("plain", auth_env=("PLAIN_KEY",)),
        ProviderEntry("local", keyless=True, base_url="optional"),
        ProviderEntry("hosted", auth_env=("HOSTED_KEY",), base_url="required"),
    ),
    reserved=("OPERATOR_KEY",),
)
PROVIDERS = ["cloud", "plain", "local", "hosted"]

KEY = {"type": "api_key", "credential": "credential/work/key"}
OTHER = {"type": "api_key", "credential": "credential/other/key"}
STORED_KEY = '{"credential":"credential/work/key","type":"api_key"}'
STORED_OTHER = '{"credential":"credential/other/key","type":"api_key"}'
PLATFORM = {"type": "platform"}
STORED_PLATFORM = '{"type":"platform"}'
UNREADABLE = "no json"

SEEDS = [
    ("cloud-managed", "cloud", STORED_PLATFORM, None, 100, 100),
    ("local-local", "local", '{"type":"none"}', None, 101, 101),
]


class Clock:
    """Counts on from a start; a test may set it back."""

    def __init__(self) -> None:
        self.now = 99

    def __call__(self) -> int:
        self.now += 1
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def store(database: LiveDatabase, clock: Clock) -> Iterator[Store]:
    with open_store(database.url, catalogue=CATALOGUE, clock=clock) as opened:
        yield opened


# ---- the order of checks: each line breaks everything from one check on ----

CREATE_REFUSALS = [
    (("a b", "nobody", {"type": "x"}, "ftp://x"), Err("invalid_name", {"name": "a b"})),
    (
        ("w", "nobody", {"type": "x"}, "ftp://x"),
        Err("invalid_provider", {"provider": "nobody", "valid": PROVIDERS}),
    ),
    (("w", "plain", {"type": "x"}, "ftp://x"), Err("invalid_auth", {"reason": "unknown_type"})),
    (("w", "plain", KEY, "ftp://x"), Err("invalid_base_url", {"reason": "not_allowed"})),
    (("w", "local", KEY, "ftp://x"), Err("invalid_base_url", {"reason": "scheme"})),
    (("w", "hosted", KEY, None), Err("invalid_base_url", {"reason": "missing"})),
    (("w", "plain", KEY, None), Err("already_exists", {"name": "w"})),
    (("corrupt", "plain", KEY, None), Err("already_exists", {"name": "corrupt"})),
]

UPDATE_REFUSALS: list[tuple[str, object, list[str], Err]] = [
    ("gone", {"type": "x"}, ["/a"], Err("not_found", {"name": "gone"})),
    ("corrupt", KEY, [], Err("not_found", {"name": "corrupt"})),
    ("w", {"type": "x"}, ["/a"], Err("invalid_auth", {"reason": "unknown_type"})),
    (
        "w",
        PLATFORM,
        ["/a", "/b"],
        Err("payer_change", {"from": "byok", "to": "platform", "count": 2, "references": ["/a", "/b"]}),
    ),
]

DELETE_REFUSALS = [
    ("gone", ["/a"], Err("not_found", {"name": "gone"})),
    ("w", ["/a", "/b"], Err("has_references", {"count": 2, "references": ["/a", "/b"]})),
    ("corrupt", ["/a"], Err("has_references", {"count": 1, "references": ["/a"]})),
]


def refused(database: LiveDatabase, operation: Callable[[], object]) -> object:
    """What the operation answers, once it is seen that nothing has changed."""
    before = database.digest()
    answer = operation()
    assert database.digest() == before
    return answer


@pytest.fixture
def filled(database: LiveDatabase, store: Store) -> Store:
    assert store.create("w", "plain", KEY).ok
    database.insert("corrupt", "plain", UNREADABLE)
    return store


def test_create_checks_in_order_and_a_refusal_changes_nothing(database: LiveDatabase, filled: Store) -> None:
    for (name, provider, auth, base_url), expected in CREATE_REFUSALS:
        answer = refused(database, lambda: filled.create(name, provider, auth, base_url=base_url))  # noqa: B023 - called at once
        assert answer == expected


def test_update_checks_in_order_and_a_refusal_changes_nothing(database: LiveDatabase, filled: Store) -> None:
    for name, auth, references, expected in UPDATE_REFUSALS:
        answer = refused(database, lambda: filled.update(name, auth, references=references))  # noqa: B023 - called at once
        assert answer == expected


def test_delete_checks_in_order_and_a_refusal_changes_nothing(database: LiveDatabase, filled: Store) -> None:
    for name, references, expected in DELETE_REFUSALS:
        answer = refused(database, lambda: filled.delete(name, references=references))  # noqa: B023 - called at once
        assert answer == expected


NAMES = [
    *(("a", True), ("9", True), ("A.b_c-d", True), ("x" * 128, True)),
    *(("", False), ("x" * 129, False), ("-a", False), (".a", False), ("_a", False), ("a b", False)),
    *(("a\n", False), ("ä", False), ("a/b", False), ("a\0", False), ("\ud800", False), ("١", False)),
]


def test_names_are_whole_texts_of_plain_letters(store: Store) -> None:
    answers = {name: store.create(name, "plain", KEY).ok for name, _ in NAMES}
    assert answers == dict(NAMES)


REASONS: list[tuple[object, str]] = [
    ([], "not_an_object"),
    (None, "not_an_object"),
    ({"type": "API_KEY"}, "unknown_type"),
    ({"type": "none", "credential": ""}, "stray_key"),
    ({"type": "api_key", "credential": " "}, "missing_credential"),
    ({"type": "api_key", "credential": "sk-live"}, "looks_like_a_key"),
    ({"type": "api_key", "credential": "zzz"}, "malformed_credential"),
    ({"type": "api_key", "credential": "credential/env/OPERATOR_KEY"}, "operator_credential"),
    ({"type": "api_key", "credential": "credential/platform/api_key"}, "operator_credential"),
]


@pytest.mark.parametrize(("auth", "reason"), REASONS)
def test_create_and_update_refuse_an_auth_alike(
    database: LiveDatabase, filled: Store, auth: object, reason: str
) -> None:
    expected = Err("invalid_auth", {"reason": reason})
    assert refused(database, lambda: filled.create("new", "plain", auth)) == expected
    assert refused(database, lambda: filled.update("w", auth)) == expected


# ---- effects ----


def test_create_writes_one_row_in_normal_form(database: LiveDatabase, store: Store) -> None:
    epoch = database.epoch()
    answer = store.create("w", "plain", {"type": "api_key", "credential": "work:key"})
    auth = Auth(AuthType.API_KEY, "credential/work/key")
    assert answer == Ok(Connection("w", "plain", auth, None, 102, 102))
    assert database.rows() == [*SEEDS, ("w", "plain", STORED_KEY, None, 102, 102)]
    assert database.epoch() == epoch + 1
    assert store.get("w") == Connection("w", "plain", auth, None, 102, 102)


def test_create_keeps_the_base_url(database: LiveDatabase, store: Store) -> None:
    assert store.create("w", "local", {"type": "none"}, base_url="http://10.0.0.7:1234/v1").ok
    assert database.rows()[-1] == ("w", "local", '{"type":"none"}', "http://10.0.0.7:1234/v1", 102, 102)


def test_a_hosted_store_refuses_what_is_inside_its_own_network(database: LiveDatabase) -> None:
    with open_store(database.url, catalogue=CATALOGUE, hosted=True) as store:
        answer = store.create("w", "local", {"type": "none"}, base_url="http://10.0.0.7:1234/v1")
        assert answer == Err("invalid_base_url", {"reason": "private_host"})
        assert store.create("w", "local", {"type": "none"}, base_url="https://models.example.org").ok


def test_update_changes_the_auth_and_the_time_of_it_alone(database: LiveDatabase, store: Store) -> None:
    store.create("w", "hosted", KEY, base_url="https://models.example.org")
    epoch = database.epoch()
    answer = store.update("w", OTHER, references=["/a"])
    auth = Auth(AuthType.API_KEY, "credential/other/key")
    assert answer == Ok(Connection("w", "hosted", auth, "https://models.example.org", 102, 103))
    assert database.rows() == [*SEEDS, ("w", "hosted", STORED_OTHER, "https://models.example.org", 102, 103)]
    assert database.epoch() == epoch + 1


def test_the_time_of_an_update_never_falls(database: LiveDatabase, store: Store, clock: Clock) -> None:
    store.create("w", "plain", KEY)
    clock.now = 5
    answer = store.update("w", OTHER)
    assert isinstance(answer, Ok)
    assert answer.value.updated_at == 102
    assert database.rows()[-1] == ("w", "plain", STORED_OTHER, None, 102, 102)


PAYER_CHANGES = [
    ({"references": ["/a"], "allow_payer_change": True}, True),
    ({"references": []}, True),
    ({"references": ["/a"]}, False),
]


@pytest.mark.parametrize(("options", "goes_through"), PAYER_CHANGES)
def test_what_is_named_changes_its_payer_only_when_that_is_allowed(
    store: Store, options: dict[str, object], goes_through: bool
) -> None:
    store.create("w", "cloud", KEY)
    assert store.update("w", PLATFORM, **options).ok is goes_through  # type: ignore[arg-type]  # a table's options
    found = store.get("w")
    assert found is not None
    assert found.payer == ("platform" if goes_through else "byok")


def test_delete_removes_any_row_and_says_what_dangles(database: LiveDatabase, filled: Store) -> None:
    epoch = database.epoch()
    assert filled.delete("corrupt") == Ok(Deleted("corrupt"))
    assert filled.delete("w", force=True, references=["/b", "/a"]) == Ok(Deleted("w", ("/b", "/a")))
    assert database.rows() == SEEDS
    assert database.epoch() == epoch + 2
    assert filled.get("w") is None


WARNINGS = [
    ("cloud", PLATFORM, ()),
    ("cloud", {"type": "none"}, ("none_on_keyed",)),
    ("plain", PLATFORM, ("platform_not_managed",)),
    ("local", {"type": "none"}, ()),
    ("local", KEY, ()),
    ("plain", {"type": "oauth_subscription", "credential": "a:b"}, ("not_implemented",)),
    ("plain", {"type": "service_account", "credential": "a:b"}, ("not_implemented",)),
]


def test_what_cannot_serve_is_stored_with_a_warning(store: Store) -> None:
    for number, (provider, auth, warnings) in enumerate(WARNINGS):
        created = store.create(f"n{number}", provider, auth)
        updated = store.update(f"n{number}", auth)
        assert isinstance(created, Ok)
        assert isinstance(updated, Ok)
        assert (provider, auth, created.warnings, updated.warnings) == (provider, auth, warnings, warnings)


# ---- reading ----


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
        assert filled.raw_with_epoch(name) == (database.epoch(), None)
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


def test_a_row_is_read_with_the_epoch_of_that_moment(database: LiveDatabase, filled: Store) -> None:
    epoch, row = filled.raw_with_epoch("w")
    assert row == filled.raw("w")
    assert row is not None
    assert (row.name, row.provider, row.auth, row.base_url) == ("w", "plain", STORED_KEY, None)
    assert epoch == filled.epoch() == database.epoch()
    corrupt = filled.raw("corrupt")
    assert corrupt is not None
    assert corrupt.auth == UNREADABLE
    assert filled.raw_with_epoch("gone") == (epoch, None)


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
