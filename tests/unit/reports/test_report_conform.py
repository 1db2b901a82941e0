"""The reports on a resolver: what is wrong first, in bounded length, and the same as JSON."""

import json

from routeproof import schema
from routeproof.conform.kit import Conformance, Covered, Disagreement, Versions
from routeproof.conform.resolver import (
    Op,
    Question,
    QuestionGroup,
)
from routeproof.reports.documents import conform as reports
from routeproof.transport import Fault, FaultKind

NOWHERE = QuestionGroup(Op.DERIVE, "desk")
FIRST = Question(op=Op.DERIVE, runtime="desk", model="x\x1b[31m")


def disagreement(number: int) -> Disagreement[Question, QuestionGroup]:
    question = Question(op=Op.DERIVE, runtime="desk", model=f"m{number}")
    return Disagreement(NOWHERE, question, "`unregistered`", "`acme`", 1)


RESULT = Conformance(
    (Covered(NOWHERE, 60, 59, 59), Covered(QuestionGroup(Op.UPSTREAM, "", special="no id"), 1, 0, 0)),
    tuple(disagreement(number) for number in range(59)),
    (Fault(FaultKind.CRASH, "it ended with status 1 after 59 answers"), Fault(FaultKind.GARBAGE, "noise", 3)),
    FIRST,
)


def test_the_text_is_bounded_and_says_what_is_not_known() -> None:
    lines = reports.format_conformance(RESULT).splitlines()
    assert lines[:3] == [
        "desk",
        "  error   derive `m0` on `desk` is `unregistered`, the resolver says `acme`",
        "          class: claimed by no arm",
    ]
    assert sum("the resolver says" in line for line in lines) == 50
    assert lines[101:] == [
        "and 9 more disagreements (the json format lists them all)",
        "error   crash: it ended with status 1 after 59 answers",
        "error   garbage: noise; 2 more like it",
        "first question without an answer: derive `x\\x1b[31m` on `desk`",
        "not covered: upstream on whatever the runtime: no id",
        "derive: 1 of 1 classes covered",
        "upstream: 0 of 1 classes covered",
        "59 of 61 questions answered, 59 wrong",
        "FAIL (exit 5): incomplete or undecided: a limit, a time-out or a missing shard",
    ]


def test_json_lists_everything_and_keeps_its_schema() -> None:
    report = json.loads(reports.data(RESULT))
    assert list(schema.validate("conform", report)) == []
    assert list(schema.validate("conform", report | {"faults": [{"kind": "mood"}]}))
    assert (report["format"], report["exit_code"], report["asked"], report["answered"]) == (
        "routeproof/conform-1",
        5,
        61,
        59,
    )
    assert report["first_unanswered"] == {
        "op": "derive",
        "runtime": "desk",
        "model": "x\x1b[31m",
        "auth_env": [],
    }
    assert len(report["disagreements"]) == 59
    assert report["faults"][1] == {"kind": "garbage", "message": "noise", "count": 3}
    assert report["ledger"][1] == {
        "op": "upstream",
        "runtime": "",
        "class": "no id",
        "asked": 1,
        "answered": 0,
        "wrong": 0,
    }


def test_questions_that_only_one_version_was_asked_are_said() -> None:
    lines = reports.versions_text(Versions(2, 1, 3, ())).splitlines()
    assert lines[:3] == [
        "1 question only in the old recording",
        "3 questions only in the new recording",
        "2 questions in both, no changes",
    ]
    assert lines[3].startswith("FAIL (exit 5)")
