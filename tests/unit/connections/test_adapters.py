"""From a connection to what calls its provider: whose secret, in which header, and to where; else why not."""

import copy
import pickle
from dataclasses import asdict

import pytest

from routeproof.bindings.catalogue import BUILTIN
from routeproof.connections.adapter import (
    Adapter,
    Miss,
    PlatformAccess,
    Resolved,
    build_adapter,
    resolve_auth,
)
from routeproof.connections.vault import EnvVault
from routeproof.model.connection import Auth, AuthType, Catalogue, Connection, ProviderEntry
from routeproof.model.registry import Payer
from routeproof.model.secret import Absent, Down, Found, Malformed, Secret, VaultAnswer

REF = "credential/work/key"
OPERATOR = "credential/platform/api_key"
PROXY = PlatformAccess("https://proxy.example")
KINDS = ("api_key", "platform", "none", "oauth_subscription", "service_account")


class Vault:
    """Has the answers that it is given, and keeps what it was asked for."""

    def __init__(self, **answers: VaultAnswer) -> None:
        self._answers = {OPERATOR: answers.get("operator", Absent()), REF: answers.get("own", Absent())}
        self.asked: list[str] = []

    def get(self, ref: str, /) -> VaultAnswer:
        self.asked.append(ref)
        return self._answers.get(ref, Absent())


def connection(provider: str, kind: str, ref: str = REF, base_url: str | None = None) -> Connection:
    auth = Auth(AuthType(kind), ref if kind in ("api_key", *KINDS[3:]) else None)
    return Connection("w", provider, auth, base_url)


def resolved(
    found: Connection, vault: object, platform: PlatformAccess | None = PROXY, catalogue: Catalogue = BUILTIN
) -> Resolved | Miss:
    return resolve_auth(found, vault=vault, platform=platform, catalogue=catalogue)  # type: ignore[arg-type]  # also fakes


BOTH: dict[str, VaultAnswer] = {"own": Found(Secret("mine")), "operator": Found(Secret("theirs"))}

HEADERS = [
    ("anthropic", {"x-api-key": "mine"}),
    ("openai", {"Authorization": "Bearer mine"}),
    ("gemini", {"x-goog-api-key": "mine"}),
    ("ollama", {"Authorization": "Bearer mine"}),
    ("fireworks", {"Authorization": "Bearer mine"}),
    ("openrouter", {"Authorization": "Bearer mine"}),
]


@pytest.mark.parametrize(("provider", "headers"), HEADERS)
def test_an_own_key_goes_in_the_header_of_its_provider(provider: str, headers: dict[str, str]) -> None:
    vault = Vault(**BOTH)
    found = resolved(connection(provider, "api_key", base_url="https://own.example"), vault)
    assert isinstance(found, Resolved)
    assert (found.kind, found.payer, found.base_url) == ("api_key", "byok", "https://own.example")
    assert found.headers == headers
    assert vault.asked == [REF]


@pytest.mark.parametrize("spelling", ["authorization", "AUTHORIZATION", "Authorization"])
def test_authorization_is_spelt_one_way_and_any_other_header_as_it_is_given(spelling: str) -> None:
    entries = (ProviderEntry("a", key_header=spelling), ProviderEntry("b", key_header="X-Api-KEY"))
    catalogue = Catalogue(entries)
    bearer, bare = (resolved(connection(name, "api_key"), Vault(**BOTH), None, catalogue) for name in "ab")
    assert isinstance(bearer, Resolved)
    assert isinstance(bare, Resolved)
    assert {**bearer.headers, **bare.headers} == {"Authorization": "Bearer mine", "X-Api-KEY": "mine"}


@pytest.mark.parametrize(
    "base", ["https://proxy.example", "https://proxy.example/", "https://proxy.example///"]
)
def test_the_operators_key_goes_to_the_operators_proxy_and_nowhere_else(base: str) -> None:
    vault = Vault(**BOTH)
    row = connection("anthropic", "platform", base_url="https://own.example")
    found = resolved(row, vault, PlatformAccess(base))
    assert isinstance(found, Resolved)
    assert (found.kind, found.payer) == ("platform", "platform")
    assert found.base_url == "https://proxy.example/v1/runtime-proxy/anthropic"
    assert found.headers == {"Authorization": "Bearer theirs"}
    assert vault.asked == [OPERATOR]


