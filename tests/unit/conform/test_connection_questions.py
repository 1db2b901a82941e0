"""The kit for connections: what it asks, and what the right answers are."""

import json
from collections import Counter
from typing import Any

import pytest

from routeproof.conform import kit
from routeproof.conform.connections import (
    ConnectionOp,
    ConnectionPlan,
    answer,
    plan_batches,
    read_connection_question,
)
from routeproof.errors import InputError
from support.dispatch_states import HEALTHY, state

ALL = tuple(ConnectionOp)


@pytest.fixture(scope="module")
def planned() -> ConnectionPlan:
    (plan,) = plan_batches(ALL, samples=1, seed=0)
    return plan


# ---- the reference's answers ----


@pytest.mark.parametrize(
    ("question", "wanted"),
    [
        (
            {"op": "auth", "auth": {"type": "api_key", "credential": "team:api_key"}},
            {"valid": True, "reason": None, "payer": "byok"},
        ),
        ({"auth": {"type": "none"}}, {"valid": True, "reason": None, "payer": "local"}),
        ({"auth": None}, {"valid": False, "reason": "not_an_object", "payer": None}),
        (
            {"id": 3, "op": "auth", "auth": {"type": "api_key", "credential": "env:PLATFORM_API_KEY"}},
            {"valid": False, "reason": "operator_credential", "payer": None},
        ),
        (
            HEALTHY,
            {
                "payer": "byok",
                "provider": "anthropic",
                "via": "connection",
                "reason": None,
                "hard": None,
                "payer_changed": False,
            },
        ),
        (
            {"op": "dispatch", **state(credential="absent")},
            {
                "payer": None,
                "provider": None,
                "via": None,
                "reason": "credential_not_found",
                "hard": False,
                "payer_changed": False,
            },
        ),
        (
            state(policy="any", row={"state": "absent"}, legacy={"mode": "your-own"}),
            {
                "payer": "byok",
                "provider": "anthropic",
                "via": "legacy",
                "reason": "not_found",
                "hard": None,
                "payer_changed": True,
            },
        ),
        (
            {"op": "dispatch"},
            {
                "payer": None,
                "provider": None,
                "via": None,
                "reason": "incomplete_entry",
                "hard": True,
                "payer_changed": False,
            },
        ),
        ({"op": "backfill"}, {"stamps": {}, "created": [], "skipped": {}}),
        (
            {
                "config": {
                    "llm": {
                        "default": {"provider": "anthropic"},
                        "profiles": {"a/b": {"provider": "fireworks"}, "c": {"provider": "nobody"}},
                    }
                },
                "connections": [],
                "platform": True,
            },
            {
                "stamps": {"/llm/default": "anthropic-managed", "/llm/profiles/a~1b": "fireworks-personal"},
                "created": ["fireworks-personal"],
                "skipped": {"/llm/profiles/c": "unknown_provider"},
            },
        ),
        (
            {
                "config": {"llm": {"default": {"provider": "anthropic"}}},
                "connections": [
                    {"name": "anthropic-personal", "provider": "anthropic", "auth": {"type": "zzz"}},
                    {"name": "anthropic-managed", "provider": "openai", "auth": {"type": "platform"}},
                    5,
                ],
                "platform": False,
            },
            {"stamps": {}, "created": [], "skipped": {"/llm/default": "name_taken"}},
        ),
    ],
)
def test_the_reference_answers_with_every_key(question: dict[str, Any], wanted: dict[str, Any]) -> None:
    assert answer(question) == wanted


@pytest.mark.parametrize("op", ["derive", "", 5, ["auth"]])
def test_another_operation_is_no_question(op: object) -> None:
    with pytest.raises(InputError, match="one of auth, dispatch, backfill"):
        answer({"op": op})
    with pytest.raises(InputError, match="none of auth, dispatch, backfill"):
        read_connection_question({"op": op})


# ---- what is asked ----


def test_every_state_within_two_deviations_of_a_healthy_one_is_asked_once(planned: ConnectionPlan) -> None:
    """Three policies, five types, three kinds of provider, two modes, the row's payer declared or not."""
    asked = [each for each in planned.asked if each.question.op is ConnectionOp.DISPATCH]
    phases = Counter(str(each.phase) for each in asked)
    assert phases["class"] == 3 * 5 * 3 * 2 * 2
    assert len({each.question.text for each in asked}) == len(asked) > 40_000
    texts = {each.question.text for each in asked}
    pairs: list[tuple[dict[str, Any], dict[str, Any]]] = [
        ({"credential": "down"}, {"default": {"provider": "anthropic", "payer": "platform"}}),
        ({"row": {"state": "invalid"}}, {"platform": "down"}),
        ({"adapter": "raises"}, {"call_site": False}),
        ({"legacy": {"mode": "unreadable"}}, {"entry": {"connection": None}}),
    ]
    for one, other in pairs:
        far = state(**one, **other)
        far["entry"]["connection"] = far["entry"]["connection"] and "work"
        if far["row"]["state"] != "found":
            far["row"] = {"state": far["row"]["state"]}
        assert json.dumps(far, sort_keys=True) in texts, (one, other)


def test_the_same_numbers_give_the_same_plan_and_another_seed_other_samples() -> None:
    ops = (ConnectionOp.AUTH, ConnectionOp.BACKFILL)
    (one,), (again,), (other,) = (plan_batches(ops, samples=4, seed=seed) for seed in (0, 0, 1))
    assert one == again != other
    fixed = [[each for each in plan.asked if each.phase is not kit.Phase.SAMPLE] for plan in (one, other)]
    assert fixed[0] == fixed[1]
    assert len(one.asked) > len(fixed[0]) > 1_000


def test_every_reason_of_every_operation_is_met(planned: ConnectionPlan) -> None:
    met = Counter((str(each.group.op), str(each.group)) for each in planned.asked)
    told = " ".join(what for _, what in met)
    for reason in (
        *("not_an_object", "unknown_type", "stray_key", "missing_credential", "looks_like_a_key"),
        *("malformed_credential", "operator_credential", "lookup_failed", "not_found", "invalid_row"),
        *("provider_mismatch", "payer_mismatch", "credential_not_found", "credential_malformed"),
        *("vault_unavailable", "platform_unavailable", "not_implemented", "adapter_unavailable"),
        *("adapter_failed", "mode_unreadable", "incomplete_entry", "unknown_provider", "no_default"),
        *("malformed_entry", "routing_identity", "payer_unavailable", "name_taken", "no_connection"),
    ):
        assert reason in told, reason


def test_a_question_is_told_in_a_few_words_and_repeats_no_key() -> None:
    told: dict[str, dict[str, Any]] = {
        "auth of a text that looks like a key": {"op": "auth", "auth": {"credential": "sk-live-1"}},
        'auth of `{"type": "none"}`': {"op": "auth", "auth": {"type": "none"}},
        "dispatch of no call site, mode `managed`, policy `same_payer`": {
            "op": "dispatch",
            **state(call_site=False),
        },
        "dispatch of `anthropic`, row `absent` `w`, `byok` declared, credential `down`, mode `managed`, "
        "default `openai` (`local`), policy `same_payer`": {
            "op": "dispatch",
            **state(
                entry={"payer": "byok"},
                row={"state": "absent"},
                credential="down",
                default={"provider": "openai", "payer": "local"},
            ),
        },
        "backfill of `null`, services `5`, on the platform, no rows": {
            "op": "backfill",
            "config": {"services": 5},
            "platform": True,
        },
    }
    for words, fields in told.items():
        assert str(read_connection_question(fields)) == words
