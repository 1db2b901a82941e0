"""Every operation of the store, on each database: what is checked, in which order, and what is written."""

from collections.abc import Callable

import pytest

from routeproof.connections.store import Store, open_store
from routeproof.model.connection import Auth, AuthType, Connection, Deleted, Err, Ok
from support.live_database import LiveDatabase
from support.store_cases import (
    CATALOGUE,
    KEY,
    OTHER,
    PLATFORM,
    PROVIDERS,
    SEEDS,
    STORED_KEY,
    STORED_OTHER,
    Clock,
)

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
