"""Conform over generated registries: the second reading of the rule conforms, and no lie gets through."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from routeproof.conform.resolver import Op, Question, ResolverPlan, judge_answers, plan_questions
from routeproof.model.registry import Registry
from routeproof.prove.classes import route_classes
from routeproof.strategies import registries
from routeproof.transport import Transcript
from support import plain_rule
from support.plain_documents import document_of

OPS = (Op.DERIVE, Op.UPSTREAM, Op.REGISTER)
"""What the second reading knows; it has none of billing."""

NOBODY = "somebody else"


def answered(document: dict[str, Any], question: Question) -> dict[str, Any]:
    """The answer of the second reading."""
    if question.op is Op.REGISTER:
        return {"allowed": plain_rule.register(document, question.runtime, question.model)}
    if question.op is Op.UPSTREAM:
        vendor, rest, provider, error = plain_rule.upstream(document, question.model)
        return {"provider": provider, "error": error, "vendor": vendor, "model": rest}
    provider, error, _ = plain_rule.derive(document, question.runtime, question.model, question.auth_env)
    return {"provider": provider, "error": error}


def replies(registry: Registry, planned: ResolverPlan) -> dict[int, dict[str, Any]]:
    document = document_of(registry)
    return {number: answered(document, each.question) for number, each in enumerate(planned.asked)}


@pytest.mark.slow
@settings(max_examples=15)
@given(registries())
def test_the_second_reading_conforms_on_every_class(registry: Registry) -> None:
    planned = plan_questions(registry, OPS, samples=2)
    result = judge_answers(registry, planned, Transcript(replies(registry, planned)))
    assert result.disagreements == ()
    assert (result.exit_code, result.uncovered) == (0, ())
    for runtime in registry.runtimes.values():
        classes = {
            (tuple(arm.name for arm in one.exact), tuple(arm.name for arm in one.pattern))
            for one in route_classes(runtime)
        }
        covered = {
            (each.group.exact, each.group.pattern)
            for each in result.ledger
            if each.group.op is Op.DERIVE and each.group.runtime == runtime.name and not each.group.special
        }
        assert covered == classes


@pytest.mark.slow
@settings(max_examples=15)
@given(registries(), st.data())
def test_one_wrong_answer_is_found_wherever_it_is(registry: Registry, data: st.DataObject) -> None:
    planned = plan_questions(registry, OPS, samples=2)
    answers = replies(registry, planned)
    number = data.draw(st.sampled_from(range(len(planned.asked))))
    lie = (
        {"allowed": not answers[number]["allowed"]} if "allowed" in answers[number] else {"provider": NOBODY}
    )
    result = judge_answers(registry, planned, Transcript(answers | {number: lie}))
    assert [each.example for each in result.disagreements] == [planned.asked[number].question]
    assert result.exit_code == 1
