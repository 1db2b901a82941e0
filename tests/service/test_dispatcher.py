"""Calls of a configuration: the way of each, and that nothing is looked up that it does not depend on."""

from typing import Any

import pytest

from routeproof.bindings.catalogue import BUILTIN
from routeproof.bindings.refusals import Refusal
from routeproof.connections.adapter import Adapter
from routeproof.connections.dispatch import Dispatcher
from routeproof.connections.resolver import Resolver
from routeproof.connections.store import Store
from routeproof.model.connection import Catalogue, ProviderEntry
from routeproof.model.dispatch import Route
from support.connection_fakes import PROXY, Factory, TextVault, header_of, own_key
from support.dispatch_ways import BY_LEGACY, LEGACY, OPERATOR, OWN_WAY, config, entry, told
from support.live_database import LiveDatabase


@pytest.fixture
def database(sqlite: LiveDatabase) -> LiveDatabase:
    """What is judged here knows of no database."""
    return sqlite


# ---- canonical calls ----


def test_a_call_goes_by_its_connection_with_one_look_up_each(resolver: Resolver, vault: TextVault) -> None:
    found = Dispatcher(resolver, config(s=entry(model="m"))).route("s")
    assert told(found) == OWN_WAY
    assert isinstance(found, Route)
    assert isinstance(found.adapter, Adapter)
    assert (found.adapter.model, header_of(found.adapter), found.adapter.connection) == ("m", "secret a", "a")
    assert vault.asked == ["credential/a/key"]


class Counting(Resolver):
    """Counts who resolves what."""

    calls: tuple[tuple[Any, ...], ...] = ()

    def resolve(self, name: str, *, expected_provider: str | None = None, model: str | None = None) -> Any:
        self.calls = (*self.calls, (name, expected_provider, model))
        return super().resolve(name, expected_provider=expected_provider, model=model)


@pytest.mark.parametrize("payer", [None, "byok"])
def test_a_named_connection_is_resolved_once_with_provider_and_model(
    rows: Store, vault: TextVault, payer: str | None
) -> None:
    resolver = Counting(rows, vault)
    site = entry(payer=payer, model="m")
    assert told(Dispatcher(resolver, config(s=site)).route("s")) == OWN_WAY
    assert resolver.calls == (("a", "anthropic", "m"),)
    wrong = config(s=entry("nobody"), t=entry(None, None), u=entry(connection=None))
    for name in "stu":
        Dispatcher(resolver, wrong).route(name)
    assert len(resolver.calls) == 1


LOOK_UPS: list[tuple[dict[str, object], str, str, dict[str, str], str, list[str]]] = [
    # entry, mode, policy, what the vault has otherwise, the way, what it is asked for
    (entry(), "managed", "forbid", {}, "credential_not_found", ["credential/a/key"]),
    (entry(), "managed", "same_payer", {}, "credential_not_found", ["credential/a/key"]),
    (entry(), "managed", "any", {}, "credential_not_found", ["credential/a/key"]),
    (entry(), "your-own", "forbid", {}, "credential_not_found", ["credential/a/key"]),
    (entry(), "your-own", "same_payer", {LEGACY: "own"}, BY_LEGACY, ["credential/a/key", LEGACY]),
    (entry(), "unreadable", "any", {}, "credential_not_found", ["credential/a/key"]),
    (entry("openai"), "your-own", "forbid", {}, "provider_mismatch!", []),
    (entry("openai"), "managed", "same_payer", {}, "provider_mismatch!", []),
    (entry(payer="platform"), "your-own", "same_payer", {}, "payer_mismatch!", []),
    (entry(payer="local"), "your-own", "same_payer", {}, "payer_mismatch!", []),
    (entry(connection="gone"), "your-own", "same_payer", {}, "not_found!", []),
    (entry(connection="gone", payer="byok"), "managed", "same_payer", {}, "not_found!", []),
    (entry("nobody"), "managed", "any", {}, "unknown_provider!", []),
    (entry(None, None), "managed", "any", {}, "incomplete_entry!", []),
    (entry(connection=None), "unreadable", "any", {}, "mode_unreadable!", []),
    (entry(connection=None, payer="byok"), "managed", "any", {}, "payer_mismatch!", []),
    (
        entry(connection=None),
        "managed",
        "forbid",
        {OPERATOR: "theirs"},
        "legacy anthropic platform by None for no_connection",
        [OPERATOR],
    ),
    (
        entry("ollama", None),
        "managed",
        "forbid",
        {},
        "legacy ollama local by None for no_connection",
        [],
    ),
    (
        entry(connection="anthropic-managed"),
        "managed",
        "same_payer",
        {OPERATOR: "<down>"},
        "vault_unavailable",
        [OPERATOR],
    ),
    (
        entry(connection="anthropic-managed"),
        "your-own",
        "any",
        {OPERATOR: "<absent>", LEGACY: "own"},
        "legacy anthropic byok by None for platform_unavailable changed",
        [OPERATOR, LEGACY],
    ),
]


