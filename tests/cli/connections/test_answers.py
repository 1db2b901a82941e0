"""Every call, right or wrong: one object for a program, the same exit code for a person."""

import sqlite3
from pathlib import Path

import pytest

from support.cli_command import call
from support.connection_commands import DATABASE, ask, put, told, write_json

KEY = ("--auth", "api_key", "--credential", "s:f")
CONFIG = ("--config", "config.json")

GRANTED = [
    ("list",),
    ("list", "--provider", "anthropic"),
    ("list", "--provider", "no-such-provider"),
    ("get", "work"),
    ("create", "new", "--provider", "openai", *KEY),
    ("create", "new", "--provider", "openai", "--auth", "platform"),
    ("create", "new", "--provider", "ollama", "--auth", "none", "--base-url", "http://10.0.0.5:11434"),
    ("update", "work", *KEY, *CONFIG),
    ("update", "spare", "--auth", "platform", *CONFIG),
    ("update", "work", "--auth", "platform", "--allow-payer-change"),
    ("delete", "spare", *CONFIG),
    ("delete", "work", "--force", *CONFIG),
    ("delete", "work", "--force"),
    ("migrate",),
    ("backfill", *CONFIG),
    ("backfill", *CONFIG, "--dry-run"),
    ("doctor",),
    ("replay",),
    ("--help",),
    ("create", "--help"),
]

USAGE = [
    (),
    ("lst",),
    ("sk-typed-in-the-wrong-place",),
    ("--shrug",),
    ("--store",),
    ("list", "--shrug"),
    ("list", "surplus"),
    ("list", "--provider"),
    ("list", "--format", "xml"),
    ("list", "--vault", "drawer"),
    ("list", "--vault", "dir:"),
    ("list", "--root", "no-such-folder"),
    ("get",),
    ("get", "work", "surplus"),
    ("create",),
    ("create", "new", *KEY),
    ("create", "new", "--provider", "openai"),
    ("update", "work"),
    ("update", "work", "--credential", "s:f"),
    ("update", "work", "--auth"),
    ("delete",),
    ("delete", "work", "--force=yes"),
    ("backfill",),
    ("resolve",),
    ("resolve", *CONFIG, "--policy", "whoever"),
    ("check", "--select", "no-such-check"),
    ("check", "--select", "golden-matrix"),
    ("check", "--report", "xml=there"),
    ("check", "--fail-level", "fatal"),
]

