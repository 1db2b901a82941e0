"""Resolving on real databases: what is asked in which order, and that whatever is raised is a reason."""

import sqlite3
from collections.abc import Callable
from typing import Any

import pytest

from routeproof.bindings.catalogue import BUILTIN
from routeproof.connections.adapter import Adapter, build_adapter
from routeproof.connections.resolver import Resolver
from routeproof.connections.store import Store, StoreUnavailable
from routeproof.model.connection import Catalogue
from support.connection_fakes import (
    PROXY,
    A,
    Factory,
    TextVault,
    events,
    header_of,
    outcome,
    reason_of,
    stored_key,
)
from support.live_database import LiveDatabase


@pytest.fixture
def database(sqlite: LiveDatabase) -> LiveDatabase:
    """What is judged here knows of no database."""
    return sqlite


def test_a_connection_gives_the_adapter_of_its_row(resolver: Resolver, vault: TextVault) -> None:
    found = resolver.resolve("a", expected_provider="anthropic", model="m")
    assert isinstance(found, Adapter)
    assert (found.provider, found.payer, found.connection, found.model) == ("anthropic", "byok", "a", "m")
    assert found.headers() == {"x-api-key": "secret a"}
    assert vault.asked == [A]
    managed = resolver.resolve("openai-managed")
    assert isinstance(managed, Adapter)
    assert managed.base_url == "https://proxy.example/v1/runtime-proxy/openai"
    assert managed.headers() == {"Authorization": "Bearer secret of the operator"}


CORRUPT = [
    ("unknown_provider", "nobody", stored_key(A)),
    ("malformed_json", "anthropic", "no json"),
    ("stray_key", "anthropic", '{"type":"platform","credential":"credential/a/key"}'),
    ("looks_like_a_key", "anthropic", '{"type":"api_key","credential":"sk-hunter2"}'),
    ("operator_credential", "anthropic", stored_key("credential/platform/api_key")),
]


@pytest.mark.parametrize(("kind", "provider", "auth"), CORRUPT)
def test_a_row_that_is_not_seen_is_invalid_and_named_once(
    database: LiveDatabase, rows: Store, vault: TextVault, kind: str, provider: str, auth: str
) -> None:
    database.insert(f"bad {kind}", provider, auth)
    resolver = Resolver(rows, vault)
    with events() as seen:
        found = [resolver.resolve(f"bad {kind}", expected_provider="openai") for _ in range(3)]
    assert {reason_of(each) for each in found} == {"invalid_row"}
    miss = ("connection_miss", None, f"bad {kind}", "openai", None, "invalid_row", True)
    assert seen == [("connection_row_invalid", f"bad {kind}", kind), miss, miss, miss]
    assert vault.asked == []
    assert "hunter2" not in repr((found, seen))


def test_nothing_is_asked_for_a_row_of_another_provider(rows: Store, vault: TextVault) -> None:
    factory = Factory()
    resolver = Resolver(rows, vault, factory=factory, platform=PROXY)
    assert isinstance(resolver.resolve("a"), Adapter)
    vault.asked.clear()
    factory.built.clear()
    with events() as seen:
        for name in ("a", "anthropic-managed"):
            assert reason_of(resolver.resolve(name, expected_provider="openai")) == "provider_mismatch"
    assert (vault.asked, factory.built) == ([], [])
    expected = [("a",), ("anthropic-managed",)]
    assert [one[2:3] for one in seen] == expected
    assert {(one[0], *one[3:]) for one in seen} == {
        ("connection_miss", "openai", "anthropic", "provider_mismatch", True)
    }


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("<absent>", "credential_not_found"),
        ("<down>", "vault_unavailable"),
        ("<malformed>", "credential_malformed"),
    ],
)
def test_what_the_vault_says_is_the_reason_and_no_miss_is_kept(
    resolver: Resolver, vault: TextVault, text: str, expected: str
) -> None:
    vault.texts[A] = text
    with events() as seen:
        assert reason_of(resolver.resolve("a")) == expected
    assert seen == [("connection_miss", None, "a", None, "anthropic", expected, False)]
    vault.texts[A] = "secret now"
    assert header_of(resolver.resolve("a")) == "secret now"


def test_names_that_no_row_has_are_not_found(resolver: Resolver) -> None:
    for name in ("", "A", "a ", "nobody", "nul\x00", "\udc80", "x" * 10_000):
        assert reason_of(resolver.resolve(name)) == "not_found"


def none(*args: object, **more: object) -> None:
    return None


def fails(*args: object, **more: object) -> Any:
    raise RuntimeError("hunter2")


def of_another(connection: Any, resolved: Any, **more: Any) -> Any:
    found = build_adapter(connection, resolved, **more)
    assert found is not None
    return Adapter("openai", found.payer, found.connection)


FACTORIES = [(none, "adapter_unavailable"), (fails, "adapter_failed"), (of_another, "adapter_failed")]