@pytest.mark.parametrize(("site", "mode", "policy", "texts", "way", "asked"), LOOK_UPS)
def test_only_what_the_way_depends_on_is_asked_for(
    resolver: Resolver,
    vault: TextVault,
    site: dict[str, object],
    mode: str,
    policy: str,
    texts: dict[str, str],
    way: str,
    asked: list[str],
) -> None:
    vault.texts = dict(texts)
    assert told(Dispatcher(resolver, config(mode, s=site), policy=policy).route("s")) == way
    assert vault.asked == asked


def test_an_adapter_of_a_mismatched_row_is_never_built(rows: Store, vault: TextVault) -> None:
    factory = Factory()
    vault.texts["credential/openai/api_key"] = "own"
    resolver = Resolver(rows, vault, platform=PROXY, factory=factory)
    for site in (entry("openai"), entry(payer="platform"), entry("openai", payer="byok")):
        for policy in ("forbid", "same_payer", "any"):
            Dispatcher(resolver, config("your-own", s=site), policy=policy).route("s")
    assert factory.built == []


def test_what_stands_in_has_an_adapter_of_its_own(rows: Store, vault: TextVault) -> None:
    vault.texts = {"credential/fireworks/api_key": "own", OPERATOR: "theirs"}

    def fails(*args: object, **more: object) -> None:
        raise RuntimeError

    resolver = Resolver(rows, vault, platform=PROXY, factory=fails)
    assert rows.create("f", "fireworks", own_key("credential/fireworks/api_key")).ok
    sites = config("managed", f=entry("fireworks", "f", model="m"), m=entry(connection=None))
    dispatcher = Dispatcher(resolver, sites)
    found, managed = dispatcher.route("f"), dispatcher.route("m")
    assert told(found) == "legacy fireworks byok by None for adapter_failed"
    assert isinstance(found, Route)
    assert isinstance(managed, Route)
    assert (header_of(found.adapter), found.adapter.connection, found.adapter.model) == ("own", None, "m")
    assert managed.adapter.base_url == "https://proxy.example/v1/runtime-proxy/anthropic"


def test_a_provider_that_needs_an_address_is_not_served_without_one(rows: Store, vault: TextVault) -> None:
    catalogue = Catalogue((*BUILTIN.entries, ProviderEntry("hosted", base_url="required")))
    vault.texts["credential/hosted/api_key"] = "own"
    resolver = Resolver(rows, vault, catalogue=catalogue)
    found = Dispatcher(resolver, config("your-own", s=entry("hosted", None))).route("s")
    assert told(found) == "adapter_unavailable!"


def test_an_operators_variable_is_no_owners_key_without_a_connection_either(rows: Store) -> None:
    catalogue = Catalogue((ProviderEntry("p", auth_env=("SHARED_KEY",)),), reserved=("SHARED_KEY",))
    vault = TextVault(env__SHARED_KEY="theirs")
    resolver = Resolver(rows, vault, catalogue=catalogue)
    found = Dispatcher(resolver, config("your-own", s=entry("p", None))).route("s")
    assert (told(found), vault.asked) == ("credential_not_found", [])


WEIRD: list[Any] = [{}, {"llm": None}, {"llm": []}, {"llm": {"default": 1}}, [], None, "text"]


@pytest.mark.parametrize("value", WEIRD, ids=repr)
def test_a_configuration_that_says_nothing_refuses(resolver: Resolver, value: Any) -> None:
    dispatcher = Dispatcher(resolver, value)
    assert told(dispatcher.route()) == told(dispatcher.default()) == "incomplete_entry!"
    assert told(dispatcher.session().route()) == "no_default"


def test_texts_that_are_none_equal_no_name(resolver: Resolver) -> None:
    for changed in ({"provider": 1}, {"provider_connection": ["a"]}, {"payer": True}):
        site = {**entry(), **changed}
        found = Dispatcher(resolver, config("your-own", s=site), policy="forbid").route("s")
        assert isinstance(found, Refusal)
    assert told(Dispatcher(resolver, config(s=entry(model=3))).route("s")) == OWN_WAY
