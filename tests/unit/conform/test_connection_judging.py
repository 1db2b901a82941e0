"""The kit for connections: what it makes of somebody else's answers."""

import json
from itertools import islice
from typing import Any

import pytest

from routeproof.conform import kit
from routeproof.conform.connections import (
    KIT,
    RULES,
    ConnectionPlan,
    answer,
    judge_implementation,
    read_connection_question,
    situation_of,
)
from routeproof.conform.connections.plan_dispatch import plan_dispatch
from routeproof.transport import Fault, FaultKind, Transcript
from support.dispatch_states import HEALTHY, state
from support.faulty_connections import FAULTS

BASELINES, DEVIATIONS = 180, 28


@pytest.fixture(scope="module")
def near() -> ConnectionPlan:
    """The states in which all is well and those one deviation away."""
    questions = islice(plan_dispatch(0, 0), BASELINES + BASELINES * DEVIATIONS)
    asked = {
        question: kit.PlannedQuestion(question, phase, situation_of(question))
        for phase, question in questions
    }
    return kit.QuestionPlan(tuple({each.group: None for each in asked.values()}), tuple(asked.values()))


def judged(plan: ConnectionPlan, implementation: Any) -> kit.Conformance[Any, Any]:
    replies = {n: implementation(each.question.fields) for n, each in enumerate(plan.asked)}
    return kit.hold_answers(KIT, plan, Transcript(json.loads(json.dumps(replies), object_hook=numbered)))


def numbered(found: dict[str, Any]) -> dict[Any, Any]:
    """JSON makes texts of numbers that are keys."""
    return {int(key) if key.isdecimal() else key: value for key, value in found.items()}


def test_the_references_own_answers_are_clean(near: ConnectionPlan) -> None:
    result = judged(near, answer)
    assert (result.disagreements, result.exit_code) == ((), 0)
    assert result.answered == result.asked == len(near.asked) > 4_000
    assert judge_implementation(result).exit_code == 0


@pytest.mark.parametrize("name", sorted(FAULTS))
def test_a_mistake_is_found_and_who_pays_comes_first(near: ConnectionPlan, name: str) -> None:
    result = judged(near, FAULTS[name])
    assert result.exit_code == 1
    moves = [each.moves_the_bill for each in result.disagreements]
    assert moves == sorted(moves, reverse=True)
    assert (moves[0], moves[-1]) == (True, False)
    first = judge_implementation(result).findings[0]
    assert (first.check, first.document) == ("implementation-agrees", "manifest/connections.yaml")


def held(fields: dict[str, Any], reply: dict[str, Any]) -> list[tuple[str, str, bool]]:
    """What comes of one question with that reply: expected, said, whether it moves a bill."""
    question = read_connection_question(fields)
    group = situation_of(question)
    plan = kit.QuestionPlan((group,), (kit.PlannedQuestion(question, kit.Phase.CLASS, group),))
    result = kit.hold_answers(KIT, plan, Transcript({0: reply}))
    return [(each.expected, each.said, each.moves_the_bill) for each in result.disagreements]


AUTH = {"op": "auth", "auth": {"type": "platform"}}
NO_AUTH = {"op": "auth", "auth": {"type": "api_key", "credential": "credential/env/PLATFORM_API_KEY"}}
SERVED = {"op": "dispatch", **HEALTHY}
REFUSED = {"op": "dispatch", **state(row={"state": "absent"})}
STAMPED = {
    "op": "backfill",
    "config": {"llm": {"default": {"provider": "anthropic"}, "callSites": {"a": {"provider": "nobody"}}}},
    "connections": [],
    "platform": True,
}
RIGHT = {"/llm/default": "anthropic-managed"}
SKIPPED = "skipped `{'/llm/callSites/a': 'unknown_provider'}`"