REFUSED = [
    (("get", "nobody"), 1, {"code": "not_found", "name": "nobody"}),
    (
        ("create", "work", "--provider", "openai", *KEY),
        1,
        {"code": "already_exists", "name": "work"},
    ),
    (("create", "-x", "--provider", "openai", *KEY), 2, {"code": "usage"}),
    (
        ("create", "a b", "--provider", "openai", *KEY),
        2,
        {"code": "invalid_name", "name": "a b"},
    ),
    (
        ("create", "new", "--provider", "platform", *KEY),
        2,
        {
            "code": "invalid_provider",
            "provider": "platform",
            "valid": ["anthropic", "openai", "gemini", "ollama", "fireworks", "openrouter"],
        },
    ),
    (
        ("create", "new", "--provider", "openai", "--auth", "zzz"),
        2,
        {"code": "invalid_auth", "reason": "unknown_type"},
    ),
    (
        ("create", "new", "--provider", "openai", *KEY, "--base-url", "https://example.org"),
        2,
        {"code": "invalid_base_url", "reason": "not_allowed"},
    ),
    (("update", "nobody", *KEY), 1, {"code": "not_found", "name": "nobody"}),
    (
        ("update", "work", "--auth", "platform", *CONFIG),
        1,
        {
            "code": "payer_change",
            "from": "byok",
            "to": "platform",
            "count": 1,
            "references": ["/llm/profiles/deep/provider_connection"],
        },
    ),
    (("update", "work", "--auth", "platform"), 2, {"code": "references_unknown"}),
    (("delete", "nobody"), 1, {"code": "not_found", "name": "nobody"}),
    (("delete", "nobody", *CONFIG), 1, {"code": "not_found", "name": "nobody"}),
    (("delete", "work"), 2, {"code": "references_unknown"}),
    (
        ("delete", "work", *CONFIG),
        1,
        {
            "code": "has_references",
            "count": 1,
            "references": ["/llm/profiles/deep/provider_connection"],
        },
    ),
    (("delete", "work", "--config", "gone.json"), 2, {"code": "config_unreadable"}),
    (("update", "work", *KEY, "--config", "gone.json"), 2, {"code": "config_unreadable"}),
    (("backfill", "--config", "gone.json"), 2, {"code": "config_unreadable"}),
    (("resolve", "--config", "gone.json"), 2, {"code": "config_unreadable"}),
    (("export", "--config", "gone.json"), 2, {"code": "config_unreadable"}),
    (("check", "--config", "gone.json"), 2, {"code": "config_unreadable"}),
    (("prove", "--file", "gone.yaml"), 2, {"code": "config_unreadable"}),
    (("prove",), 2, {"code": "config_unreadable"}),
    (("prove", "--file", "config.json"), 2, {"code": "config_unreadable"}),
    (("export", "--output", "config.json/below"), 2, {"code": "output_unwritable"}),
    (("list", "--store", "mysql://user@host/database"), 2, {"code": "bad_store_url"}),
    (("list", "--store", "no url at all"), 2, {"code": "bad_store_url"}),
    (("list", "--store", "sqlite:///config.json"), 5, {"code": "store_unavailable"}),
    (("migrate", "--store", "sqlite:///config.json"), 5, {"code": "store_unavailable"}),
    (("list", "--store", "sqlite:///no/such/folder/of/any.db"), 5, {"code": "store_unavailable"}),
]


@pytest.mark.parametrize("args", GRANTED, ids=" ".join)
def test_what_is_granted_is_ok_for_both_readers(team: Path, args: tuple[str, ...]) -> None:
    assert told(call("connections", "--json", *args, folder=team))["ok"] is True
    assert call("connections", *args, folder=team).code in (0, 1)  # 1: what was done is not done twice


@pytest.mark.parametrize("args", USAGE, ids=" ".join)
def test_a_wrong_call_is_told_to_both_readers(team: Path, args: tuple[str, ...]) -> None:
    done = call("connections", "--json", *args, folder=team)
    assert (done.code, told(done)["code"]) == (2, "usage")
    person = call("connections", *args, folder=team)
    assert (person.code, person.out) == (2, "")
    assert person.err.startswith(("Usage: ", "Error: option "))


@pytest.mark.parametrize(("args", "code", "answer"), REFUSED, ids=str)
def test_a_refusal_is_told_to_both_readers(
    team: Path, args: tuple[str, ...], code: int, answer: dict[str, object]
) -> None:
    done = call("connections", "--json", *args, folder=team)
    said = told(done)
    assert said.pop("error")
    assert (done.code, said) == (code, {"ok": False, **answer})
    person = call("connections", *args, folder=team)
    assert (person.code, person.out) == (code, "")
    assert person.err.startswith(("error: ", "Usage: "))


@pytest.mark.parametrize(
    ("before", "behind", "variables"),
    [
        (("--json",), (), {}),
        ((), ("--json",), {}),
        (("--format", "json"), (), {}),
        ((), ("--format=json",), {}),
        (("--store", "sqlite:///other.db", "--json"), (), {}),
        ((), (), {"ROUTEPROOF_FORMAT": "json"}),
        ((), (), {"ROUTEPROOF_JSON": "1"}),
        ((), ("--json",), {"ROUTEPROOF_FORMAT": "text"}),
    ],
)
def test_json_is_asked_for_anywhere(
    team: Path, before: tuple[str, ...], behind: tuple[str, ...], variables: dict[str, str]
) -> None:
    assert told(call("connections", *before, "list", *behind, folder=team, **variables))["hidden"] == 0
    wrong = call("connections", *before, "list", *behind, "--shrug", folder=team, **variables)
    assert told(wrong)["code"] == "usage"


