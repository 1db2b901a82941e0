"""Recorded runs: a file of JSON lines, a header and then each question with its answer."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Generic

from routeproof.conform.kit.question import G, Phase, PlannedQuestion, Q, QuestionPlan
from routeproof.errors import InputError, Place, Problem
from routeproof.transport import LINE_BYTES, Reply, Transcript

FORMAT = "routeproof/recording-1"
MAX_BYTES = 256 * 1024 * 1024
"""Largest file that is read."""
_PROBLEMS = 100


@dataclass(frozen=True, slots=True)
class Exchange(Generic[Q]):
    """One question with its answer, None where there was none."""

    question: Q
    reply: Reply | None


@dataclass(frozen=True, slots=True)
class Recording(Generic[Q]):
    """A run as it was kept; `fingerprint` is the registry's that the questions were made from, if any."""

    fingerprint: str
    exchanges: tuple[Exchange[Q], ...]


def format_recording(fingerprint: str, asked: Sequence[PlannedQuestion[Q, G]], transcript: Transcript) -> str:
    """The text of a recording: the same run gives the same bytes."""
    lines = [json.dumps({"format": FORMAT, "fingerprint": fingerprint})]
    for number, each in enumerate(asked):
        answer = transcript.replies.get(number)
        lines.append(json.dumps({"question": dict(each.question.fields), "answer": answer}))
    return "\n".join(lines) + "\n"


def plan_again(
    recording: Recording[Q], groups: tuple[G, ...], group_of: Callable[[Q], G]
) -> tuple[QuestionPlan[Q, G], Transcript]:
    """The recorded questions in the place of planned ones, and the answers; the groups are still owed."""
    asked = tuple(
        PlannedQuestion(each.question, Phase.RECORDED, group_of(each.question))
        for each in recording.exchanges
    )
    replies = {
        number: each.reply for number, each in enumerate(recording.exchanges) if each.reply is not None
    }
    return QuestionPlan(groups, asked), Transcript(replies)


def read_exchanges(path: Path, read_question: Callable[[Mapping[str, Any]], Q]) -> Recording[Q]:
    """Read a recording; InputError with every line that is wrong, up to a hundred."""
    file = str(path)
    try:
        with path.open("rb") as stream:
            data = stream.read(MAX_BYTES + 1)
    except OSError as error:
        raise InputError(
            f"cannot be read: {(error.strerror or str(error)).lower()}", place=Place(file)
        ) from None
    if len(data) > MAX_BYTES:
        raise InputError(f"is larger than {MAX_BYTES // 1024**2} MiB", place=Place(file))
    lines = data.split(b"\n")
    header = _object(lines[0])
    if header.get("format") != FORMAT:
        hint = f'its first line is {{"format": "{FORMAT}"}}; `--record` writes such files'
        raise InputError("is no recording", place=Place(file, 1), hint=hint)
    problems: list[Problem] = []
    exchanges = tuple(_exchanges(file, lines[1:], read_question, problems))
    if problems:
        raise InputError.of(problems)
    return Recording(str(header.get("fingerprint", "")), exchanges)


def _exchanges(
    file: str,
    lines: Sequence[bytes],
    read_question: Callable[[Mapping[str, Any]], Q],
    problems: list[Problem],
) -> Iterator[Exchange[Q]]:
    for number, line in enumerate(lines, 2):
        if line.strip() and len(problems) < _PROBLEMS:
            try:
                yield _exchange(_object(line), read_question)
            except InputError as error:
                problems.append(Problem(error.problems[0].message, Place(file, number)))


def _object(line: bytes) -> dict[str, Any]:
    try:
        value = json.loads(line) if len(line) <= 2 * LINE_BYTES else None
    except (ValueError, RecursionError):
        value = None
    return value if isinstance(value, dict) else {}


def _exchange(entry: dict[str, Any], read_question: Callable[[Mapping[str, Any]], Q]) -> Exchange[Q]:
    asked, answer = entry.get("question"), entry.get("answer")
    if not isinstance(asked, dict) or not (answer is None or isinstance(answer, dict)):
        raise InputError("is no object with a `question` and an `answer`")
    return Exchange(read_question(asked), answer)
