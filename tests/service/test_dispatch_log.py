"""What the log says of a dispatch: each miss once, what stood in for it, and nothing else."""

from typing import Any

import pytest

from routeproof.connections.adapter import Adapter
from routeproof.connections.dispatch import Dispatcher
from routeproof.connections.resolver import Resolver
from routeproof.connections.store import Store
from support.connection_fakes import TextVault, events
from support.dispatch_ways import LEGACY, OPERATOR, config, entry, told
from support.live_database import LiveDatabase


@pytest.fixture
def database(sqlite: LiveDatabase) -> LiveDatabase:
    """What is judged here knows of no database."""
    return sqlite


# ---- what is logged ----


def miss(site: str | None, name: str | None, row: str | None, reason: str, *, hard: bool = False) -> Any:
    return "connection_miss", site, name, "anthropic", row, reason, hard


def test_a_miss_is_logged_once_and_so_is_what_stood_in(resolver: Resolver, vault: TextVault) -> None:
    vault.texts = {LEGACY: "own"}
    with events() as seen:
        Dispatcher(resolver, config("your-own", s=entry())).route("s")
    fallback: tuple[object, ...] = ("a", "anthropic", "legacy", "credential_not_found", "byok", "byok", False)
    assert seen == [
        miss("s", "a", "anthropic", "credential_not_found"),
        ("connection_fallback", *fallback),
    ]
    with events() as seen:
        Dispatcher(resolver, config("your-own", s=entry(connection="gone")), policy="any").route("s")
    fallback = ("gone", "anthropic", "legacy", "not_found", None, "byok", True)
    assert seen == [miss("s", "gone", None, "not_found", hard=True), ("connection_fallback", *fallback)]


def test_a_miss_without_a_connection_is_logged_once_too(resolver: Resolver, vault: TextVault) -> None:
    vault.texts.pop(OPERATOR)
    sites = config("managed", entry(connection="b"), s=entry(connection=None))
    with events() as seen:
        found = Dispatcher(resolver, sites, policy="any").route("s")
    assert told(found) == "default anthropic byok by b for platform_unavailable changed"
    fallback = (None, "anthropic", "default", "platform_unavailable", "platform", "byok", True)
    assert seen == [miss("s", None, None, "platform_unavailable"), ("connection_fallback", *fallback)]


@pytest.mark.parametrize("policy", ["forbid", "same_payer", "any"])
def test_a_miss_of_a_default_that_was_only_looked_at_is_nobodys_call(
    resolver: Resolver, vault: TextVault, policy: str
) -> None:
    vault.texts.clear()
    dispatcher = Dispatcher(resolver, config("managed", entry(connection="b"), s=entry()), policy=policy)
    with events() as seen:
        dispatcher.route("s")
    assert seen == [miss("s", "a", "anthropic", "credential_not_found")]
    with events() as seen:
        session = dispatcher.session()
    assert seen == [miss(None, "b", "anthropic", "credential_not_found")]
    with events() as seen:
        session.route("s")
        session.route()
    assert seen == [miss("s", "a", "anthropic", "credential_not_found")]


def test_what_a_factory_makes_has_to_say_who_pays(rows: Store, vault: TextVault) -> None:
    def make(*args: object, **more: object) -> Any:
        return "no adapter"

    resolver = Resolver(rows, vault, factory=make)
    assert repr(resolver.resolve("a")) == "'no adapter'"
    with events() as seen:
        found = Dispatcher(resolver, config("managed", s=entry())).route("s")
    assert told(found) == "lookup_failed"
    assert seen == [miss("s", "a", None, "lookup_failed")]


def test_what_is_well_is_not_logged_and_neither_is_what_is_no_miss(resolver: Resolver) -> None:
    sites = config("managed", entry(), s=entry(), w=entry("nobody"), l=entry("ollama", None))
    dispatcher = Dispatcher(resolver, sites)
    with events() as seen:
        for site in (None, "s", "w", "l"):
            dispatcher.route(site)
        dispatcher.route(profile="nobody")
        dispatcher.session().route()
    assert seen == []


def test_who_resolved_for_a_call_is_not_remembered_for_the_next(resolver: Resolver) -> None:
    with events() as seen:
        Dispatcher(resolver, config("your-own", s=entry(payer="platform"))).route("s")
        resolver.resolve("gone", expected_provider="anthropic")
    assert seen == [
        miss("s", "a", "anthropic", "payer_mismatch", hard=True),
        miss(None, "gone", None, "not_found", hard=True),
    ]
    assert isinstance(resolver.resolve("a"), Adapter)
