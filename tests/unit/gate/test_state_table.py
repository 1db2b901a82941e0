"""The table of who pays, on the page for teams, is what the rule says."""

import re
from typing import Any

import pytest

from routeproof.bindings.decide import Route, decide
from support.cli_command import ROOT

PAGE = ROOT / "docs" / "how-to" / "hold-your-connections.md"
OWN = {"state": "found", "provider": "anthropic", "auth": "api_key"}
OPERATORS = {**OWN, "auth": "platform"}
GONE = [{"state": state} for state in ("absent", "invalid", "error")]
NO_KEY = ("absent", "down", "malformed")
MANAGED = {"legacy": {"mode": "managed", "credential": "present"}}

STATES: tuple[tuple[dict[str, Any], ...], ...] = (
    ({}, MANAGED),
    tuple({"credential": each, **MANAGED} for each in NO_KEY),
    tuple({"credential": each} for each in NO_KEY),
    tuple({"row": row} for row in GONE),
    tuple({"row": row, "payer": "byok"} for row in GONE),
    tuple({"row": row, **MANAGED} for row in GONE),
    tuple({"row": OPERATORS, "platform": each} for each in ("unavailable", "down")),
    ({"row": {**OWN, "provider": "openai"}},),
    tuple({"row": {**OWN, "auth": each}} for each in ("oauth_subscription",)),
    ({"row": OPERATORS, "payer": "byok"},),
)
"""What each row of the table stands for, beside a healthy state with the mode `your-own`."""


def table() -> list[list[str]]:
    text = PAGE.read_text(encoding="utf-8").partition("## Who pays, state by state")[2]
    lines = re.findall(r"^\| (.+) \|$", text.partition("\n## ")[0], re.MULTILINE)
    return [line.split(" | ") for line in lines]


def question(policy: str, changes: dict[str, Any]) -> dict[str, Any]:
    payer = changes.get("payer")
    healthy = {
        "policy": policy,
        "call_site": True,
        "entry": {"provider": "anthropic", "connection": "w", "payer": payer},
        "row": OWN,
        "credential": "present",
        "platform": "available",
        "adapter": "built",
        "legacy": {"mode": "your-own", "credential": "present"},
        "default": None,
    }
    return healthy | {key: value for key, value in changes.items() if key != "payer"}


def answer(policy: str, changes: dict[str, Any]) -> str:
    route = decide(question(policy, changes))
    if not isinstance(route, Route):
        return "nobody"
    return f"{route.payer}, marked" if route.payer_changed else str(route.payer)


@pytest.mark.parametrize("number", range(len(STATES)))
def test_a_row_of_the_table_is_what_the_rule_says(number: int) -> None:
    head, *rows = table()
    assert len(rows) == len(STATES)
    policies = [cell.strip("`") for cell in head[1:]]
    assert policies == ["forbid", "same_payer", "any"]
    for changes in STATES[number]:
        assert [answer(policy, changes) for policy in policies] == rows[number][1:], rows[number][0]