@pytest.mark.parametrize(
    ("question", "reply", "wanted"),
    [
        (AUTH, {"valid": True}, []),
        (AUTH, {"valid": True, "payer": "platform", "took_ms": 3}, []),
        (AUTH, {"valid": False}, [("valid", "refused", False)]),
        (AUTH, {"valid": True, "payer": "byok"}, [("payer `platform`", "payer `byok`", True)]),
        (NO_AUTH, {"valid": True, "payer": "byok"}, [("refused", "valid", True)]),
        (AUTH, {"valid": 1}, [("valid", "a `valid` that is `1`", False)]),
        (AUTH, {}, [("valid", "no `valid` in the answer", False)]),
        (SERVED, {"payer": "byok"}, []),
        (SERVED, {"payer": "platform"}, [("`byok`", "`platform`", True)]),
        (SERVED, {"payer": None, "reason": "x"}, [("`byok`", "refused", True)]),
        (SERVED, {"payer": "byok", "via": "legacy"}, [("via `connection`", "via `legacy`", False)]),
        (SERVED, {"payer": ["byok"]}, [("`byok`", "a `payer` that is `['byok']`", False)]),
        (SERVED, {"raised": "KeyError: 'x'"}, [("`byok`", "raised `KeyError: 'x'`", False)]),
        (REFUSED, {"payer": None}, []),
        (REFUSED, {"payer": None, "hard": True, "reason": "not_found", "payer_changed": False}, []),
        (REFUSED, {"payer": None, "hard": False}, [("hard `True`", "hard `False`", False)]),
        (REFUSED, {"payer": "byok"}, [("refused", "`byok`", True)]),
        (STAMPED, {"stamps": RIGHT}, []),
        (STAMPED, {"stamps": RIGHT, "created": []}, []),
        (
            STAMPED,
            {"stamps": {"/llm/default": "anthropic-personal"}},
            [
                (
                    "`anthropic-managed` stamped",
                    "`anthropic-personal` stamped",
                    True,
                )
            ],
        ),
        (
            STAMPED,
            {"stamps": {}},
            [("`anthropic-managed` stamped", "an entry left alone", False)],
        ),
        (
            STAMPED,
            {"stamps": {**RIGHT, "/llm/callSites/a": "openai-managed"}},
            [("an entry left alone", "`openai-managed` stamped", True)],
        ),
        (
            STAMPED,
            {"stamps": {**RIGHT, "/llm/callSites/a": None}},
            [("an entry left alone", "`None` stamped", False)],
        ),
        (
            STAMPED,
            {"stamps": []},
            [("`{'/llm/default': 'anthropic-managed'}`", "a `stamps` that is `[]`", False)],
        ),
        (STAMPED, {"stamps": RIGHT, "skipped": {}}, [(SKIPPED, "skipped `{}`", False)]),
    ],
)
def test_what_a_reply_says_otherwise(
    question: dict[str, Any], reply: dict[str, Any], wanted: list[tuple[str, str, bool]]
) -> None:
    assert held(question, reply) == wanted


def test_several_runs_add_up_to_one(near: ConnectionPlan) -> None:
    whole = judged(near, FAULTS["any_is_anybody"])
    middle = len(near.asked) // 2
    parts = [
        judged(kit.QuestionPlan(near.groups, asked), FAULTS["any_is_anybody"])
        for asked in (near.asked[:middle], near.asked[middle:])
    ]
    added = kit.add_up(parts)
    assert (added.asked, added.answered, added.exit_code) == (whole.asked, whole.answered, whole.exit_code)
    assert counted(added) == counted(whole)
    assert {each.group: each.wrong for each in added.ledger} == {
        each.group: each.wrong for each in whole.ledger
    }
    moves = [each.moves_the_bill for each in added.disagreements]
    assert moves == sorted(moves, reverse=True)


def counted(result: kit.Conformance[Any, Any]) -> dict[tuple[str, str, str], int]:
    return {(str(each.group), each.expected, each.said): each.count for each in result.disagreements}


def test_what_is_not_answered_is_no_pass(near: ConnectionPlan) -> None:
    fault = Fault(FaultKind.TIMEOUT, "no answer for 1 s after 0 answers")
    silent = kit.hold_answers(KIT, near, Transcript({}, (fault,)))
    assert silent.exit_code == 5
    both = kit.add_up([judged(near, answer), silent, silent])
    assert (both.exit_code, both.answered, len(both.uncovered)) == (5, len(near.asked), 0)
    assert [(each.kind, each.count) for each in both.faults] == [(FaultKind.TIMEOUT, 2)]
    verdict = judge_implementation(both)
    assert verdict.exit_code == 5
    assert [each.check for each in verdict.findings] == ["implementation-answers"]
    assert both.undecided == f"{2 * len(near.asked):,} of {3 * len(near.asked):,} questions have no answer"


def test_the_rules_can_be_neither_waived_nor_lowered() -> None:
    assert [(rule.id, rule.leave) for rule in RULES] == [
        ("implementation-agrees", "can be neither waived nor lowered"),
        ("implementation-answers", "can be neither waived nor lowered"),
    ]
