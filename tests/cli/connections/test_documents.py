"""`export`, `check` and `prove`: what a store holds as a file, and files judged without a store."""

import json
from pathlib import Path
from typing import Any

import pytest
import yaml

from support.cli_command import call, run
from support.connection_commands import ask, put, write_json

FILE = "manifest/connections.yaml"
OFFICE = {"name": "office", "managed": True, "auth_env": ["OFFICE_KEY"], "base_url": "optional"}


def export(folder: Path, *args: str) -> dict[str, Any]:
    """What `export` says to a program: a document, and so without `ok`."""
    done = call("connections", "export", *args, "--json", folder=folder)
    assert (done.code, done.err, done.out.count("\n")) == (0, "", 1)
    value: dict[str, Any] = json.loads(done.out)
    return value


def file_export(folder: Path, value: object) -> None:
    (folder / "manifest").mkdir(exist_ok=True)
    (folder / FILE).write_text(yaml.safe_dump(value), encoding="utf-8")


def test_an_export_holds_rows_catalogue_and_configuration(team: Path) -> None:
    value = export(team, "--config", "config.json")
    assert list(value) == ["format", "catalogue", "connections", "llm"]
    assert value["format"] == "routeproof/connections-1"
    assert value["llm"] == json.loads((team / "config.json").read_text(encoding="utf-8"))["llm"]
    names = ["anthropic-managed", "gemini-managed", "ollama-local", "openai-managed", "spare", "work"]
    assert [row["name"] for row in value["connections"]] == names
    assert value["connections"][-1] == {
        "name": "work",
        "provider": "anthropic",
        "auth": {"type": "api_key", "credential": "credential/anthropic-work/api_key"},
    }
    builtin = ["anthropic", "openai", "gemini", "ollama", "fireworks", "openrouter"]
    assert [entry["name"] for entry in value["catalogue"]] == builtin


def test_the_yaml_says_the_same_and_is_written_where_it_is_wanted(team: Path) -> None:
    value = export(team, "--config", "config.json")
    printed = call("connections", "export", "--config", "config.json", folder=team)
    assert (printed.code, printed.err, yaml.safe_load(printed.out)) == (0, "", value)
    to_file = ("export", "--config", "config.json", "--output", FILE)
    written = call("connections", *to_file, folder=team)
    assert (written.code, written.out, written.err) == (0, "", f"wrote {FILE}\n")
    assert (team / FILE).read_text(encoding="utf-8") == printed.out
    assert call("connections", *to_file, folder=team).err == f"unchanged {FILE}\n"
    assert json.loads(call("connections", *to_file, "--json", folder=team).out) == value


def test_an_export_that_is_read_back_gives_the_same_rows(team: Path, tmp_path: Path) -> None:
    """The catalogue, base URLs and the terms of another workspace come along."""
    terms = {"policy": "forbid", "deployment": {"platform": True, "hosted": True}}
    empty = {"format": "routeproof/connections-1", **terms, "catalogue": [OFFICE], "connections": []}
    file_export(team, empty)
    url = "https://office.example/v1"
    office = ("--provider", "office", "--auth", "none", "--base-url", url)
    fresh = ("--store", "sqlite:///fresh.db")
    assert ask("create", "desk", *office, *fresh, folder=team)["connection"]["baseUrl"] == url
    value = export(team, *fresh)
    assert value["policy"] == "forbid"
    assert value["catalogue"] == [OFFICE]
    rows = [{"name": "desk", "provider": "office", "auth": {"type": "none"}, "base_url": url}]
    managed = {"name": "office-managed", "provider": "office", "auth": {"type": "platform"}}
    assert value["connections"] == [*rows, managed]
    (copy := tmp_path / "copy").mkdir()
    file_export(copy, value)
    for row in rows:
        credential = row["auth"]
        assert credential == {"type": "none"}
    assert export(copy)["catalogue"] == value["catalogue"]


def test_a_row_that_cannot_be_used_is_left_out_and_said(team: Path) -> None:
    put(team, "odd", "nobody", "no json")
    done = call("connections", "export", folder=team)
    assert "odd" not in done.out
    assert done.err == "1 row is not in the export: `routeproof connections doctor` says why\n"


@pytest.mark.parametrize("text", ['{"llm": {"x": 1e400}}', '{"llm": {"x": "\\ud800"}}'])
def test_what_an_export_cannot_carry_is_refused(team: Path, text: str) -> None:
    (team / "big.json").write_text(text, encoding="utf-8")
    for args in ((), ("--json",), ("--output", "out.yaml")):
        done = call("connections", "export", "--config", "big.json", *args, folder=team)
        assert done.code == 2
        assert not (team / "out.yaml").exists()


@pytest.mark.parametrize("value", [1.0, 10**30, -0.5, "yes", "1e3", "é", "\u2028", "", None, [[]], {"": {}}])
def test_values_of_a_configuration_are_carried(team: Path, value: object) -> None:
    config = {"llm": {"note": value, "list": [value, {"key": value}]}}
    write_json(team / "odd.json", config)
    printed = call("connections", "export", "--config", "odd.json", folder=team)
    assert (printed.code, printed.err) == (0, "")
    assert yaml.safe_load(printed.out)["llm"] == config["llm"]
    assert export(team, "--config", "odd.json")["llm"] == config["llm"]


