"""Recorded runs: kept, read again, judged, and compared with each other."""

import json
from collections.abc import Mapping
from pathlib import Path

import pytest

from routeproof.conform.kit import FORMAT, Exchange, Phase, Recording, compare_exchanges, format_recording
from routeproof.conform.resolver import (
    Op,
    Question,
    QuestionGroup,
    ResolverRecording,
    describe_outcome,
    judge_answers,
    plan_questions,
    read_recording,
    replay,
)
from routeproof.errors import InputError
from routeproof.transport import Transcript
from support.payer_registry import REGISTRY

HEADER = json.dumps({"format": FORMAT, "fingerprint": "f"})


def derive(model: str, *auth_env: str) -> Question:
    return Question(op=Op.DERIVE, runtime="desk", model=model, auth_env=auth_env)


def version(**answers: Mapping[str, object] | None) -> ResolverRecording:
    return Recording("f", tuple(Exchange(derive(model), answer) for model, answer in answers.items()))


def saved(folder: Path, *lines: str) -> Path:
    path = folder / "run.jsonl"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def test_what_was_kept_is_read_again(tmp_path: Path) -> None:
    planned = plan_questions(REGISTRY, list(Op), samples=1)
    answers = {number: {"provider": f"p{number}"} for number in range(0, len(planned.asked), 2)}
    text = format_recording("f", planned.asked, Transcript(answers))
    recording = read_recording(saved(tmp_path, text))
    assert recording.fingerprint == "f"
    assert [each.question for each in recording.exchanges] == [each.question for each in planned.asked]
    assert {n: each.reply for n, each in enumerate(recording.exchanges) if each.reply} == answers
    assert text == format_recording("f", planned.asked, Transcript(answers))


def test_recorded_answers_are_judged_and_classes_without_one_are_owed(tmp_path: Path) -> None:
    question = {"op": "derive", "runtime": "desk", "model": "acme/x"}
    path = saved(
        tmp_path,
        HEADER,
        json.dumps({"question": question, "answer": {"provider": "acme"}}),
        json.dumps({"question": question | {"model": "plan-9"}, "answer": {"provider": "platform"}}),
        json.dumps({"question": question | {"model": "acme/y", "auth_env": ["K"]}, "answer": None}),
    )
    whole = plan_questions(REGISTRY, [Op.DERIVE])
    asked, transcript = replay(REGISTRY, read_recording(path), whole)
    assert {each.phase for each in asked.asked} == {Phase.RECORDED}
    result = judge_answers(REGISTRY, asked, transcript)
    assert [each.message for each in result.disagreements] == [
        "derive `plan-9` on `desk` is `plan`, the resolver says `platform`"
    ]
    assert (result.asked, result.answered, result.exit_code) == (3, 2, 5)
    covered = {
        QuestionGroup(Op.DERIVE, "desk", (), ("acme",)),
        QuestionGroup(Op.DERIVE, "desk", (), ("plan",)),
    }
    assert set(result.uncovered) == set(whole.groups) - covered
    assert result.first_unanswered == derive("acme/y", "K")


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("no json", "is no object with a `question` and an `answer`"),
        ("[]", "is no object"),
        ('{"question": 1}', "is no object"),
        ('{"question": {"op": "derive", "model": "m"}, "answer": "acme"}', "is no object"),
        (
            '{"question": {"op": "route", "model": "m"}}',
            "its `op` is none of derive, upstream, register, billing",
        ),
        ('{"question": {"op": "derive"}}', "are not texts"),
        ('{"question": {"op": "derive", "model": "m", "runtime": 1}}', "are not texts"),
        ('{"question": {"op": "derive", "model": "m", "auth_env": "K"}}', "are not texts"),
        ('{"question": {"op": "derive", "model": "m", "auth_env": [1]}}', "are not texts"),
        ('{"question": {"op": "billing", "model": "m", "override": 1}}', "are not texts"),
        ('{"question": {"op": "billing", "model": "m", "proxy_configured": 1}}', "is not true or false"),
        ('{"question": {"op": "derive", "model": "\\ud800"}}', "is not valid Unicode"),
        ('{"question": {"op": "derive", "model": "' + "x" * 200_000 + '"}}', "is no object"),
        ("[" * 100_000, "is no object"),
    ],
)
def test_a_wrong_line_is_an_input_error_with_its_place(tmp_path: Path, line: str, said: str) -> None:
    with pytest.raises(InputError) as caught:
        read_recording(saved(tmp_path, HEADER, "", line, line))
    assert [problem.place.line for problem in caught.value.problems if problem.place] == [3, 4]
    assert said in caught.value.problems[0].message


def test_at_most_a_hundred_wrong_lines_are_told(tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        read_recording(saved(tmp_path, HEADER, *(["x"] * 500)))
    assert len(caught.value.problems) == 100


@pytest.mark.parametrize("first", ["", "{}", '{"format": "routeproof/recording-2"}', "{" * 99_999, "\x00"])
def test_another_file_is_no_recording(tmp_path: Path, first: str) -> None:
    with pytest.raises(InputError, match="is no recording"):
        read_recording(saved(tmp_path, first))


def test_a_file_that_cannot_be_read_is_an_input_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(InputError, match="cannot be read: is a directory"):
        read_recording(tmp_path)
    monkeypatch.setattr("routeproof.conform.kit.recording.MAX_BYTES", 10)
    with pytest.raises(InputError, match="is larger than"):
        read_recording(saved(tmp_path, HEADER))


A, B = {"provider": "a"}, {"provider": "b"}


def test_two_versions_are_compared_answer_by_answer() -> None:
    old = version(same=A, longer=A, moved=A, lost=A, late=None, error={"error": "x"}, only=A)
    new = version(
        same=A, longer=B, moved=B, lost={"provider": None}, late=A, error={"error": "x", "took": 1}, other=A
    )
    versions = compare_exchanges(old, new, describe_outcome)
    assert [each.message for each in versions.changed] == [
        "derive `moved` on `desk` was `a`, is `b`; 1 more like it",
        "derive `lost` on `desk` was `a`, is no provider",
        "derive `late` on `desk` was unanswered, is `a`",
        "derive `error` on `desk` was `error='x'`, is `error='x', took=1`",
    ]
    assert (versions.common, versions.only_old, versions.only_new) == (6, 1, 1)
    assert versions.exit_code == 5


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        (version(m=A), version(m=A), 0),
        (version(m=A), version(m=B), 1),
        (version(m=A), version(m=A, n=A), 5),
        (version(m=A), version(n=A), 3),
        (version(), version(), 3),
    ],
)
def test_the_exit_code_of_a_comparison(old: ResolverRecording, new: ResolverRecording, code: int) -> None:
    assert compare_exchanges(old, new, describe_outcome).exit_code == code
