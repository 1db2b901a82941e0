"""Answers held against the specification: what counts as wrong, how it is gathered, which exit code."""

import pytest

from routeproof.conform.kit import Phase, PlannedQuestion, QuestionPlan
from routeproof.conform.resolver import (
    Groups,
    Op,
    Question,
    ResolverPlan,
    describe_difference,
    expected_answer,
    judge_answers,
    judge_conformance,
)
from routeproof.transport import Fault, FaultKind, Reply, Transcript, quote
from support.payer_registry import REGISTRY


def ask(
    model: str, *auth_env: str, op: Op = Op.DERIVE, override: str | None = None, proxy: bool = True
) -> Question:
    return Question(op=op, runtime="desk", model=model, auth_env=auth_env, override=override, proxy=proxy)


def planned(*questions: Question) -> ResolverPlan:
    groups = Groups(REGISTRY)
    asked = tuple(PlannedQuestion(each, Phase.CLASS, groups.of(each)) for each in questions)
    return QuestionPlan(tuple(dict.fromkeys(each.group for each in asked)), asked)


ACME = ask("acme/x")
NOWHERE = ask("nowhere")
ALLOWED = ask("acme/x", op=Op.REGISTER)
BILLED = ask("house-1", op=Op.BILLING)


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        (ACME, {"provider": "acme", "error": None}),
        (NOWHERE, {"provider": None, "error": "unregistered"}),
        (ask("twin", "METER_KEY"), {"provider": "meter", "error": None}),
        (ask("bolt-eu-1"), {"provider": None, "error": "ambiguous"}),
        (ALLOWED, {"allowed": True}),
        (ask("nowhere", op=Op.REGISTER), {"allowed": False}),
        (BILLED, {"mode": "platform_managed", "source": "derived_provider"}),
        (
            ask("nowhere", op=Op.BILLING, proxy=False),
            {"mode": "byok", "source": "derived_default"},
        ),
        (
            ask("acme/x", op=Op.BILLING, override="disabled"),
            {"mode": "disabled", "source": "workspace_override"},
        ),
        (
            ask("acme/x", op=Op.UPSTREAM),
            {"provider": None, "error": "not_namespaced", "vendor": None, "model": None},
        ),
    ],
)
def test_the_answer_of_the_specification(question: Question, answer: Reply) -> None:
    assert expected_answer(REGISTRY, question) == answer


@pytest.mark.parametrize(
    ("question", "reply"),
    [
        (ACME, {"provider": "acme"}),
        (ACME, {"provider": "acme", "error": None, "took_ms": 3}),
        (NOWHERE, {"provider": None}),
        (NOWHERE, {"provider": None, "error": "unregistered"}),
        (NOWHERE, {"error": "unregistered"}),
        (ALLOWED, {"allowed": True, "reason": ""}),
        (BILLED, {"mode": "platform_managed"}),
    ],
)
def test_an_answer_that_agrees(question: Question, reply: Reply) -> None:
    assert describe_difference(question, expected_answer(REGISTRY, question), reply) is None


@pytest.mark.parametrize(
    ("question", "reply", "difference"),
    [
        (ACME, {"provider": "platform"}, ("`acme`", "`platform`")),
        (ACME, {"provider": None}, ("`acme`", "no provider")),
        (ACME, {"error": "unregistered"}, ("`acme`", "`unregistered`")),
        (ACME, {"provider": ""}, ("`acme`", "an empty text")),
        (ACME, {}, ("`acme`", "no `provider` in the answer")),
        (ACME, {"provider": 7}, ("`acme`", "a `provider` that is `7`")),
        (ACME, {"provider": ["acme"]}, ("`acme`", "a `provider` that is `['acme']`")),
        (
            ACME,
            {"provider": "acme", "error": "late"},
            ("`acme`", "both the provider `acme` and the error `late`"),
        ),
        (ACME, {"raised": "KeyError: 'x'"}, ("`acme`", "raised `KeyError: 'x'`")),
        (NOWHERE, {"provider": "acme"}, ("`unregistered`", "`acme`")),
        (
            NOWHERE,
            {"provider": None, "error": "ambiguous"},
            ("error `unregistered`", "error `ambiguous`"),
        ),
        (ALLOWED, {"allowed": False}, ("allowed", "refused")),
        (ALLOWED, {"allowed": "yes"}, ("allowed", "a `allowed` that is `yes`")),
        (BILLED, {"mode": "byok"}, ("`platform_managed`", "`byok`")),
        (BILLED, {"mode": None}, ("`platform_managed`", "a `mode` that is `None`")),
        (
            BILLED,
            {"mode": "platform_managed", "source": "constant_fallback"},
            ("source `derived_provider`", "source `constant_fallback`"),
        ),
    ],
)
def test_an_answer_that_does_not(question: Question, reply: Reply, difference: tuple[str, str]) -> None:
    assert describe_difference(question, expected_answer(REGISTRY, question), reply) == difference


