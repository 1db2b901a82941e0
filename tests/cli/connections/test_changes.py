"""What `create`, `update` and `delete` refuse, and in which order; what is refused changes nothing."""

import os
from pathlib import Path
from typing import Any

import pytest

from support.connection_commands import ask, put, stored, write_json

BAD_AUTHS = [
    (("zzz",), "unknown_type"),
    (("",), "unknown_type"),
    (("API_KEY", "s:f"), "unknown_type"),
    (("api_key ", "s:f"), "unknown_type"),
    (("oauth_subscription",), "not_implemented"),
    (("oauth_subscription", "s:f"), "not_implemented"),
    (("service_account", "sk-typed"), "not_implemented"),
    (("api_key",), "missing_credential"),
    (("api_key", ""), "missing_credential"),
    (("api_key", " \t"), "missing_credential"),
    (("platform", "s:f"), "stray_key"),
    (("platform", ""), "stray_key"),
    (("none", ""), "stray_key"),
    (("none", "sk-typed"), "stray_key"),
    (("api_key", "sk-typed"), "looks_like_a_key"),
    (("api_key", "s:sk-typed"), "looks_like_a_key"),
    (("api_key", "Bearer typed"), "looks_like_a_key"),
    (("api_key", "zzz"), "malformed_credential"),
    (("api_key", "credential/s"), "malformed_credential"),
    (("api_key", " s:f"), "malformed_credential"),
    (("api_key", "platform:api_key"), "operator_credential"),
    (("api_key", "credential/env/PLATFORM_API_KEY"), "operator_credential"),
]
ENTRANCES: list[tuple[str, ...]] = [
    ("create", "new", "--provider", "openai"),
    ("update", "work"),
    ("update", "work", "--allow-payer-change"),
]


def auth_options(auth: tuple[str, ...]) -> tuple[str, ...]:
    kind, *credential = auth
    return ("--auth", kind, *(("--credential", *credential) if credential else ()))


@pytest.mark.parametrize("entrance", ENTRANCES, ids=" ".join)
@pytest.mark.parametrize(("auth", "reason"), BAD_AUTHS)
def test_a_bad_auth_is_refused_alike_at_every_entrance(
    team: Path, entrance: tuple[str, ...], auth: tuple[str, ...], reason: str
) -> None:
    before = stored(team)
    said = ask(*entrance, *auth_options(auth), folder=team)
    assert (said.get("code"), said.get("reason")) == ("invalid_auth", reason)
    assert "typed" not in str(said)
    assert stored(team) == before


def test_what_the_command_line_alone_tells_is_refused_before_anything_else(team: Path) -> None:
    (team / "broken.json").write_text("{", encoding="utf-8")
    wrong = ("--auth", "zzz")
    for args in (
        ("create", "a name", "--provider", "nobody", *wrong),
        ("create", "work", "--provider", "openai", *wrong),
        ("update", "nobody", *wrong),
        ("update", "work", *wrong, "--config", "broken.json"),
        ("update", "work", *wrong, "--store", "mysql://u@h/d"),
    ):
        assert ask(*args, folder=team).get("code") == "invalid_auth"


def test_then_the_configuration_then_the_order_of_the_store(team: Path) -> None:
    (team / "broken.json").write_text("{", encoding="utf-8")
    key = ("--auth", "api_key", "--credential", "sk-typed")
    codes = [
        (("update", "nobody", *key, "--config", "broken.json"), "config_unreadable"),
        (
            ("update", "work", *key, "--store", "mysql://u@h/d", "--config", "broken.json"),
            "config_unreadable",
        ),
        (("delete", "nobody", "--config", "broken.json"), "config_unreadable"),
        (("delete", "nobody", "--force", "--config", "broken.json"), "config_unreadable"),
        (("update", "nobody", *key, "--config", "config.json"), "not_found"),
        (("create", "a name", "--provider", "nobody", *key), "invalid_name"),
        (("create", "work", "--provider", "nobody", *key), "invalid_provider"),
        (("create", "work", "--provider", "openai", *key), "invalid_auth"),
        (
            ("create", "work", "--provider", "openai", "--auth", "platform", "--base-url", "x"),
            "invalid_base_url",
        ),
        (("create", "work", "--provider", "openai", "--auth", "platform"), "already_exists"),
    ]
    before = stored(team)
    assert [ask(*args, folder=team).get("code") for args, _ in codes] == [code for _, code in codes]
    assert stored(team) == before


