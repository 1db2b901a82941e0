"""Satellites, whose default is bound for a time; and a default as what stands in for an entry."""

import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from routeproof.connections.dispatch import Dispatcher
from routeproof.connections.resolver import Resolver
from routeproof.connections.store import Store
from routeproof.model.dispatch import Route
from support.connection_fakes import PROXY, Seconds, TextVault, header_of
from support.dispatch_ways import OWN_WAY, STANDS_IN, config, entry, told

# ---- the default as a candidate ----


def test_the_default_stands_in_for_its_provider_and_payer_and_only_then(
    resolver: Resolver, vault: TextVault
) -> None:
    vault.texts.pop("credential/a/key")
    ways = {}
    for default in (
        entry(connection="b"),
        entry(connection="anthropic-managed"),
        entry("openai", None),
        None,
    ):
        for policy in ("forbid", "same_payer", "any"):
            dispatcher = Dispatcher(resolver, config("managed", default, s=entry()), policy=policy)
            canonical, bound = dispatcher.route("s"), dispatcher.session().route("s")
            assert told(canonical) == told(bound)
            ways[str(default and default["provider_connection"]), policy] = told(canonical)
    served = {key: way for key, way in ways.items() if way != "credential_not_found"}
    assert served == {("b", "same_payer"): STANDS_IN, ("b", "any"): STANDS_IN}


def test_the_default_is_no_candidate_for_itself(resolver: Resolver, vault: TextVault) -> None:
    vault.texts.pop("credential/a/key")
    dispatcher = Dispatcher(resolver, config("managed", entry()), policy="any")
    assert told(dispatcher.route()) == told(dispatcher.default()) == "credential_not_found"
    assert vault.asked == ["credential/a/key"] * 2


# ---- satellites ----


@pytest.fixture
def counted(rows: Store, vault: TextVault, seconds: Seconds) -> tuple[Resolver, list[str]]:
    """A resolver, and the names of the store's questions."""
    asked: list[str] = []

    class Asked:
        def __getattr__(self, name: str) -> Any:
            asked.append(name)
            return getattr(rows, name)

    return Resolver(Asked(), vault, platform=PROXY, clock=seconds), asked


def test_without_a_call_site_the_default_is_what_it_was_bound_to_and_nobody_is_asked(
    counted: tuple[Resolver, list[str]], rows: Store, vault: TextVault, seconds: Seconds
) -> None:
    resolver, asked = counted
    session = Dispatcher(resolver, config(None, entry())).session()
    asked.clear()
    vault.asked.clear()
    assert rows.delete("a").ok
    seconds.now += 299
    found = session.route()
    assert told(found) == "default anthropic byok by a for None"
    assert isinstance(found, Route)
    assert header_of(found.adapter) == "secret a"
    assert (asked, vault.asked) == ([], [])
    seconds.now += 1
    assert told(session.route()) == "no_default"
    assert asked != []


def test_rebind_is_at_once_and_sees_a_secret_that_rotated(
    resolver: Resolver, rows: Store, vault: TextVault
) -> None:
    session = Dispatcher(resolver, config(None, entry())).session()
    vault.texts["credential/a/key"] = "rotated"
    found = session.rebind()
    assert isinstance(found, Route)
    assert header_of(found.adapter) == "rotated"
    assert rows.delete("a").ok
    assert told(session.rebind()) == "not_found!"
    assert told(session.route()) == "no_default"


def test_a_default_counts_with_the_payer_that_it_was_bound_to(
    resolver: Resolver, rows: Store, vault: TextVault
) -> None:
    session = Dispatcher(resolver, config("managed", entry(connection="b"), s=entry())).session()
    vault.texts.pop("credential/a/key")
    assert rows.update("b", {"type": "platform"}, allow_payer_change=True).ok
    found = session.route("s")
    assert told(found) == STANDS_IN
    assert isinstance(found, Route)
    assert header_of(found.adapter) == "secret b"


def test_a_default_that_was_bound_stands_in_for_the_default_entry_too(
    resolver: Resolver, vault: TextVault
) -> None:
    session = Dispatcher(resolver, config("your-own", entry())).session()
    vault.texts.clear()
    resolver.clear()
    assert told(session.route("anything")) == "default anthropic byok by a for credential_not_found"


def test_call_sites_are_routed_where_no_default_could_be_bound(resolver: Resolver) -> None:
    session = Dispatcher(resolver, config(None, entry(connection="gone"), s=entry())).session()
    assert told(session.route()) == "no_default"
    assert told(session.route("s")) == OWN_WAY


def test_a_satellite_ages_by_the_resolvers_clock_and_binds_anew_whatever_is_called(
    resolver: Resolver, vault: TextVault, seconds: Seconds
) -> None:
    session = Dispatcher(resolver, config(None, entry(), s=entry(connection="b"))).session(max_age=10)
    vault.texts["credential/a/key"] = "rotated"
    resolver.clear()
    seconds.now += 10
    session.route("s")
    vault.texts.clear()
    found = session.route()
    assert isinstance(found, Route)
    assert header_of(found.adapter) == "rotated"


def test_sessions_are_used_by_many_threads(resolver: Resolver) -> None:
    session = Dispatcher(resolver, config(None, entry(), s=entry(connection="b"))).session()
    start = threading.Barrier(6)

    def ask(number: int) -> set[str]:
        start.wait(20)
        return {told(session.route("s" if at % 2 else None)) for at in range(20)} | {told(session.rebind())}

    with ThreadPoolExecutor(6) as pool:
        found = set[str]().union(*pool.map(ask, range(6)))
    by_b, default = "connection anthropic byok by b for None", "default anthropic byok by a for None"
    assert found == {by_b, default, OWN_WAY}
