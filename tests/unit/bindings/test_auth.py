"""The auth of a connection is read alike wherever it comes from: the reasons, and their order."""

import json
from typing import Any

import pytest

from routeproof.bindings.auth import dump_auth, parse_auth, read_auth
from routeproof.model.connection import Auth, AuthType, Err

KEY = "credential/anthropic/api_key"

REFUSED: list[tuple[object, str]] = [
    (None, "not_an_object"),
    ("api_key", "not_an_object"),
    ([["type", "none"]], "not_an_object"),
    (True, "not_an_object"),
    (1.5, "not_an_object"),
    ({}, "unknown_type"),
    ({"credential": KEY}, "unknown_type"),
    ({"type": None}, "unknown_type"),
    ({"type": True}, "unknown_type"),
    ({"type": ["none"]}, "unknown_type"),
    ({"type": {}}, "unknown_type"),
    ({"type": "None"}, "unknown_type"),
    ({"type": " none"}, "unknown_type"),
    ({"type": "NONE", "credential": "sk-1"}, "unknown_type"),
    ({"type": "none", "credential": None}, "stray_key"),
    ({"type": "platform", "credential": "sk-1"}, "stray_key"),
    ({"type": "api_key", "extra": 1}, "stray_key"),
    ({"type": "api_key"}, "missing_credential"),
    ({"type": "api_key", "credential": None}, "missing_credential"),
    ({"type": "api_key", "credential": 5}, "missing_credential"),
    ({"type": "api_key", "credential": [KEY]}, "missing_credential"),
    ({"type": "service_account", "credential": ""}, "missing_credential"),
    ({"type": "oauth_subscription", "credential": " \n"}, "missing_credential"),
    ({"type": "api_key", "credential": "sk-not a reference"}, "looks_like_a_key"),
    ({"type": "api_key", "credential": "credential/env/sk-1"}, "looks_like_a_key"),
    ({"type": "service_account", "credential": "Bearer abc"}, "looks_like_a_key"),
    ({"type": "api_key", "credential": "zzz"}, "malformed_credential"),
    ({"type": "api_key", "credential": f"{KEY}\n"}, "malformed_credential"),
    ({"type": "api_key", "credential": "credential/env/PLATFORM_KEY "}, "malformed_credential"),
    ({"type": "api_key", "credential": "credential/env/PLATFORM_X"}, "operator_credential"),
    ({"type": "api_key", "credential": "env:platform_x"}, "operator_credential"),
    ({"type": "api_key", "credential": "Platform:x"}, "operator_credential"),
    ({"type": "api_key", "credential": "platform-eu:x"}, "operator_credential"),
    ({"type": "api_key", "credential": "env:platform.api_key"}, "operator_credential"),
    ({"type": "api_key", "credential": "env:gateway_key"}, "operator_credential"),
    ({"type": "api_key", "credential": "Gateway:key"}, "operator_credential"),
]
RESERVED = ("Gateway_Key",)


@pytest.mark.parametrize(("value", "reason"), REFUSED)
def test_what_is_refused_and_why(value: object, reason: str) -> None:
    assert parse_auth(value, reserved=RESERVED) == Err("invalid_auth", {"reason": reason})


@pytest.mark.parametrize(("value", "reason"), REFUSED)
def test_a_row_is_read_alike_but_for_a_malformed_reference(value: object, reason: str) -> None:
    found = read_auth(json.dumps(value), reserved=RESERVED)
    if reason == "malformed_credential":
        assert isinstance(found, Auth)
    else:
        assert found == Err("invalid_auth", {"reason": reason})


@pytest.mark.parametrize("key", [1, None, True, ("type",)])
def test_a_key_that_is_no_text_is_a_stray_one(key: object) -> None:
    assert parse_auth({"type": "none", key: 1}) == Err("invalid_auth", {"reason": "stray_key"})


@pytest.mark.parametrize("reserved", [(), ("OTHER",)])
def test_only_the_operators_own_names_are_taken(reserved: tuple[str, ...]) -> None:
    value = {"type": "api_key", "credential": "gateway:key"}
    assert parse_auth(value, reserved=reserved) == Auth(AuthType.API_KEY, "credential/gateway/key")
    assert isinstance(parse_auth({"type": "api_key", "credential": "platforms:key"}), Auth)
    assert isinstance(parse_auth({"type": "api_key", "credential": "my-platform:key"}), Auth)


@pytest.mark.parametrize(
    "auth",
    [
        Auth(AuthType.PLATFORM),
        Auth(AuthType.NONE),
        Auth(AuthType.API_KEY, KEY),
        Auth(AuthType.OAUTH_SUBSCRIPTION, "credential/a/b"),
        Auth(AuthType.SERVICE_ACCOUNT, "credential/a/b"),
    ],
)
def test_what_is_dumped_is_read_back(auth: Auth) -> None:
    assert parse_auth(json.loads(dump_auth(auth))) == auth
    assert read_auth(dump_auth(auth)) == auth


def test_a_dump_is_sorted_and_has_no_spaces() -> None:
    assert dump_auth(Auth(AuthType.API_KEY, KEY)) == f'{{"credential":"{KEY}","type":"api_key"}}'
    assert dump_auth(Auth(AuthType.NONE)) == '{"type":"none"}'


def nested(depth: int) -> str:
    return '{"type":"none","x":' + "[" * (depth - 1) + "]" * (depth - 1) + "}"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "none",
        "{'type': 'none'}",
        '{"type":"none"} x',
        '{"type":"none","type":"none"}',
        '{"type":"none","x":{"a":1,"a":1}}',
        '{"type":"none","x":NaN}',
        "Infinity",
        "-Infinity",
        '\ufeff{"type":"none"}',
        '{"type":"none","x":"\\ud800"}',
        '{"type":"none","x":"\ud800"}',
        '{"type":"no\nne"}',
        nested(33),
        nested(100_000),
        "[" * 100_000,
        '{"type":"none","x":"' + "\\" * 9,
        None,
        5,
        b'{"type":"none"}',
    ],
)
def test_what_is_no_strict_json_is_malformed(text: Any) -> None:
    assert read_auth(text) == Err("invalid_auth", {"reason": "malformed_json"})


@pytest.mark.parametrize(
    "text", [nested(32), '{"type":"none","x":1e400}', '{"type":"none","x":' + "9" * 5000 + "}"]
)
def test_what_is_json_is_judged_by_its_keys(text: str) -> None:
    assert read_auth(text) == Err("invalid_auth", {"reason": "stray_key"})


def test_brackets_in_a_text_nest_nothing() -> None:
    row = '{"type":"api_key","credential":"' + "[" * 40 + '\\"{"}'
    assert read_auth(row) == Auth(AuthType.API_KEY, "[" * 40 + '"{')


def test_a_row_is_normalised() -> None:
    assert read_auth('{"type":"api_key","credential":"a:b"}') == Auth(AuthType.API_KEY, "credential/a/b")


def test_no_reason_holds_the_value() -> None:
    for value, _ in REFUSED:
        assert "sk-" not in repr(parse_auth(value))