# ---- delete: every place counts ----

NAMED = {"provider": "openai", "provider_connection": "spare"}
PLACES: list[tuple[str, dict[str, Any]]] = [
    ("/llm/profiles/a/provider_connection", {"llm": {"profiles": {"a": NAMED}}}),
    ("/llm/default/provider_connection", {"llm": {"default": NAMED}}),
    ("/llm/callSites/c/provider_connection", {"llm": {"callSites": {"c": NAMED}}}),
    ("/llm/defaultProvider/connectionName", {"llm": {"defaultProvider": {"connectionName": "spare"}}}),
    ("/llm/provider_connection", {"llm": {"provider_connection": "spare"}}),
    ("/provider_connection", {"provider_connection": "spare"}),
    ("/agents/1/tools/0/provider_connection", {"agents": [{}, {"tools": [NAMED]}]}),
    ("/a~1b/c~0d/provider_connection", {"a/b": {"c~d": NAMED}}),
]
NO_PLACES: list[dict[str, Any]] = [
    {},
    {"llm": None},
    {"llm": {"profiles": {"spare": {"provider": "openai"}}}},
    {"llm": {"profiles": {"a": {"provider_connection": "Spare"}}}},
    {"llm": {"profiles": {"a": {"provider_connection": ["spare"]}}}},
    {"llm": {"default": {"connectionName": "spare"}}},
    {"note": "provider_connection: spare"},
]


@pytest.mark.parametrize(("pointer", "config"), PLACES)
def test_whatever_refers_to_a_connection_keeps_it(team: Path, pointer: str, config: dict[str, Any]) -> None:
    named = ("--config", write_json(team / "other.json", config))
    before = stored(team)
    kept = ask("delete", "spare", *named, folder=team)
    assert (kept.get("code"), kept.get("count"), kept.get("references")) == ("has_references", 1, [pointer])
    assert stored(team) == before
    gone = ask("delete", "spare", *named, "--force", folder=team)
    assert gone == {"ok": True, "name": "spare", "dangling": [pointer]}
    assert "spare" not in [row[0] for row in stored(team)[:-1]]


@pytest.mark.parametrize("config", NO_PLACES, ids=str)
def test_what_does_not_refer_to_it_does_not_keep_it(team: Path, config: dict[str, Any]) -> None:
    named = ("--config", write_json(team / "other.json", config))
    assert ask("delete", "spare", *named, folder=team) == {"ok": True, "name": "spare", "dangling": []}


def test_a_row_that_nobody_sees_is_deleted_as_any_other(team: Path) -> None:
    put(team, "odd", "nobody", "no json")
    assert ask("get", "odd", folder=team).get("code") == "not_found"
    assert ask("update", "odd", "--auth", "none", folder=team).get("code") == "not_found"
    assert ask("delete", "odd", folder=team).get("code") == "references_unknown"
    assert ask("delete", "odd", "--config", "config.json", folder=team)["ok"] is True


# ---- update: who pays ----


@pytest.mark.parametrize(
    ("options", "answer"),
    [
        (("--config", "none.json"), {"ok": True, "payer_changed": True}),
        (("--config", "config.json"), {"code": "payer_change", "from": "byok", "to": "platform", "count": 1}),
        (("--config", "config.json", "--allow-payer-change"), {"ok": True, "payer_changed": True}),
        (("--config", "none.json", "--config", "config.json"), {"code": "payer_change", "count": 1}),
        ((), {"code": "references_unknown"}),
        (("--allow-payer-change",), {"ok": True, "payer_changed": True}),
    ],
)
def test_a_payer_changes_where_nobody_relies_on_it(
    team: Path, options: tuple[str, ...], answer: dict[str, Any]
) -> None:
    write_json(team / "none.json", {})
    before = stored(team)
    said = ask("update", "work", "--auth", "platform", *options, folder=team)
    assert said.items() >= answer.items()
    assert (stored(team) == before) is not said["ok"]


def test_another_key_is_no_other_payer(team: Path) -> None:
    said = ask("update", "work", "--auth", "api_key", "--credential", "new:key", folder=team)
    assert (said["ok"], said["payer_changed"], said["warnings"]) == (True, False, [])
    assert said["connection"]["auth"] == {"type": "api_key", "credential": "credential/new/key"}


