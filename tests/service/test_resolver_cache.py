"""What a resolver keeps, for how long, and by what it tells things apart."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from routeproof.connections.adapter import Adapter
from routeproof.connections.resolver import Resolver
from routeproof.connections.store import Store, open_store
from support.connection_fakes import (
    A,
    B,
    Seconds,
    TextVault,
    header_of,
    own_key,
    reason_of,
)
from support.live_database import LiveDatabase


@pytest.fixture
def database(sqlite: LiveDatabase) -> LiveDatabase:
    """What is judged here knows of no database."""
    return sqlite


def test_an_adapter_is_kept_for_a_time_and_a_secret_that_rotated_is_seen_then(
    resolver: Resolver, vault: TextVault, seconds: Seconds
) -> None:
    first = resolver.resolve("a")
    vault.texts[A] = "rotated"
    seconds.now += 59.9
    assert resolver.resolve("a") is first
    seconds.now += 0.1
    assert header_of(resolver.resolve("a")) == "rotated"
    seconds.now -= 30  # a clock that goes back says nothing of an age
    vault.texts[A] = "rotated again"
    assert header_of(resolver.resolve("a")) == "rotated again"


def test_clear_forgets_and_keeps_out_what_was_under_way(resolver: Resolver, vault: TextVault) -> None:
    header_of(resolver.resolve("a"))
    vault.texts[A] = "rotated"
    resolver.clear()
    assert header_of(resolver.resolve("a")) == "rotated"
    resolver.clear()
    come, may_go = vault.hold(A)
    with ThreadPoolExecutor(1) as pool:
        slow = pool.submit(resolver.resolve, "a")
        assert come.wait(20)
        vault.texts[A] = "rotated again"
        resolver.clear()
        may_go.set()
        slow.result(20)
    assert header_of(resolver.resolve("a")) == "rotated again"


def test_what_is_kept_is_told_apart_by_name_provider_and_model(
    rows: Store, resolver: Resolver, vault: TextVault
) -> None:
    asked = [
        ("a", None, None),
        ("a", "anthropic", None),
        ("a", None, "m"),
        ("a", None, "n"),
        ("b", None, None),
        ("b", None, "m"),
    ]
    found = [
        resolver.resolve(name, expected_provider=provider, model=model) for name, provider, model in asked * 2
    ]
    shown = [(header_of(each)[-1], None, each.model) for each in found if isinstance(each, Adapter)]
    assert shown == [(name, None, model) for name, _, model in asked] * 2
    assert len(vault.asked) == 6
    assert reason_of(resolver.resolve("a", expected_provider="openai")) == "provider_mismatch"


def test_a_payer_that_changes_is_not_crossed(rows: Store, resolver: Resolver) -> None:
    assert rows.update("a", {"type": "platform"}, allow_payer_change=True).ok
    for auth, payer in ((own_key(A), "byok"), ({"type": "platform"}, "platform"), (own_key(B), "byok")):
        assert rows.update("a", auth, allow_payer_change=True).ok
        found = resolver.resolve("a")
        assert isinstance(found, Adapter)
        assert found.payer == payer


def test_no_more_is_kept_than_there_is_room_for(resolver: Resolver, vault: TextVault) -> None:
    for number in range(1030):
        resolver.resolve("a", model=str(number))
    vault.asked.clear()
    resolver.resolve("a", model="1029")
    resolver.resolve("a", model="6")
    assert vault.asked == []
    resolver.resolve("a", model="5")
    assert vault.asked == [A]


def test_without_an_epoch_nothing_that_was_kept_is_given(sqlite: LiveDatabase, vault: TextVault) -> None:
    with open_store(sqlite.url) as store:
        assert store.create("a", "anthropic", own_key(A)).ok
        resolver = Resolver(store, vault)
        assert header_of(resolver.resolve("a")) == "secret a"
        sqlite.sql("DROP TABLE connection_epoch")
        assert reason_of(resolver.resolve("a")) == "lookup_failed"
