"""Which store a verb works on, what it makes where there is none, and under which catalogue it reads."""

import sqlite3
import stat
from pathlib import Path

import pytest
import yaml

from support.cli_command import call, copy_workspace
from support.connection_commands import DATABASE, ask, put, stored, told

CANONICAL = ["anthropic-managed", "gemini-managed", "ollama-local", "openai-managed"]
TABLE = (
    "CREATE TABLE provider_connections (name TEXT PRIMARY KEY, provider TEXT NOT NULL, auth TEXT NOT NULL, "
    "base_url TEXT NULL, created_at BIGINT NOT NULL, updated_at BIGINT NOT NULL)"
)
FILE = "manifest/connections.yaml"


def names(folder: Path, *args: str) -> list[str]:
    return [each["name"] for each in ask("list", *args, folder=folder)["connections"]]


@pytest.mark.parametrize(
    "args",
    [
        ("list",),
        ("get", "anthropic-managed"),
        ("create", "new", "--provider", "openai", "--auth", "platform"),
        ("doctor",),
        ("export",),
        ("update", "nobody", "--auth", "none"),
        ("delete", "nobody"),
        ("check", "--config", "none.json"),
    ],
    ids=" ".join,
)
def test_a_store_that_is_not_there_is_booted_by_any_verb(tmp_path: Path, args: tuple[str, ...]) -> None:
    (tmp_path / "none.json").write_text("{}", encoding="utf-8")
    call("connections", *args, folder=tmp_path)
    modes = [stat.S_IMODE((tmp_path / part).stat().st_mode) for part in (".routeproof", DATABASE)]
    assert modes == [0o700, 0o600]
    assert {row[0] for row in stored(tmp_path)[:-1]} >= {*CANONICAL}


def test_a_store_that_is_there_is_neither_seeded_nor_migrated(tmp_path: Path) -> None:
    (tmp_path / ".routeproof").mkdir()
    with sqlite3.connect(tmp_path / DATABASE) as database:
        database.execute(TABLE)
    database.close()
    put(tmp_path, "own", "openai", '{"type":"platform"}')
    assert names(tmp_path) == ["own"]
    assert ask("delete", "own", "--force", folder=tmp_path)["ok"] is True
    assert names(tmp_path) == []
    with sqlite3.connect(tmp_path / DATABASE) as database:
        tables = database.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
    database.close()
    assert tables == [("provider_connections",)]
    migrated = ask("migrate", folder=tmp_path)
    assert (sorted(migrated["inserted"]), migrated["kept"], migrated["revision"]) == (CANONICAL, [], "0001")
    assert migrated["store"].endswith(DATABASE)
    assert ask("migrate", folder=tmp_path)["inserted"] == []


