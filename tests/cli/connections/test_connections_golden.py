"""What the verbs say to people, word for word."""

import re
from pathlib import Path

import pytest

from support.cli_command import assert_golden, call
from support.connection_commands import put, write_json

pytestmark = pytest.mark.golden

KEY = ("--auth", "api_key", "--credential", "openai-team:api_key")
CONFIG = ("--config", "config.json")
SESSIONS: dict[str, list[tuple[str, ...]]] = {
    "reading": [
        ("list",),
        ("list", "--provider", "openai"),
        ("get", "work"),
        ("get", "nobody"),
    ],
    "writing": [
        ("create", "team", "--provider", "openai", *KEY),
        ("create", "team", "--provider", "openai", *KEY),
        ("create", "lab", "--provider", "openrouter", "--auth", "platform"),
        ("create", "a b", "--provider", "openai", *KEY),
        ("create", "new", "--provider", "nobody", *KEY),
        ("create", "new", "--provider", "openai", "--auth", "api_key", "--credential", "sk-typed"),
        ("create", "new", "--provider", "openai", "--auth", "platform", "--base-url", "https://a.example"),
        ("update", "team", *KEY),
        ("update", "work", "--auth", "platform"),
        ("update", "work", "--auth", "platform", *CONFIG),
        ("update", "work", "--auth", "platform", *CONFIG, "--allow-payer-change"),
        ("delete", "team"),
        ("delete", "work", *CONFIG),
        ("delete", "work", *CONFIG, "--force"),
        ("delete", "team", *CONFIG),
    ],
    "wrong-calls": [
        ("lst",),
        ("get",),
        ("get", "work", "sk-typed"),
        ("list", "--shrug"),
        ("list", "--provder", "openai"),
        ("list", "--format", "xml"),
        ("list", "--vault", "drawer"),
        ("list", "--store", "mysql://user:word@host/database"),
        ("delete", "work", "--config", "gone.json"),
        ("backfill", "--config", "config.yaml"),
        ("prove",),
        ("check", "--select", "golden-matrix"),
    ],
    "backfill": [
        ("backfill", "--config", "new.json", "--dry-run"),
        ("backfill", "--config", "new.json"),
        ("backfill", "--config", "new.json"),
    ],
    "documents": [
        ("export", *CONFIG),
        ("export", *CONFIG, "--output", "manifest/connections.yaml"),
        ("prove",),
        ("check",),
        ("check", "--config", "broken.json"),
    ],
    "faults": [
        ("doctor",),
        ("list",),
    ],
}
NEW = {
    "llm": {
        "default": {"provider": "openai"},
        "profiles": {"deep": {"provider": "anthropic", "payer": "byok"}, "odd": {"provider": "nobody"}},
    },
    "services": {"inference": {"mode": "managed"}},
}
BROKEN = {"llm": {"default": {"provider": "openai", "provider_connection": "work"}}}
TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")


@pytest.mark.parametrize("name", SESSIONS)
def test_a_session(team: Path, name: str) -> None:
    write_json(team / "new.json", NEW)
    write_json(team / "broken.json", BROKEN)
    (team / "config.yaml").write_text("llm: {}\n", encoding="utf-8")
    if name == "faults":
        put(team, "odd\n", "nobody", "[]")
        put(team, "keyless", "openai", '{"type":"none"}')
    shown = "".join(call("connections", *args, folder=team).shown(team) for args in SESSIONS[name])
    assert_golden(f"connections-{name}", TIME.sub("TIME", shown))


def test_a_first_start(tmp_path: Path) -> None:
    runs = [call("connections", *args, folder=tmp_path) for args in (("migrate",), ("migrate",), ("doctor",))]
    assert_golden("connections-migrate", "".join(run.shown(tmp_path) for run in runs))


def test_a_proof_that_fails(team: Path) -> None:
    text = """\
format: routeproof/connections-1
policy: any
connections: [{name: m, provider: openai, auth: {type: platform}}]
llm: {default: {provider: openai, provider_connection: m}}
services: {inference: {mode: your-own}}
"""
    (team / "moved.yaml").write_text(text, encoding="utf-8")
    done = call("connections", "prove", "--file", "moved.yaml", folder=team)
    assert_golden("connections-prove", done.shown(team))