@pytest.mark.parametrize(("build", "expected"), FACTORIES)
def test_a_factory_that_gives_none_or_fails_is_a_miss_with_one_event(
    rows: Store, vault: TextVault, build: Callable[..., Any], expected: str
) -> None:
    factory = Factory(build)
    resolver = Resolver(rows, vault, factory=factory)
    with events() as seen:
        found = [outcome(lambda: resolver.resolve("a")) for _ in range(2)]
    assert [reason_of(each) for each in found] == [expected] * 2
    hard = expected == "adapter_unavailable"
    assert seen == [("connection_miss", None, "a", None, "anthropic", expected, hard)] * 2
    assert len(factory.built) == 2
    assert "hunter2" not in repr(found)


def test_types_that_do_not_run_and_no_auth_on_a_provider_that_needs_a_key_are_never_built(
    rows: Store, vault: TextVault
) -> None:
    factory = Factory()
    resolver = Resolver(rows, vault, factory=factory)
    for kind in ("oauth_subscription", "service_account"):
        assert rows.create(kind, "anthropic", {"type": kind, "credential": A}).ok
        assert reason_of(resolver.resolve(kind)) == "not_implemented"
    assert rows.create("open", "anthropic", {"type": "none"}).ok
    assert reason_of(resolver.resolve("open")) == "adapter_unavailable"
    assert rows.create("lent", "fireworks", {"type": "platform"}).ok
    assert reason_of(resolver.resolve("lent")) == "platform_unavailable"
    assert (vault.asked, factory.built) == ([], [])


# ---- what raises ----


class Raising:
    """A store that raises, from the first question or the second on; also in ways that nobody foresees."""

    def __init__(self, rows: Store, error: BaseException, first: str) -> None:
        self._rows, self._error, self._first = rows, error, first

    def __getattr__(self, name: str) -> Any:
        if name == self._first:
            raise self._error
        return getattr(self._rows, name)


ERRORS = [StoreUnavailable("away"), OSError("hunter2"), RecursionError(), sqlite3.DatabaseError("x")]


@pytest.mark.parametrize("first", ["epoch", "raw", "read"])
@pytest.mark.parametrize("error", ERRORS, ids=lambda error: type(error).__name__)
def test_a_store_that_raises_is_a_failed_look_up(
    rows: Store, vault: TextVault, error: Exception, first: str
) -> None:
    resolver = Resolver(Raising(rows, error, first), vault)
    with events() as seen:
        found = outcome(lambda: resolver.resolve("a", expected_provider="anthropic"))
    assert reason_of(found) == "lookup_failed"
    assert seen == [("connection_miss", None, "a", "anthropic", None, "lookup_failed", False)]
    assert vault.asked == []
    assert "hunter2" not in repr(found)


def test_what_was_kept_is_not_given_while_the_epoch_cannot_be_read(rows: Store, vault: TextVault) -> None:
    store = Raising(rows, StoreUnavailable("away"), "nothing yet")
    resolver = Resolver(store, vault)
    assert header_of(resolver.resolve("a")) == "secret a"
    store._first = "epoch"
    assert reason_of(resolver.resolve("a")) == "lookup_failed"
    store._first = "nothing"
    assert header_of(resolver.resolve("a")) == "secret a"


class RaisingVault:
    def get(self, ref: str, /) -> Any:
        raise ValueError("hunter2")


class SayingNothing:
    def get(self, ref: str, /) -> Any:
        return "hunter2"


@pytest.mark.parametrize("broken", [RaisingVault(), SayingNothing()])
def test_a_vault_that_raises_or_says_nothing_is_away(rows: Store, broken: Any) -> None:
    resolver = Resolver(rows, broken, platform=PROXY)
    found = [outcome(lambda name=name: resolver.resolve(name)) for name in ("a", "anthropic-managed")]  # type: ignore[misc]  # bound now
    assert [reason_of(each) for each in found] == ["vault_unavailable"] * 2
    assert "hunter2" not in repr(found)


def test_who_interrupts_is_heard(rows: Store, vault: TextVault) -> None:
    for store in (Raising(rows, KeyboardInterrupt(), "epoch"), Raising(rows, SystemExit(), "raw")):
        with pytest.raises((KeyboardInterrupt, SystemExit)):
            Resolver(store, vault).resolve("a")


def test_a_listener_that_fails_changes_nothing(resolver: Resolver, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("logging.Logger.handle", fails)
    assert reason_of(resolver.resolve("nobody")) == "not_found"


def test_a_row_that_is_seen_under_one_catalogue_alone_is_invalid(rows: Store, vault: TextVault) -> None:
    narrower = Catalogue(BUILTIN.entries, reserved=("A_KEY",))
    assert reason_of(Resolver(rows, vault, catalogue=narrower).resolve("a")) == "invalid_row"
    assert reason_of(Resolver(rows, vault, catalogue=Catalogue(())).resolve("a")) == "invalid_row"
    assert vault.asked == []