def test_a_terminal_without_the_letters_gets_the_file_all_the_same(team: Path) -> None:
    config = {"llm": {"note": "é \u20ac \U0001f511"}}
    write_json(team / "odd.json", config)
    for mode in ((), ("--json",)):
        args = ("connections", "export", "--config", "odd.json", *mode)
        done = run(*args, folder=team, PYTHONIOENCODING="ascii")
        assert (done.code, yaml.safe_load(done.out)["llm"]) == (0, config["llm"])


# ---- prove ----

MOVES = {
    "format": "routeproof/connections-1",
    "policy": "any",
    "connections": [{"name": "m", "provider": "openai", "auth": {"type": "platform"}}],
    "llm": {"default": {"provider": "openai", "provider_connection": "m"}},
    "services": {"inference": {"mode": "your-own"}},
}


def test_a_policy_that_moves_the_bill_has_a_witness(team: Path) -> None:
    file_export(team, MOVES)
    done = call("connections", "prove", "--json", folder=team)
    said = json.loads(done.out)
    assert (done.code, said["ok"], said.get("code")) == (1, False, "payer_moved")
    assert (said["entries"], said["states"]) == (1, 1152)
    (violation,) = said["violations"]
    assert violation.keys() == {"pointer", "state", "expected", "actual", "via"}
    assert {**violation, "state": None} == {
        "pointer": "/llm/default",
        "state": None,
        "expected": "platform",
        "actual": "byok",
        "via": "legacy",
    }
    assert violation["state"]["policy"] == "any"
    person = call("connections", "prove", folder=team)
    assert person.code == 1
    assert person.out.startswith("/llm/default: platform is meant, and byok pays by legacy\n  when ")
    elsewhere = team / "elsewhere.yaml"
    elsewhere.write_text(yaml.safe_dump({**MOVES, "policy": "same_payer"}), encoding="utf-8")
    good = ask("prove", "--file", "elsewhere.yaml", folder=team)
    assert good == {"ok": True, "entries": 1, "states": 1152, "violations": []}


def test_who_names_a_store_where_none_is_asked_is_told(team: Path) -> None:
    file_export(team, {**MOVES, "policy": "same_payer"})
    for verb in ("prove", "replay"):
        done = call("connections", verb, "--store", "sqlite:///other.db", folder=team)
        assert (done.code, done.err) == (0, "no store was asked\n")
        assert call("connections", verb, folder=team, ROUTEPROOF_STORE="sqlite:///other.db").err == ""
    assert not (team / "other.db").exists()


def test_without_an_entry_nothing_is_proved(team: Path) -> None:
    file_export(team, {**MOVES, "llm": {}})
    done = call("connections", "prove", "--json", folder=team)
    assert (done.code, json.loads(done.out).get("code")) == (3, "nothing_checked")


# ---- check ----


def report(folder: Path, *args: str) -> tuple[int, dict[str, Any]]:
    """The exit code and the report of the house that `check` gives a program: it has no `ok`."""
    done = call("connections", "check", *args, "--json", folder=folder)
    value: dict[str, Any] = json.loads(done.out)
    assert (value["format"], value["exit_code"]) == ("routeproof/report-1", done.code)
    assert "ok" not in value
    return done.code, value


def test_what_is_filed_is_judged_without_a_registry_and_without_a_store(team: Path) -> None:
    file_export(team, MOVES)
    code, value = report(team, "--select", "payer-preserved")
    assert code == 1
    assert [(each["check"], each["pointer"]) for each in value["findings"]] == [
        ("payer-preserved", "/llm/default")
    ]
    assert value["findings"][0]["file"] == FILE


def test_a_store_is_judged_with_a_configuration(team: Path) -> None:
    put(team, "odd", "nobody", "{}")
    bad = {"llm": {"default": {"provider": "openai", "provider_connection": "work"}}}
    config = ("--config", write_json(team / "bad.json", bad))
    code, value = report(team, *config)
    found = {(each["check"], each["level"]) for each in value["findings"]}
    assert code == 1
    assert {("entry-provider-agrees", "error"), ("connection-provider-known", "error")} <= found
    place = next(each for each in value["findings"] if each["check"] == "entry-provider-agrees")
    assert (place["file"], place["line"]) == ("bad.json", 1)
    assert report(team, *config, "--ignore", "entry-provider-agrees")[0] == 1
    selected = report(team, "--config", "config.json", "--select", "entry-provider-agrees")
    assert (selected[0], selected[1]["ledger"]["done"]) == (0, ["entry-provider-agrees"])
    shown = call("connections", "check", *config, "--report", "json=out/report.json", folder=team)
    assert shown.code == 1
    assert "entry-provider-agrees" in shown.out
    assert json.loads((team / "out/report.json").read_text(encoding="utf-8"))["exit_code"] == 1


def test_a_check_of_nothing_is_no_pass(tmp_path: Path) -> None:
    assert report(tmp_path)[0] == 3
    assert not (tmp_path / ".routeproof").exists()


def test_a_workspace_is_judged_by_its_own_registry(reference: Path) -> None:
    code, value = report(reference, "--select", "connection-provider-known")
    assert code in (0, 3)
    assert value["ledger"]["planned"] == ["connection-provider-known"]


@pytest.mark.parametrize("format_name", ["markdown", "github", "sarif", "junit"])
def test_the_report_has_the_formats_of_the_house(team: Path, format_name: str) -> None:
    done = call("connections", "check", "--config", "config.json", "--format", format_name, folder=team)
    assert (done.code, done.err) == (0, "")