def test_without_auth_there_is_no_header_and_nobody_is_asked() -> None:
    vault = Vault(**BOTH)
    found = resolved(connection("ollama", "none", base_url="http://own.example"), vault)
    assert isinstance(found, Resolved)
    assert (found.kind, found.payer, found.base_url) == ("none", "local", "http://own.example")
    assert (found.headers, vault.asked) == ({}, [])


MISSES: list[tuple[str, str, dict[str, VaultAnswer], PlatformAccess | None, str]] = [
    ("anthropic", "api_key", {"own": Absent()}, PROXY, "credential_not_found"),
    ("anthropic", "api_key", {"own": Down()}, PROXY, "vault_unavailable"),
    ("anthropic", "api_key", {"own": Malformed()}, PROXY, "credential_malformed"),
    ("anthropic", "platform", {"operator": Absent()}, PROXY, "platform_unavailable"),
    ("anthropic", "platform", {"operator": Malformed()}, PROXY, "platform_unavailable"),
    ("anthropic", "platform", {"operator": Down()}, PROXY, "vault_unavailable"),
    ("anthropic", "platform", BOTH, None, "platform_unavailable"),
    ("anthropic", "platform", BOTH, PlatformAccess(""), "platform_unavailable"),
    ("anthropic", "platform", BOTH, PlatformAccess("//"), "platform_unavailable"),
    ("fireworks", "platform", {"operator": Down()}, PROXY, "platform_unavailable"),
    ("ollama", "platform", BOTH, PROXY, "platform_unavailable"),
    ("anthropic", "oauth_subscription", BOTH, PROXY, "not_implemented"),
    ("anthropic", "service_account", BOTH, PROXY, "not_implemented"),
    ("fireworks", "oauth_subscription", {"own": Down()}, PROXY, "not_implemented"),
]


@pytest.mark.parametrize(("provider", "kind", "answers", "platform", "reason"), MISSES)
def test_a_connection_that_gives_nothing_says_why(
    provider: str, kind: str, answers: dict[str, VaultAnswer], platform: PlatformAccess | None, reason: str
) -> None:
    found = resolved(connection(provider, kind), Vault(**answers), platform)
    assert isinstance(found, Miss)
    assert found.reason == reason


@pytest.mark.parametrize("kind", KINDS[3:])
def test_types_that_do_not_run_ask_nobody(kind: str) -> None:
    vault = Vault(**BOTH)
    for provider in BUILTIN.names:
        assert isinstance(resolved(connection(provider, kind), vault), Miss)
    assert vault.asked == []


def test_an_auth_may_be_given_as_texts() -> None:
    row = Connection("w", "ollama", Auth("none"))  # type: ignore[arg-type]  # as callers write it
    found = resolved(row, Vault(**BOTH))
    assert isinstance(found, Resolved)
    assert found.payer == Payer.LOCAL
    with pytest.raises(ValueError, match="no_such_type"):
        Auth("no_such_type")  # type: ignore[arg-type]  # that is the point


def test_a_provider_that_the_catalogue_lacks_asks_nobody() -> None:
    vault = Vault(**BOTH)
    found = resolved(connection("nobody", "api_key"), vault)
    assert isinstance(found, Miss)
    assert (found.reason, found.hard, vault.asked) == ("invalid_row", True, [])


# ---- the operator's credential is nobody's own ----

SPELLINGS = [
    OPERATOR,
    "credential/PLATFORM/api_key",
    "credential/Platform/API_KEY",
    "credential/platform-x/key",
    "credential/platform.api/key",
    "credential/env/PLATFORM_API_KEY",
    "credential/env/platform_api_key",
    "credential/env/platform.api_key",
    "credential/env/OPERATOR_KEY",
    "credential/env/operator_key",
    "credential/operator/key",
]


