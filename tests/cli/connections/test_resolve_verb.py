"""`resolve`: the way of a call now, as the rule has it, from real rows, configurations and variables."""

from itertools import product
from pathlib import Path
from typing import Any

import pytest

from support.cli_command import call
from support.connection_commands import ask, put, told, write_json
from support.plain_dispatch import answer

CONFIG = ("--config", "config.json")
KEY = {"ANTHROPIC_WORK_API_KEY": "held"}
OWN_KEY = {"ANTHROPIC_API_KEY": "held"}
PLATFORM = {"PLATFORM_API_KEY": "held"}
PROXY = ("--platform-url", "https://proxy.example/")
DEEP = (*CONFIG, "--profile", "deep")


def route(**changed: object) -> dict[str, Any]:
    """An answer by the connection `work`, with what differs."""
    found = {
        "via": "connection",
        "provider": "anthropic",
        "payer": "byok",
        "connection": "work",
        "reason": None,
        "payer_changed": False,
    }
    return {"ok": True, "route": {**found, **changed}}


@pytest.mark.parametrize(
    ("args", "variables", "expected"),
    [
        (DEEP, KEY, route()),
        ((*CONFIG, "--call-site", "mainAgent"), KEY, route()),
        ((*CONFIG, "--call-site", "mainAgent", "--profile", "deep"), KEY, route()),
        (
            DEEP,
            OWN_KEY,
            route(via="legacy", connection=None, reason="credential_not_found"),
        ),
        (
            (*CONFIG, *PROXY),
            PLATFORM,
            route(payer="platform", connection="anthropic-managed"),
        ),
        (
            ("--config", "bare.json"),
            OWN_KEY,
            route(via="legacy", connection=None, reason="no_connection"),
        ),
        (
            ("--config", "bare.json", *PROXY),
            {**PLATFORM, "IS_PLATFORM": "true"},
            route(via="legacy", payer="platform", connection=None, reason="no_connection"),
        ),
    ],
)
def test_a_call_that_is_served(
    team: Path, args: tuple[str, ...], variables: dict[str, str], expected: dict[str, Any]
) -> None:
    write_json(team / "bare.json", {"llm": {"default": {"provider": "anthropic"}}})
    assert ask("resolve", *args, folder=team, **variables) == expected


@pytest.mark.parametrize(
    ("args", "variables", "code", "reason", "hard"),
    [
        (DEEP, {}, 1, "credential_not_found", False),
        (DEEP, {"ANTHROPIC_WORK_API_KEY": "a\nb"}, 1, "credential_malformed", False),
        ((*DEEP, "--policy", "forbid"), OWN_KEY, 1, "credential_not_found", False),
        ((*DEEP, *PROXY), {**PLATFORM, "IS_PLATFORM": "true"}, 1, "credential_not_found", False),
        (
            (*DEEP, *PROXY, "--policy", "any"),
            {**PLATFORM, "IS_PLATFORM": "1"},
            1,
            "credential_not_found",
            False,
        ),
        ((*DEEP, "--vault", "dir:no-such-folder"), KEY, 5, "vault_unavailable", False),
        (CONFIG, PLATFORM, 1, "platform_unavailable", False),
        ((*CONFIG, "--profile", "nobody"), KEY, 1, "unknown_profile", True),
        (("--config", "other.json"), {}, 1, "not_found", True),
        (("--config", "empty.json"), {}, 1, "incomplete_entry", True),
    ],
)
def test_a_call_that_nobody_serves(
    team: Path,
    args: tuple[str, ...],
    variables: dict[str, str],
    code: int,
    reason: str,
    hard: bool,
) -> None:
    write_json(team / "other.json", {"llm": {"default": {"provider_connection": "nobody"}}})
    write_json(team / "empty.json", {})
    done = call("connections", "resolve", *args, "--json", folder=team, **variables)
    said = told(done)
    assert said.pop("error")
    assert (done.code, said) == (code, {"ok": False, "code": reason, "hard": hard})


def test_the_vaults_are_asked_in_order_and_one_that_is_away_ends_the_walk(team: Path) -> None:
    (team / "secrets/anthropic-work").mkdir(parents=True)
    (team / "secrets/anthropic-work/api_key").write_text("held\n", encoding="utf-8")
    mounted = ("--vault", "dir:secrets")
    assert ask("resolve", *DEEP, *mounted, folder=team)["ok"] is True
    assert ask("resolve", *DEEP, "--vault", "env", *mounted, folder=team)["ok"] is True
    away = ("--vault", "dir:no-such-folder")
    assert ask("resolve", *DEEP, *away, *mounted, folder=team)["code"] == "vault_unavailable"
    assert ask("resolve", *DEEP, *mounted, *away, folder=team)["ok"] is True