def test_a_pair_that_cannot_serve_is_stored_and_warned_of(team: Path) -> None:
    made = ask("create", "odd", "--provider", "openrouter", "--auth", "platform", folder=team)
    assert (made["ok"], made["warnings"]) == (True, ["platform_not_managed"])
    given = ask("update", "odd", "--auth", "none", "--allow-payer-change", folder=team)
    assert (given["ok"], given["warnings"], given["payer_changed"]) == (True, ["none_on_keyed"], True)


# ---- where references come from ----


def test_every_configuration_given_counts(team: Path) -> None:
    first = write_json(team / "first.json", PLACES[0][1])
    (team / "second.yaml").write_text("llm: {default: {provider_connection: spare}}\n", encoding="utf-8")
    said = ask("delete", "spare", "--config", first, "--config", "second.yaml", folder=team)
    assert said.get("references") == [PLACES[0][0], PLACES[1][0]]
    both = os.pathsep.join((first, "second.yaml"))
    assert ask("delete", "spare", folder=team, ROUTEPROOF_CONFIG=both) == said
    empty = write_json(team / "empty.json", {})
    assert ask("delete", "spare", "--config", empty, folder=team, ROUTEPROOF_CONFIG=both)["ok"] is True


def test_a_guard_is_overridden_by_no_variable(team: Path) -> None:
    forced = {"ROUTEPROOF_FORCE": "1", "ROUTEPROOF_ALLOW_PAYER_CHANGE": "1"}
    config = ("--config", "config.json")
    assert ask("delete", "work", *config, folder=team, **forced).get("code") == "has_references"
    assert (
        ask("update", "work", "--auth", "platform", *config, folder=team, **forced).get("code")
        == "payer_change"
    )


EXPORT = """\
format: routeproof/connections-1
connections: []
llm: {profiles: {deep: {provider_connection: spare}}}
"""


def test_the_export_of_the_workspace_counts_where_nothing_is_given(team: Path) -> None:
    (team / "manifest").mkdir()
    (team / "manifest/connections.yaml").write_text(EXPORT, encoding="utf-8")
    pointer = "/llm/profiles/deep/provider_connection"
    (team / "below").mkdir()
    for folder in (team, team / "below"):
        assert ask("delete", "spare", folder=folder).get("references") == [pointer]
    given = ask("delete", "spare", "--config", "manifest/connections.yaml", folder=team)
    assert given.get("references") == [pointer]
    assert ask("delete", "spare", "--config", "config.json", folder=team)["ok"] is True


def test_the_export_may_leave_its_configuration_to_another_file(team: Path) -> None:
    (team / "manifest").mkdir()
    text = "format: routeproof/connections-1\nconnections: []\nconfig_file: ../config.json\n"
    (team / "manifest/connections.yaml").write_text(text, encoding="utf-8")
    assert ask("delete", "work", folder=team).get("references") == ["/llm/profiles/deep/provider_connection"]


@pytest.mark.parametrize(
    "text",
    [
        "{",
        "[]",
        '"text"',
        "",
        '{"llm": {}, "llm": {}}',
        '{"format": "routeproof/calls-1"}',
        '{"format": "routeproof/connections-2"}',
        '{"format": "routeproof/connections-1"}',
        "{" * 2000,
    ],
)
@pytest.mark.parametrize("name", ["other.json", "other.yaml"])
def test_what_is_no_configuration_keeps_everything(team: Path, name: str, text: str) -> None:
    (team / name).write_text(text, encoding="utf-8")
    before = stored(team)
    for args in (("delete", "spare", "--force"), ("update", "spare", "--auth", "platform")):
        assert ask(*args, "--config", name, folder=team).get("code") == "config_unreadable"
    assert stored(team) == before


def test_a_workspace_that_cannot_be_read_is_told_by_every_verb(team: Path) -> None:
    (team / "manifest").mkdir()
    (team / "manifest/connections.yaml").write_text("format: routeproof/connections-1\n", encoding="utf-8")
    for args in (("list",), ("delete", "spare", "--force"), ("migrate",), ("doctor",), ("prove",)):
        assert ask(*args, folder=team).get("code") == "config_unreadable"
