"""Recorded runs: a file of JSON lines, a header and then each question with its answer."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from routeproof.conform.resolver.groups import Groups
from routeproof.conform.resolver.plan import Asked, Plan
from routeproof.conform.resolver.question import Op, Phase, Question, fields_of
from routeproof.errors import InputError, Place, Problem
from routeproof.match import require_unicode
from routeproof.model.registry import Registry
from routeproof.transport import LINE_BYTES, Reply, Transcript

FORMAT = "routeproof/recording-1"
MAX_BYTES = 256 * 1024 * 1024
"""Largest file that is read."""
_PROBLEMS = 100


@dataclass(frozen=True, slots=True)
class Exchange:
    """One question with its answer, None where there was none."""

    question: Question
    reply: Reply | None


@dataclass(frozen=True, slots=True)
class Recording:
    """A run as it was kept; `fingerprint` is the registry's that the questions were made from, if known."""

    fingerprint: str
    exchanges: tuple[Exchange, ...]


def format_recording(fingerprint: str, asked: Sequence[Asked], transcript: Transcript) -> str:
    """The text of a recording: the same run gives the same bytes."""
    lines = [json.dumps({"format": FORMAT, "fingerprint": fingerprint})]
    for number, each in enumerate(asked):
        answer = transcript.replies.get(number)
        lines.append(json.dumps({"question": fields_of(each.question), "answer": answer}))
    return "\n".join(lines) + "\n"


def replay(registry: Registry, recording: Recording, plan: Plan) -> tuple[Plan, Transcript]:
    """The recorded questions in the place of the planned ones, and the answers; every class is still owed."""
    groups = Groups(registry)
    asked = tuple(
        Asked(each.question, Phase.RECORDED, groups.of(each.question)) for each in recording.exchanges
    )
    replies = {
        number: each.reply for number, each in enumerate(recording.exchanges) if each.reply is not None
    }
    return Plan(plan.groups, asked), Transcript(replies)


def read_recording(path: Path) -> Recording:
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
    exchanges = tuple(_exchanges(file, lines[1:], problems))
    if problems:
        raise InputError.of(problems)
    return Recording(str(header.get("fingerprint", "")), exchanges)


def _exchanges(file: str, lines: Sequence[bytes], problems: list[Problem]) -> Iterator[Exchange]:
    for number, line in enumerate(lines, 2):
        if line.strip() and len(problems) < _PROBLEMS:
            try:
                yield _exchange(_object(line))
            except InputError as error:
                problems.append(Problem(error.problems[0].message, Place(file, number)))


def _object(line: bytes) -> dict[str, Any]:
    try:
        value = json.loads(line) if len(line) <= 2 * LINE_BYTES else None
    except (ValueError, RecursionError):
        value = None
    return value if isinstance(value, dict) else {}


def _exchange(entry: dict[str, Any]) -> Exchange:
    asked, answer = entry.get("question"), entry.get("answer")
    if not isinstance(asked, dict) or not (answer is None or isinstance(answer, dict)):
        raise InputError("is no object with a `question` and an `answer`")
    if asked.get("op") not in tuple(Op):
        raise InputError(f"its `op` is none of {', '.join(Op)}")
    names, override = asked.get("auth_env", []), asked.get("override")
    texts = [asked.get("runtime", ""), asked.get("model"), *(names if isinstance(names, list) else [None])]
    if not all(isinstance(text, str) for text in [*texts, override or ""]):
        raise InputError("its `runtime`, `model` and `auth_env` are not texts, and a list of texts")
    for text in (*texts, override or ""):
        require_unicode(text, "the text")
    proxy = asked.get("proxy_configured", True)
    if not isinstance(proxy, bool):
        raise InputError("its `proxy_configured` is not true or false")
    question = Question(
        op=Op(asked["op"]),
        runtime=asked.get("runtime", ""),
        model=asked["model"],
        auth_env=tuple(names),
        override=override,
        proxy=proxy,
    )
    return Exchange(question, answer)