def test_the_policy_is_that_of_the_call_else_of_the_export(team: Path) -> None:
    (team / "manifest").mkdir()
    text = "format: routeproof/connections-1\npolicy: forbid\nconnections: []\n"
    (team / "manifest/connections.yaml").write_text(text, encoding="utf-8")
    assert ask("resolve", *DEEP, folder=team, **OWN_KEY)["code"] == "credential_not_found"
    asked = ("--policy", "same_payer")
    assert ask("resolve", *DEEP, *asked, folder=team, **OWN_KEY)["route"]["via"] == "legacy"
    variable = {"ROUTEPROOF_POLICY": "same_payer"}
    assert ask("resolve", *DEEP, folder=team, **OWN_KEY, **variable)["route"]["via"] == "legacy"


# ---- the command says what the rule says ----

ROWS: dict[str, tuple[str, str] | None] = {
    "absent": None,
    "own": ("anthropic", '{"credential":"credential/anthropic-x/api_key","type":"api_key"}'),
    "paid": ("anthropic", '{"type":"platform"}'),
    "keyless": ("anthropic", '{"type":"none"}'),
    "later": ("anthropic", '{"credential":"credential/anthropic-x/api_key","type":"service_account"}'),
    "foreign": ("openai", '{"credential":"credential/anthropic-x/api_key","type":"api_key"}'),
    "corrupt": ("anthropic", "no json"),
}
AUTHS = {
    "own": "api_key",
    "paid": "platform",
    "keyless": "none",
    "later": "service_account",
    "foreign": "api_key",
}
VALUES = {"present": "held", "absent": None, "malformed": "a\nb"}
SPACE = [
    *product(
        [*ROWS, None],
        VALUES,
        ("managed", "your-own", "neither"),
        VALUES,
        ("available", "unavailable"),
        ("forbid", "same_payer", "any"),
        (None, "byok", "platform"),
    )
]

STEP = 17
"""Has no factor in common with any of the parts, so that each of their values meets many of the others."""


def situation(folder: Path, state: tuple[Any, ...]) -> tuple[list[str], dict[str, str], dict[str, Any]]:
    """Make it so: what is called, under which variables; and the same as a question to the rule."""
    row, credential, mode, legacy, platform, policy, payer = state
    entry = {"provider": "anthropic", "provider_connection": row, "payer": payer}
    config = {"llm": {"profiles": {"p": entry}}, "services": {"inference": {"mode": mode}}}
    write_json(folder / "state.json", config)
    values = {
        "ANTHROPIC_X_API_KEY": VALUES[credential],
        "ANTHROPIC_API_KEY": VALUES[legacy],
        "PLATFORM_API_KEY": "held" if platform == "available" else None,
    }
    variables = {name: value for name, value in values.items() if value is not None}
    args = ["--config", "state.json", "--profile", "p", "--policy", policy, *PROXY]
    found = {"state": "absent" if row in ("absent", None) else "invalid" if row == "corrupt" else "found"}
    if row in AUTHS:
        found |= {"provider": "openai" if row == "foreign" else "anthropic", "auth": AUTHS[row]}
    question = {
        "policy": policy,
        "call_site": True,
        "entry": {"provider": "anthropic", "connection": row, "payer": payer},
        "row": found,
        "credential": credential,
        "platform": platform,
        "adapter": "built",
        "legacy": {"mode": "unreadable" if mode == "neither" else mode, "credential": legacy},
        "default": None,
    }
    return args, variables, question


def test_the_command_says_what_the_rule_says(team: Path) -> None:
    for name, filed in ROWS.items():
        if filed is not None:
            put(team, name, *filed)
    seen = set()
    for state in SPACE[::STEP]:
        args, variables, question = situation(team, state)
        said = ask("resolve", *args, folder=team, **variables)
        via, provider, payer, reason, changed, hard = answer(question)
        if via is None:
            assert (said.get("code"), said.get("hard")) == (reason, hard), state
        else:
            named = state[0] if via == "connection" else None
            expected = {"via": via, "provider": provider, "payer": payer, "connection": named}
            assert said.get("route") == {**expected, "reason": reason, "payer_changed": changed}, state
        seen.add((via, reason))
    assert len(seen) > 10
