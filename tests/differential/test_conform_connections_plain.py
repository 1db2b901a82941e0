"""What the kit for connections holds everybody to is what a second reading of the rule says (CN-32)."""

from random import Random
from typing import Any

from routeproof.conform.connections import answer
from support.dispatch_space import sample
from support.plain_dispatch import answer as read_plainly

NAMES = ("work", "w", "anthropic-managed", "Work", "a.b-c_d", "\u00e9", "gone", "0")
KEYS = ("via", "provider", "payer", "reason", "payer_changed", "hard")


def named(state: dict[str, Any], name: str) -> dict[str, Any]:
    """The state with another name for the connection, where one is named: no name decides anything."""
    entry = state["entry"]
    return {**state, "entry": {**entry, "connection": entry["connection"] and name}}


def test_the_reference_answers_what_the_second_reading_says_whatever_a_connection_is_called() -> None:
    dice = Random(6)  # noqa: S311 - seeded on purpose
    asked = [named(state, dice.choice(NAMES)) for state in sample(15_000, seed=6)]
    differing = [state for state in asked if tuple(answer(state)[key] for key in KEYS) != read_plainly(state)]
    assert differing[:3] == []
