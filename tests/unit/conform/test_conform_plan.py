"""What a resolver is asked: every class with every decisive set of credentials, and ids at every border."""

import json
from collections import Counter
from dataclasses import replace

import pytest

from routeproof.conform.kit import Phase, encode_questions
from routeproof.conform.resolver import (
    Groups,
    Op,
    Question,
    QuestionGroup,
    ResolverPlan,
    one_edit_away,
    padded,
    plan_questions,
    secrets_of,
)
from support.payer_registry import REGISTRY

EXACT_TIE = QuestionGroup(Op.DERIVE, "desk", ("plan", "meter"))
PATTERN_TIE = QuestionGroup(Op.DERIVE, "desk", (), ("bolt", "bolt-eu"))

CLASSES = {
    ((), ()),
    (("platform",), ()),
    (("plan", "meter"), ()),
    ((), ("platform",)),
    ((), ("acme",)),
    ((), ("plan",)),
    ((), ("meter",)),
    ((), ("bolt",)),
    ((), ("bolt", "bolt-eu")),
}
"""Who lists, and whose pattern finds, the ids of each class: read off the registry by hand."""


@pytest.fixture(scope="module")
def derived() -> ResolverPlan:
    return plan_questions(REGISTRY, [Op.DERIVE], samples=5, seed=1)


def questions(planned: ResolverPlan, group: QuestionGroup, phase: Phase) -> list[Question]:
    return [each.question for each in planned.asked if (each.group, each.phase) == (group, phase)]


def test_every_class_is_asked_about_first(derived: ResolverPlan) -> None:
    phases = [each.phase for each in derived.asked]
    assert phases == sorted(phases, key=[Phase.CLASS, Phase.BORDER, Phase.SAMPLE].index)
    groups = {
        (each.group.exact, each.group.pattern)
        for each in derived.asked
        if each.phase is Phase.CLASS and not each.group.special
    }
    assert groups == CLASSES
    assert {each.group for each in derived.asked} == set(derived.groups)


def test_what_is_decided_before_any_arm_is_asked_about_too(derived: ResolverPlan) -> None:
    special = {(each.group.special, each.group.runtime) for each in derived.asked if each.group.special}
    assert special == {("no id", "desk"), ("no id", ""), ("unknown runtime", "")}


@pytest.mark.parametrize(
    ("group", "keys"),
    [
        (EXACT_TIE, {(), ("PLAN_TOKEN",), ("METER_KEY",), ("PLAN_TOKEN", "METER_KEY")}),
        (PATTERN_TIE, {(), ("BOLT_KEY",), ("BOLT_EU_KEY",), ("BOLT_KEY", "BOLT_EU_KEY")}),
        (QuestionGroup(Op.DERIVE, "desk", (), ("acme",)), {()}),
    ],
)
def test_a_class_is_asked_with_every_decisive_set_of_credentials(
    derived: ResolverPlan, group: QuestionGroup, keys: set[tuple[str, ...]]
) -> None:
    everything = (
        "USAGE_TOKEN",
        "ACME_KEY",
        "ACME_TOKEN",
        "PLAN_TOKEN",
        "METER_KEY",
        "BOLT_KEY",
        "BOLT_EU_KEY",
    )
    asked = questions(derived, group, Phase.CLASS)
    assert {question.auth_env for question in asked} == keys | {everything}
    assert len({question.model for question in asked}) == 1


def test_no_question_is_asked_twice(derived: ResolverPlan) -> None:
    assert max(Counter(each.question for each in derived.asked).values()) == 1


def test_the_same_numbers_give_the_same_plan_and_another_seed_other_samples(derived: ResolverPlan) -> None:
    assert plan_questions(REGISTRY, [Op.DERIVE], samples=5, seed=1) == derived
    other = plan_questions(REGISTRY, [Op.DERIVE], samples=5, seed=2)
    assert other.groups == derived.groups
    assert other != derived


@pytest.mark.parametrize(
    ("model", "group"),
    [
        ("ouse-1", QuestionGroup(Op.DERIVE, "desk")),
        ("House-1", QuestionGroup(Op.DERIVE, "desk")),
        ("house/1", QuestionGroup(Op.DERIVE, "desk")),
        ("acme", QuestionGroup(Op.DERIVE, "desk")),
        ("acme:", QuestionGroup(Op.DERIVE, "desk")),
        ("bolt-eu", QuestionGroup(Op.DERIVE, "desk", (), ("bolt",))),
        ("\x85acme/", QuestionGroup(Op.DERIVE, "desk", (), ("acme",))),
        ("\x1cacme/", QuestionGroup(Op.DERIVE, "desk")),
    ],
)
def test_ids_one_edit_away_from_a_border_are_asked(
    derived: ResolverPlan, model: str, group: QuestionGroup
) -> None:
    assert model in {question.model for question in questions(derived, group, Phase.BORDER)}


