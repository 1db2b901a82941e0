"""A command tree and the registry of its risks: each way to disagree, alone and together."""

from typing import Any

import pytest

from routeproof.bindings.risk import EXPLAINED, Gap, risk_gaps, tree_fault, tree_paths

TREE: dict[str, Any] = {
    "name": "prog",
    "options": ["--verbose"],
    "commands": [
        {"name": "list", "options": [], "commands": []},
        {
            "name": "items",
            "options": [],
            "commands": [
                {"name": "delete", "options": ["--force", "-f"]},
                {"name": "show", "options": None, "commands": None},
            ],
        },
    ],
}
RISK: dict[str, Any] = {
    "read": ["list", "show"],
    "mutate": ["delete"],
    "paths": {
        "list": "low",
        "items": "low",
        "items delete": {
            "risk": "high",
            "reason": "what is gone is gone, and --force asks nobody; see --help",
        },
        "items show": {"risk": "low", "reason": None},
    },
}


def gaps(tree: dict[str, Any] | None = None, **risk: Any) -> list[tuple[str, str]]:
    return [(gap.kind, gap.path) for gap in risk_gaps(tree or TREE, {**RISK, **risk})]


def paths(**changed: Any) -> dict[str, Any]:
    """The paths as they are, with other risks; None takes one away."""
    found = {**RISK["paths"], **{name.replace("_", " "): value for name, value in changed.items()}}
    return {name: value for name, value in found.items() if value is not None}


def test_a_tree_and_its_registry_agree() -> None:
    assert risk_gaps(TREE, RISK) == ()
    assert tree_paths(TREE) == ("items", "items delete", "items show", "list")


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({"items_delete": None}, [("unlisted", "items delete")]),
        ({"items": None}, [("unlisted", "items")]),
        ({"items_drop": "high"}, [("stale", "items drop")]),
        ({"prog": "low"}, [("stale", "prog")]),
        ({"items_delete": "low"}, [("too_low", "items delete")]),
        ({"items_delete": {"risk": "low", "reason": "x"}}, [("too_low", "items delete")]),
        ({"items_delete": "medium"}, []),
        ({"items_delete": "harmless"}, [("too_low", "items delete")]),
        ({"items_delete": {"reason": "no risk"}}, [("too_low", "items delete")]),
        ({"items_delete": ["high"]}, [("too_low", "items delete")]),
        ({"items_show": "medium"}, [("too_high", "items show")]),
        ({"items": "high"}, [("too_high", "items")]),
        ({"list": 0}, [("too_high", "list")]),
        ({"items_show": {"risk": "low", "reason": "as --force of delete"}}, [("stale_flag", "items show")]),
        ({"items_delete": {"risk": "high", "reason": "`--forced`."}}, [("stale_flag", "items delete")]),
        ({"items_delete": {"risk": "high", "reason": "no--flag at all, -- nothing"}}, []),
        ({"list": {"risk": "low", "reason": "--verbose is the program's"}}, [("stale_flag", "list")]),
    ],
)
def test_each_disagreement_is_found(changed: dict[str, Any], expected: list[tuple[str, str]]) -> None:
    assert gaps(paths=paths(**changed)) == expected


def test_a_verb_that_nobody_knows_is_found_whether_listed_or_not() -> None:
    assert gaps(mutate=[]) == [("unknown_verb", "items delete")]
    assert gaps(mutate=[], paths=paths(items_delete=None)) == [
        ("unknown_verb", "items delete"),
        ("unlisted", "items delete"),
    ]
    assert gaps(read=["list", "show", "items"]) == []


def test_a_verb_of_both_kinds_suits_no_risk() -> None:
    both = ["list", "show", "delete"]
    assert gaps(read=both) == [("too_high", "items delete")]
    assert gaps(read=both, paths=paths(items_delete="low")) == [("too_low", "items delete")]


def test_gaps_are_sorted_by_path_and_then_by_kind() -> None:
    found = risk_gaps(TREE, {"paths": {"z": "low", "items": "high"}})
    assert found == (
        Gap("too_high", "items"),
        Gap("unknown_verb", "items delete"),
        Gap("unlisted", "items delete"),
        Gap("unknown_verb", "items show"),
        Gap("unlisted", "items show"),
        Gap("unknown_verb", "list"),
        Gap("unlisted", "list"),
        Gap("stale", "z"),
    )
    assert {gap.kind for gap in found} <= EXPLAINED.keys()


def test_a_program_without_commands_has_no_paths() -> None:
    assert risk_gaps({"name": "prog", "options": ["--x"]}, {}) == ()
    assert tree_paths({"name": "prog"}) == ()


def test_a_tree_may_be_deep() -> None:
    tree: dict[str, Any] = {"name": "x", "options": []}
    for _ in range(3_000):
        tree = {"name": "x", "options": [], "commands": [tree]}
    assert len(risk_gaps(tree, {"read": ["x"]})) == 3_000
    assert tree_fault(tree) is None


@pytest.mark.parametrize(
    ("tree", "said"),
    [
        ([], "name"),
        ({}, "name"),
        ({"name": 5}, "name"),
        ({"name": "p", "options": "--x"}, "options"),
        ({"name": "p", "options": [{"name": "--x"}]}, "options"),
        ({"name": "p", "commands": {}}, "commands"),
        ({"name": "p", "commands": ["x"]}, "name"),
        ({"name": "p", "commands": [{"name": "q", "options": [1]}]}, "`q`"),
    ],
)
def test_what_is_no_tree_is_told(tree: object, said: str) -> None:
    found = tree_fault(tree)
    assert found is not None
    assert said in found