def test_what_a_resolver_says_is_repeated_on_one_line_and_cut() -> None:
    assert quote("a\n::error::`b`") == "`a\\n::error::'b'`"
    assert quote("x" * 200) == f"`{'x' * 80}...`"


def test_disagreements_are_gathered_by_class_with_the_shortest_id_first() -> None:
    asked = [ask("acme/long"), ask("acme/x", "ACME_KEY"), ask("acme/y"), ask("plan-"), ask("house-1")]
    replies = [{"provider": "platform"}] * 5
    result = judge_answers(REGISTRY, planned(*asked), Transcript(dict(enumerate(replies))))
    assert [each.message for each in result.disagreements] == [
        "derive `acme/y` on `desk` is `acme`, the resolver says `platform`; 2 more like it",
        "derive `plan-` on `desk` is `plan`, the resolver says `platform`",
    ]
    assert [(str(each.group), each.asked, each.answered, each.wrong) for each in result.ledger] == [
        ("found by acme", 3, 3, 3),
        ("found by plan", 1, 1, 1),
        ("listed by platform", 1, 1, 0),
    ]
    assert (result.asked, result.answered, result.first_unanswered, result.exit_code) == (5, 5, None, 1)


def test_what_moves_a_bill_comes_first() -> None:
    replies = ({"provider": "acme"}, {"provider": "acme"}, {"mode": "byok"}, {"provider": "platform"})
    asked = planned(ask("plan-"), ask("house-1"), BILLED, ask("meter-"))
    result = judge_answers(REGISTRY, asked, Transcript(dict(enumerate(replies))))
    assert [each.example.model for each in result.disagreements] == ["house-1", "house-1", "meter-", "plan-"]


@pytest.mark.parametrize(
    ("questions", "replies", "faults", "code"),
    [
        ((ACME,), {0: {"provider": "acme"}}, (), 0),
        ((ACME,), {0: {"provider": "bolt"}}, (), 1),
        ((ACME,), {0: {"provider": "acme"}}, (Fault(FaultKind.GARBAGE, "x"),), 1),
        ((ACME, NOWHERE), {0: {"provider": "acme"}}, (), 5),
        ((ACME, NOWHERE), {0: {"provider": "bolt"}}, (Fault(FaultKind.CRASH, "x"),), 5),
        ((), {}, (), 3),
    ],
)
def test_the_exit_code(
    questions: tuple[Question, ...], replies: dict[int, Reply], faults: tuple[Fault, ...], code: int
) -> None:
    result = judge_answers(REGISTRY, planned(*questions), Transcript(replies, faults))
    assert result.exit_code == code
    verdict = judge_conformance(REGISTRY, "manifest/providers.yaml", result)
    assert verdict.exit_code == code
    assert bool(verdict.ledger.undecided) == (code == 5)


def test_a_class_that_nobody_asked_about_is_no_pass() -> None:
    whole = planned(ACME, NOWHERE)
    result = judge_answers(
        REGISTRY, QuestionPlan(whole.groups, whole.asked[:1]), Transcript({0: {"provider": "acme"}})
    )
    assert [str(group) for group in result.uncovered] == ["claimed by no arm"]
    assert result.exit_code == 5


def test_findings_lead_to_the_claim_in_the_registry() -> None:
    asked = planned(ask(" house-1"), ask("acme/x"), NOWHERE, ask("m", op=Op.UPSTREAM), ask("twin"))
    transcript = Transcript(
        {number: {"provider": "bolt"} for number in range(5)}, (Fault(FaultKind.FLOOD, "x", 3),)
    )
    findings = judge_conformance(
        REGISTRY, "providers.yaml", judge_answers(REGISTRY, asked, transcript)
    ).findings
    assert [
        (each.check, each.coordinate("runtime"), each.coordinate("arm"), each.pointer) for each in findings
    ] == [
        ("resolver-agrees", "desk", "platform", "/runtimes/desk/providers/0/models/0"),
        ("resolver-agrees", "desk", "acme", "/providers/1/model_prefix_match"),
        ("resolver-agrees", "desk", None, "/runtimes/desk"),
        ("resolver-agrees", "desk", None, ""),
        ("resolver-agrees", "desk", "plan", "/runtimes/desk/providers/2/models/0"),
        ("resolver-answers", None, None, ""),
    ]
    assert len({finding.fingerprint for finding in findings}) == 6
    assert findings[-1].message == "too much output: x; 2 more like it"
