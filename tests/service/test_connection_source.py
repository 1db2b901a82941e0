"""Connections as the facade's source of credentials: an account for each name, and never another for it."""

from collections.abc import Iterator

import pytest

from routeproof.bindings.catalogue import BUILTIN
from routeproof.connections.source import connection_source
from routeproof.connections.store import Store, open_store
from routeproof.model.connection import Catalogue
from routeproof.model.secret import Secret
from routeproof.relay.model import Bundle, VaultUnavailable
from support.connection_fakes import TextVault, own_key
from support.live_database import LiveDatabase

KEYS = {
    "anthropic-work": ("anthropic", "credential/anthropic-work/api_key"),
    "anthropic-personal": ("anthropic", "credential/anthropic/api_key"),
    "aside": ("anthropic", "credential/anthropic-aside/api_key"),
    "google": ("gemini", "credential/env/GOOGLE_API_KEY"),
    "gemini": ("gemini", "credential/gemini/api_key"),
}


@pytest.fixture
def store(sqlite: LiveDatabase) -> Iterator[Store]:
    with open_store(sqlite.url) as opened:
        for name, (provider, ref) in KEYS.items():
            assert opened.create(name, provider, own_key(ref)).ok
        for kind in ("oauth_subscription", "service_account"):
            auth = {"type": kind, "credential": "credential/openai/api_key"}
            assert opened.create(kind, "openai", auth).ok
        sqlite.insert("corrupt", "anthropic", "no json")
        yield opened


@pytest.fixture
def vault() -> TextVault:
    found = TextVault(platform__api_key="theirs", openai__api_key="of no own key")
    found.texts |= {ref: name for name, (_, ref) in KEYS.items()}
    return found


def bundles(found: tuple[Bundle, ...]) -> list[tuple[str, str]]:
    for each in found:
        assert (each.layer, each.endpoint, each.headers) == ("owner", None, ())
        assert isinstance(each.secret, Secret)
    return [(each.name, each.secret.reveal()) for each in found]


def test_names_are_those_under_which_keys_that_are_there_are_delivered(
    store: Store, vault: TextVault
) -> None:
    source = connection_source(store, vault)
    names = {"ANTHROPIC_API_KEY", "GOOGLE_API_KEY", "GEMINI_API_KEY"}
    assert source.names("anybody") == names
    assert isinstance(source.names(None), frozenset)
    vault.texts[KEYS["google"][1]] = "<absent>"
    vault.texts[KEYS["gemini"][1]] = "<malformed>"
    assert source.names("anybody") == {"ANTHROPIC_API_KEY"}


@pytest.mark.parametrize(
    ("prefer", "account"),
    [
        ((), "anthropic-personal"),
        (("anthropic-work",), "anthropic-work"),
        (("gemini", "aside", "anthropic-work"), "aside"),
        (("nobody", "corrupt"), "anthropic-personal"),
    ],
)
def test_the_preferred_row_comes_first_then_the_personal_one(
    store: Store, vault: TextVault, prefer: tuple[str, ...], account: str
) -> None:
    source = connection_source(store, vault, prefer=prefer)
    assert bundles(source.bundles("session", "anthropic")) == [("ANTHROPIC_API_KEY", account)]


def test_without_either_the_first_by_name_decides(store: Store, vault: TextVault) -> None:
    assert store.delete("anthropic-personal").ok
    assert bundles(connection_source(store, vault).bundles("s", "anthropic")) == [
        ("ANTHROPIC_API_KEY", "anthropic-work")
    ]
    assert store.delete("anthropic-work").ok
    found = connection_source(store, vault).bundles("s", "anthropic")
    assert bundles(found) == [("ANTHROPIC_API_KEY", "aside")]


def test_each_name_has_a_bundle_of_its_own_provider_alone(store: Store, vault: TextVault) -> None:
    source = connection_source(store, vault)
    found = bundles(source.bundles("s", "gemini"))
    assert found == [("GEMINI_API_KEY", "gemini"), ("GOOGLE_API_KEY", "google")]
    assert bundles(source.bundles("s", "openai")) == []
    assert bundles(source.bundles("s", "nobody")) == []
    assert [ref for ref in vault.asked if "platform" in ref or "openai" in ref] == []


@pytest.mark.parametrize("text", ["<absent>", "<malformed>"])
def test_no_other_account_stands_in_for_a_key_that_is_not_there(
    store: Store, vault: TextVault, text: str
) -> None:
    vault.texts[KEYS["anthropic-personal"][1]] = text
    assert bundles(connection_source(store, vault).bundles("s", "anthropic")) == []
    assert vault.asked == [KEYS["anthropic-personal"][1]]


def test_a_vault_that_is_away_is_said_and_nothing_stands_in(store: Store, vault: TextVault) -> None:
    vault.texts[KEYS["anthropic-personal"][1]] = "<down>"
    source = connection_source(store, vault)
    for ask in (lambda: source.bundles("s", "anthropic"), lambda: source.names("anybody")):
        with pytest.raises(VaultUnavailable) as away:
            ask()
        assert away.value.__context__ is None
    assert bundles(source.bundles("s", "gemini")) != []


def test_a_store_that_is_away_is_said_too(sqlite: LiveDatabase, store: Store, vault: TextVault) -> None:
    sqlite.sql("DROP TABLE provider_connections")
    source = connection_source(store, vault)
    with pytest.raises(VaultUnavailable):
        source.names("anybody")
    with pytest.raises(VaultUnavailable):
        source.bundles("s", "anthropic")


def test_the_operators_credential_is_delivered_to_nobody(store: Store, vault: TextVault) -> None:
    """Also where the store was opened under a catalogue that reserves less."""
    reserving = Catalogue(BUILTIN.entries, reserved=("GOOGLE_API_KEY",))
    source = connection_source(store, vault, reserving)
    assert bundles(source.bundles("s", "gemini")) == [("GEMINI_API_KEY", "gemini")]
    assert "GOOGLE_API_KEY" not in source.names("anybody")
    assert KEYS["google"][1] not in vault.asked


def test_a_change_is_seen_at_once(store: Store, vault: TextVault) -> None:
    source = connection_source(store, vault)
    assert store.update("anthropic-personal", own_key(KEYS["aside"][1])).ok
    assert bundles(source.bundles("s", "anthropic")) == [("ANTHROPIC_API_KEY", "aside")]
    vault.texts[KEYS["aside"][1]] = "rotated"
    assert bundles(source.bundles("s", "anthropic")) == [("ANTHROPIC_API_KEY", "rotated")]