@pytest.mark.parametrize("ref", SPELLINGS)
def test_no_connection_reaches_the_operators_credential(ref: str) -> None:
    """However it was made: the vault would have it, and is not asked."""
    catalogue = Catalogue(BUILTIN.entries, reserved=("OPERATOR_KEY",))
    names = ("PLATFORM_API_KEY", "platform_api_key", "platform.api_key", "OPERATOR_KEY", "operator_key")
    env = dict.fromkeys((*names, "PLATFORM_X_KEY", "PLATFORM_API_KEY"), "theirs")
    found = resolved(connection("anthropic", "api_key", ref), EnvVault(env), PROXY, catalogue)
    assert isinstance(found, Miss)
    assert found.reason == "credential_not_found"


REFUSED = [
    "",
    "credential/work/key",
    "credential/Platform/api_key",
    "credential/env/PLATFORM_API_KEY",
    "platform",
]


@pytest.mark.parametrize("ref", [*REFUSED, "credential/platform-x/api_key", "sk-hunter2"])
def test_the_operators_credential_is_of_the_service_platform(ref: str) -> None:
    with pytest.raises(ValueError, match="of the service `platform`") as refused:
        PlatformAccess("https://proxy.example", ref)
    assert "hunter2" not in str(refused.value)


@pytest.mark.parametrize("ref", [OPERATOR, "platform:api_key"])
def test_the_operators_credential_may_be_written_short(ref: str) -> None:
    found = resolved(
        connection("openai", "platform"), Vault(**BOTH), PlatformAccess("https://p.example", ref)
    )
    assert isinstance(found, Resolved)


# ---- adapters ----


def adapter_of(provider: str, kind: str, catalogue: Catalogue = BUILTIN, **changed: str) -> Adapter | None:
    row = Connection("w", provider, Auth(AuthType(kind)), changed.get("base_url"))
    headers = {"x": "mine"} if kind == "api_key" else {}
    given = Resolved(AuthType(kind), headers, changed.get("base_url"), Payer.BYOK)
    return build_adapter(row, given, model=changed.get("model"), catalogue=catalogue)


def test_an_adapter_is_made_of_nothing_but_what_is_given() -> None:
    found = adapter_of("ollama", "api_key", base_url="http://own.example", model="m")
    assert found is not None
    fields = (found.provider, found.payer, found.connection, found.model, found.base_url, found.addresses)
    assert fields == ("ollama", "byok", "w", "m", "http://own.example", ())
    assert found.headers() == {"x": "mine"}
    found.headers()["x"] = "changed"
    assert found.headers() == {"x": "mine"}


def test_what_cannot_be_called_has_no_adapter() -> None:
    catalogue = Catalogue((ProviderEntry("keyed"), ProviderEntry("own", base_url="required")))
    assert adapter_of("keyed", "none", catalogue) is None
    assert adapter_of("keyed", "api_key", catalogue) is not None
    assert adapter_of("own", "api_key", catalogue) is None
    assert adapter_of("own", "api_key", catalogue, base_url="https://own.example") is not None
    assert adapter_of("unknown", "api_key", catalogue) is None
    assert adapter_of("ollama", "none") is not None


# ---- nothing shows a secret ----


def test_no_value_shows_its_secret_and_none_is_pickled() -> None:
    given = resolved(connection("openai", "api_key"), Vault(own=Found(Secret("hunter2"))))
    assert isinstance(given, Resolved)
    adapter = build_adapter(connection("openai", "api_key"), given)
    assert adapter is not None
    for value in (given, given.headers, adapter, adapter.secret_headers, [adapter], {"a": given}):
        for shown in (repr(value), str(value), f"{value}"):
            assert "hunter2" not in shown
        with pytest.raises(TypeError, match="pickled"):
            pickle.dumps(value)
    assert "Authorization" in repr(given.headers)
    for copied in (copy.deepcopy, asdict):
        with pytest.raises(TypeError, match="pickled"):
            copied(adapter)
    assert hash(adapter) == hash(adapter)


def test_a_miss_repeats_a_reference_and_nothing_that_is_none() -> None:
    row = connection("openai", "api_key")
    assert resolved(row, Vault()) == Miss("credential_not_found", {"credential": REF})  # type: ignore[arg-type]  # by its text
    typed = connection("openai", "api_key", "hunter2 typed here")
    found = resolved(typed, Vault())
    assert isinstance(found, Miss)
    assert "hunter2" not in repr(found)