@pytest.mark.parametrize(
    ("args", "variables"),
    [
        (("get", "--", "--json"), {}),
        (("list", "--provider", "--json"), {}),
        (("list", "--format", "text"), {"ROUTEPROOF_JSON": "1"}),
        (("list", "--format", "text"), {"ROUTEPROOF_FORMAT": "json"}),
    ],
)
def test_json_is_not_asked_for_by_a_value(
    team: Path, args: tuple[str, ...], variables: dict[str, str]
) -> None:
    assert not call("connections", *args, folder=team, **variables).out.startswith("{")


def test_the_options_of_all_verbs_may_stand_before_the_verb(team: Path, tmp_path: Path) -> None:
    common = ("--root", str(team), "--vault", "env", "--vault", "keyring", "--json")
    (elsewhere := tmp_path / "elsewhere").mkdir()
    for args in ((*common, "get", "work"), ("get", "work", *common)):
        assert told(call("connections", *args, folder=elsewhere))["connection"]["name"] == "work"


def test_called_with_nothing_it_says_what_there_is(team: Path) -> None:
    done = call("connections", folder=team)
    assert (done.code, done.out) == (2, "")
    assert "Commands:\n  list " in done.err


# ---- answers that come with a report ----


def test_a_fault_of_a_row_is_an_answer(team: Path) -> None:
    put(team, "odd", "nobody", "[]")
    done = call("connections", "doctor", "--json", folder=team)
    said = told(done)
    faults = [{"name": "odd", "kind": "unknown_provider"}, {"name": "odd", "kind": "not_an_object"}]
    assert (done.code, said["code"], said["faults"]) == (1, "row_faults", faults)
    person = call("connections", "doctor", folder=team)
    assert (person.code, person.err) == (1, "error: 2 faults in 1 row\n")
    assert person.out.splitlines() == [
        "name  fault",
        "odd   unknown_provider",
        "odd   not_an_object",
    ]
    assert ask("list", folder=team)["hidden"] == 1


def test_a_table_that_nobody_can_adopt_is_outdated(tmp_path: Path) -> None:
    (tmp_path / ".routeproof").mkdir()
    with sqlite3.connect(tmp_path / DATABASE) as database:
        database.execute("CREATE TABLE provider_connections (name TEXT PRIMARY KEY, provider TEXT)")
    database.close()
    for verb in ("list", "migrate", "doctor"):
        done = call("connections", verb, "--json", folder=tmp_path)
        assert (done.code, told(done)["code"]) == (2, "store_outdated")


def test_a_configuration_that_cannot_be_replaced_stays(team: Path) -> None:
    write_json(team / "new.json", {"llm": {"default": {"provider": "openai"}}})
    (team / "new.json.lock").symlink_to(team / "nowhere" / "at-all")
    done = call("connections", "backfill", "--config", "new.json", "--json", folder=team)
    said = told(done)
    assert (done.code, said["code"]) == (2, "config_unwritable")
    assert said["created"] == ["openai-personal"]


def test_a_configuration_that_never_holds_still_is_undecided(
    team: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_json(team / "new.json", {"llm": {"default": {"provider": "openai"}}})
    monkeypatch.setattr("routeproof.connections.boot.replaced", lambda *_: False)
    done = call("connections", "backfill", "--config", "new.json", "--json", folder=team)
    assert (done.code, told(done)["code"]) == (5, "config_changed")


def test_a_defect_is_one_object_too(team: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise ZeroDivisionError("what a library says of its arguments")

    monkeypatch.setattr("routeproof.connections.store.open_store", fail)
    done = call("connections", "--json", "list", folder=team)
    assert (done.code, told(done)) == (
        70,
        {"ok": False, "code": "internal_error", "error": "internal error: ZeroDivisionError"},
    )
    person = call("connections", "list", folder=team)
    assert (person.code, person.out) == (70, "")
    assert "arguments" not in person.err