def test_backfill_boots_what_is_there_and_a_preview_writes_nothing(tmp_path: Path) -> None:
    (tmp_path / "c.json").write_text('{"llm": {"default": {"provider": "openai"}}}', encoding="utf-8")
    before = (tmp_path / "c.json").read_bytes()
    preview = ask("backfill", "--config", "c.json", "--dry-run", folder=tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["c.json"]
    assert (tmp_path / "c.json").read_bytes() == before
    (tmp_path / ".routeproof").mkdir()
    with sqlite3.connect(tmp_path / DATABASE) as database:
        database.execute(TABLE)
    database.close()
    assert ask("backfill", "--config", "c.json", folder=tmp_path) == preview
    stamped = [{"pointer": "/llm/default", "connection": "openai-personal"}]
    expected = {
        "ok": True,
        "changed": True,
        "created": ["openai-personal"],
        "stamped": stamped,
        "skipped": [],
    }
    assert preview == expected
    assert names(tmp_path) == sorted([*CANONICAL, "openai-personal"])
    again = {"ok": True, "changed": False, "created": [], "stamped": [], "skipped": []}
    assert ask("backfill", "--config", "c.json", folder=tmp_path) == again


def test_the_deployment_is_what_the_environment_says(tmp_path: Path) -> None:
    (tmp_path / "c.json").write_text('{"llm": {"default": {"provider": "openai"}}}', encoding="utf-8")
    for value, name in (("true", "openai-managed"), ("1", "openai-managed"), ("yes", "openai-personal")):
        said = ask("backfill", "--config", "c.json", "--dry-run", folder=tmp_path, IS_PLATFORM=value)
        assert said["stamped"] == [{"pointer": "/llm/default", "connection": name}]


def test_the_store_is_the_one_given_else_the_variable_else_the_workspaces(tmp_path: Path) -> None:
    variable = {"ROUTEPROOF_STORE": "sqlite:///variable.db"}
    own = ("--store", "sqlite:///given.db")
    made = ("create", "x", "--provider", "openai", "--auth", "platform")
    assert ask(*made, *own, folder=tmp_path, **variable)["ok"] is True
    assert [path.name for path in tmp_path.iterdir()] == ["given.db"]
    assert ask(*made, folder=tmp_path, **variable)["ok"] is True
    assert sorted(path.name for path in tmp_path.iterdir()) == ["given.db", "variable.db"]
    assert told(call("connections", "get", "x", "--json", folder=tmp_path))["code"] == "not_found"
    assert ask("get", "x", folder=tmp_path, **variable)["ok"] is True


def test_the_catalogue_is_that_of_the_export_else_of_the_registry_else_the_built_in(tmp_path: Path) -> None:
    (bare := tmp_path / "bare").mkdir()
    assert "ollama-local" in names(bare)
    registered = copy_workspace(tmp_path / "registered")
    (registered / FILE).unlink(missing_ok=True)
    by_registry = ask("create", "x", "--provider", "nobody", "--auth", "none", folder=registered)["valid"]
    assert "minimax" in by_registry
    assert "platform" not in by_registry
    listed = {
        "format": "routeproof/connections-1",
        "catalogue": [{"name": "desk", "keyless": True}],
        "connections": [],
    }
    (registered / FILE).write_text(yaml.safe_dump(listed), encoding="utf-8")
    assert ask("create", "x", "--provider", "nobody", "--auth", "none", folder=registered)["valid"] == [
        "desk"
    ]
    fresh = ("--store", "sqlite:///fresh.db")
    assert names(registered, *fresh) == ["desk-local"]


def test_what_a_registry_reserves_is_reserved_under_every_catalogue(tmp_path: Path) -> None:
    registered = copy_workspace(tmp_path / "registered")
    registry = yaml.safe_load((registered / "manifest/providers.yaml").read_text(encoding="utf-8"))
    operator = next(each for each in registry["providers"] if each["name"] == "platform")
    listed = {
        "format": "routeproof/connections-1",
        "catalogue": [{"name": "desk", "auth_env": ["DESK_KEY"]}],
        "connections": [],
    }
    (registered / FILE).write_text(yaml.safe_dump(listed), encoding="utf-8")
    for name in operator["auth_env"]:
        auth = ("--auth", "api_key", "--credential", f"credential/env/{name}")
        said = ask("create", "x", "--provider", "desk", *auth, folder=registered)
        assert (said["code"], said["reason"]) == ("invalid_auth", "operator_credential")


def test_a_hosted_deployment_keeps_private_addresses_out(tmp_path: Path) -> None:
    lab = ("create", "lab", "--provider", "ollama", "--auth", "none", "--base-url", "http://10.0.0.5:11434")
    (tmp_path / "manifest").mkdir()
    for hosted in (True, False):
        filed = {
            "format": "routeproof/connections-1",
            "deployment": {"hosted": hosted},
            "connections": [],
        }
        (tmp_path / FILE).write_text(yaml.safe_dump(filed), encoding="utf-8")
        said = ask(*lab, folder=tmp_path)
        assert (said["ok"], said.get("reason")) == ((False, "private_host") if hosted else (True, None))
