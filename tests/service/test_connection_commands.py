"""`routeproof connections` on each database: the same answers, whatever holds the rows."""

from pathlib import Path
from typing import Any

from support.connection_commands import ask, write_json
from support.live_database import LiveDatabase

CANONICAL = ["anthropic-managed", "gemini-managed", "ollama-local", "openai-managed"]
KEY = ("--auth", "api_key", "--credential", "openai-team:api_key")
ROW = {
    "name": "Team",
    "provider": "openai",
    "auth": {"type": "api_key", "credential": "credential/openai-team/api_key"},
    "payer": "byok",
    "baseUrl": None,
}
CONFIG = {"llm": {"default": {"provider": "openai", "provider_connection": "Team"}, "callSites": {"a": None}}}
POINTER = "/llm/default/provider_connection"


def without_times(connection: dict[str, Any]) -> dict[str, Any]:
    created, updated = connection.pop("createdAt"), connection.pop("updatedAt")
    assert 1_600_000_000_000 < created <= updated
    return connection


def test_a_life_of_a_connection(database: LiveDatabase, tmp_path: Path) -> None:
    config = ("--config", write_json(tmp_path / "c.json", CONFIG))

    def told(*args: str) -> dict[str, Any]:
        return ask(*args, folder=tmp_path, ROUTEPROOF_STORE=database.url)

    assert told("list")["hidden"] == 0
    assert sorted(told("migrate")["kept"]) == CANONICAL
    made = told("create", "Team", "--provider", "openai", *KEY)
    assert (without_times(made["connection"]), made["warnings"]) == (ROW, [])
    assert told("create", "Team", "--provider", "openai", *KEY)["code"] == "already_exists"
    database.insert("_odd", "nobody", "no json")
    listed = told("list")
    assert [each["name"] for each in listed["connections"]] == ["Team", *CANONICAL]
    assert listed["hidden"] == 1
    faults = [("_odd", kind) for kind in ("unknown_provider", "malformed_json", "invalid_name")]
    assert [(each["name"], each["kind"]) for each in told("doctor")["faults"]] == faults
    before = database.digest()
    kept = told("delete", "Team", *config)
    assert (kept["code"], kept["references"]) == ("has_references", [POINTER])
    moved = told("update", "Team", "--auth", "platform", *config)
    assert (moved["code"], moved["from"], moved["to"]) == ("payer_change", "byok", "platform")
    assert told("update", "Team", "--auth", "platform")["code"] == "references_unknown"
    assert database.digest() == before
    assert (
        told("update", "Team", "--auth", "platform", *config, "--allow-payer-change")["payer_changed"] is True
    )
    assert told("delete", "Team", *config, "--force") == {"ok": True, "name": "Team", "dangling": [POINTER]}
    assert told("delete", "_odd", *config)["ok"] is True
    assert told("backfill", *config)["changed"] is False
    assert [row["name"] for row in told("list")["connections"]] == CANONICAL
    assert not (tmp_path / ".routeproof").exists()