def test_registration_is_asked_without_credentials_and_tells_an_empty_id_from_a_blank_one() -> None:
    planned = plan_questions(REGISTRY, [Op.REGISTER], samples=1)
    assert {each.question.auth_env for each in planned.asked} == {()}
    assert {"no id", "blank id"} <= {group.special for group in planned.groups}


def test_billing_is_asked_with_overrides_and_without_a_proxy() -> None:
    planned = plan_questions(REGISTRY, [Op.BILLING], samples=0)
    special = {group.special for group in planned.groups}
    assert {"override platform_managed", "override byok", "override disabled"} <= special
    garbled = {
        each.question.override for each in planned.asked if not each.group.special.startswith("override")
    }
    assert {None, "BYOK", "byokk", ""} <= garbled
    assert {each.question.proxy for each in planned.asked} == {True, False}


def test_upstream_is_asked_about_every_vendor_with_both_separators() -> None:
    catalogue = tuple(
        replace(each, upstream_vendor=each.name) if each.name in ("acme", "bolt") else each
        for each in REGISTRY.providers
    )
    planned = plan_questions(replace(REGISTRY, providers=catalogue), [Op.UPSTREAM], samples=1)
    special = {group.special for group in planned.groups}
    assert special == {"acme/", "acme:", "bolt/", "bolt:", "no vendor", "no id"}
    models = {each.question.model for each in planned.asked}
    assert {"acme/", "acme/a:b", "acme:a/b", "a:acme/b", " acme/m1", "acme/m1 ", "Acme/m1"} <= models


@pytest.mark.parametrize(
    ("model", "override", "group"),
    [
        ("acme:x/y", None, QuestionGroup(Op.BILLING, "desk")),
        ("acme/x", "byok", QuestionGroup(Op.BILLING, "", special="override byok")),
        (" acme/x", "BYOK", QuestionGroup(Op.BILLING, "desk", (), ("acme",))),
        ("\t", None, QuestionGroup(Op.BILLING, "desk", special="no id")),
    ],
)
def test_the_group_of_a_question(model: str, override: str | None, group: QuestionGroup) -> None:
    question = Question(op=Op.BILLING, runtime="desk", model=model, override=override)
    assert Groups(REGISTRY).of(question) == group


def test_an_edit_is_one_edit() -> None:
    edits = list(one_edit_away("a/Ks"))
    found = {kind: {model for each, model in edits if each == kind} for kind, _ in edits}
    assert found == {
        "deleted": {"/Ks", "aKs", "a/s", "a/K"},
        "replaced": {"x/Ks", "axKs", "a/xs", "a/Kx"},
        "doubled": {"aa/Ks", "a//Ks", "a/KKs", "a/Kss"},
        "case": {"A/Ks", "a/ks", "a/KS", "A/kS"},
        "separator": {"a:Ks", "a-Ks", "a.Ks", "a_Ks"},
        "look-alike": {"a/\u212as", "a/K\u017f"},
        "inserted": {
            *("/a/Ks", ":a/Ks", "-a/Ks", ".a/Ks", "_a/Ks", "xa/Ks"),
            *("a/Ks/", "a/Ks:", "a/Ks-", "a/Ks.", "a/Ks_", "a/Ksx"),
        },
    }


def test_padding_stands_in_front_behind_and_inside() -> None:
    assert {" ab", "ab ", "\u3000ab", "ab\x85", "\x1fab", "ab\ufeff", "a b", "ab\nx"} <= set(padded("ab"))


# ---- how it is put ----


def test_a_question_is_one_line_of_ascii_json() -> None:
    derive = Question(op=Op.DERIVE, runtime="a\u2028b", model="x\ny\x85", auth_env=("A_KEY",))
    billing = Question(op=Op.BILLING, runtime="r", model="m", override="BYOK", proxy=False)
    data = encode_questions([derive, billing])
    assert data.isascii()
    assert [json.loads(line) for line in data.splitlines()] == [
        {"id": 0, "op": "derive", "runtime": "a\u2028b", "model": "x\ny\x85", "auth_env": ["A_KEY"]},
        {
            "id": 1,
            "op": "billing",
            "runtime": "r",
            "model": "m",
            "auth_env": [],
            "override": "BYOK",
            "proxy_configured": False,
        },
    ]
    assert data.count(b"\n") == 2


@pytest.mark.parametrize(
    ("name", "secret"),
    [("ANY_TOKEN", True), ("ODD", True), ("odd", True), ("PATH", False), ("ODDER", False)],
)
def test_a_secret_is_known_by_its_end_or_because_the_registry_knows_it(name: str, secret: bool) -> None:
    catalogue = (replace(REGISTRY.providers[0], auth_env=("ODD",)), *REGISTRY.providers[1:])
    assert secrets_of(replace(REGISTRY, providers=catalogue))(name) is secret
