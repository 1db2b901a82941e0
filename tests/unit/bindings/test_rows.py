"""A stored row is read without trust: what hides it, what is only told, and in which order."""

from dataclasses import replace
from typing import Any

import pytest

from routeproof.bindings.catalogue import BUILTIN
from routeproof.bindings.rows import ReadRow, StoredRow, is_name, pair_warnings, read_row
from routeproof.model.connection import Auth, AuthType, Catalogue, Connection, ProviderEntry

KEY = '{"type":"api_key","credential":"anthropic:api_key"}'
NONE = '{"type":"none"}'
ROW = StoredRow("w", "anthropic", KEY, None, 5, 7)
CATALOGUE = replace(BUILTIN, reserved=("GATEWAY_KEY",))


def auth(credential: str, kind: str = "api_key") -> str:
    return f'{{"type":"{kind}","credential":"{credential}"}}'


def read(**changes: Any) -> ReadRow:
    return read_row(replace(ROW, **changes), CATALOGUE)


def test_a_good_row_is_a_connection() -> None:
    wanted = Connection("w", "anthropic", Auth(AuthType.API_KEY, "credential/anthropic/api_key"), None, 5, 7)
    assert read() == ReadRow(wanted, ())


@pytest.mark.parametrize(
    ("changes", "faults"),
    [
        ({"provider": "mistral"}, ["unknown_provider"]),
        ({"provider": "platform"}, ["unknown_provider"]),
        ({"provider": "Anthropic"}, ["unknown_provider"]),
        ({"provider": None}, ["unknown_provider"]),
        ({"provider": b"anthropic"}, ["unknown_provider"]),
        ({"auth": "{"}, ["malformed_json"]),
        ({"auth": None}, ["malformed_json"]),
        ({"auth": b"{}"}, ["malformed_json"]),
        ({"auth": "[]"}, ["not_an_object"]),
        ({"auth": '{"type":"x"}'}, ["unknown_type"]),
        ({"auth": '{"type":"none","x":1}'}, ["stray_key"]),
        ({"auth": '{"type":"api_key"}'}, ["missing_credential"]),
        ({"auth": auth("sk-1")}, ["looks_like_a_key"]),
        ({"auth": auth("env:PLATFORM_X")}, ["operator_credential"]),
        ({"auth": auth("gateway:key")}, ["operator_credential"]),
        (
            {"provider": "x", "auth": auth("sk-1"), "name": "a b"},
            ["unknown_provider", "looks_like_a_key", "invalid_name"],
        ),
        ({"provider": "x", "auth": auth("zzz")}, ["unknown_provider", "malformed_credential"]),
        ({"auth": "{", "base_url": "http://h"}, ["malformed_json", "invalid_base_url"]),
    ],
)
def test_a_row_that_nobody_sees(changes: dict[str, Any], faults: list[str]) -> None:
    assert read(**changes) == ReadRow(None, tuple(faults))


@pytest.mark.parametrize(
    ("changes", "faults"),
    [
        ({"auth": auth("zzz")}, ["malformed_credential"]),
        ({"provider": "openrouter", "auth": '{"type":"platform"}'}, ["platform_not_managed"]),
        ({"auth": NONE}, ["none_on_keyed"]),
        ({"auth": auth("a:b", "oauth_subscription")}, ["not_implemented"]),
        ({"auth": auth("a:b", "service_account")}, ["not_implemented"]),
        ({"name": "a b"}, ["invalid_name"]),
        ({"name": ""}, ["invalid_name"]),
        ({"base_url": "https://example.org"}, ["invalid_base_url"]),
        ({"base_url": ""}, ["invalid_base_url"]),
        ({"provider": "ollama", "auth": NONE, "base_url": "ftp://h"}, ["invalid_base_url"]),
        ({"provider": "ollama", "auth": NONE, "base_url": 5}, ["invalid_base_url"]),
        (
            {"auth": auth("zzz", "service_account"), "name": "é", "base_url": "x"},
            ["malformed_credential", "not_implemented", "invalid_name", "invalid_base_url"],
        ),
    ],
)
def test_a_row_that_is_seen_and_faulty(changes: dict[str, Any], faults: list[str]) -> None:
    found = read(**changes)
    assert found.connection is not None
    assert found.faults == tuple(faults)


def test_a_base_url_is_held_to_the_deployment_and_kept() -> None:
    row = replace(ROW, provider="ollama", auth=NONE, base_url="http://localhost:11434")
    assert read_row(row, CATALOGUE).faults == ()
    hosted = read_row(row, CATALOGUE, hosted=True)
    assert hosted.faults == ("invalid_base_url",)
    assert hosted.connection
    assert hosted.connection.base_url == "http://localhost:11434"


def test_a_base_url_that_is_required_is_missed() -> None:
    catalogue = Catalogue((ProviderEntry("anthropic", base_url="required"),))
    assert read_row(ROW, catalogue).faults == ("invalid_base_url",)


def test_times_that_are_no_numbers_harm_nothing() -> None:
    found = read(created_at="yesterday", updated_at=None).connection
    assert found
    assert (found.created_at, found.updated_at) == (0, 0)


@pytest.mark.parametrize("name", ["a", "9", "a.b_c-d", "a" * 128])
def test_a_name(name: str) -> None:
    assert is_name(name)


@pytest.mark.parametrize(
    "name", ["", "-a", ".a", "_a", "a b", "a\n", "é", "a/b", "a\x00", "a" * 129, "\u0661", None, 5]
)
def test_no_name(name: object) -> None:
    assert not is_name(name)


def test_warnings_stand_in_one_order() -> None:
    keyed = ProviderEntry("p")
    assert pair_warnings(keyed, Auth(AuthType.PLATFORM)) == ("platform_not_managed",)
    assert pair_warnings(keyed, Auth(AuthType.NONE)) == ("none_on_keyed",)
    assert pair_warnings(keyed, Auth(AuthType.SERVICE_ACCOUNT, "credential/a/b")) == ("not_implemented",)
    assert pair_warnings(keyed, Auth(AuthType.API_KEY, "credential/a/b")) == ()
    assert pair_warnings(ProviderEntry("p", managed=True), Auth(AuthType.PLATFORM)) == ()
    assert pair_warnings(ProviderEntry("p", keyless=True), Auth(AuthType.NONE)) == ()
