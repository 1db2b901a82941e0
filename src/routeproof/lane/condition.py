"""What an `if:` of a job allows: whether it tests the event, and whether it can be false at all."""

import re

_EVENT = re.compile(r"\b(?:github|gitea)\.(?:event_name|ref|ref_name|ref_type|base_ref|head_ref)\b")
_QUOTED = re.compile(r"'[^']*'")
_ALWAYS_RUNS = frozenset({"always()", "true", "success()", "!cancelled()"})
"""Conditions that never skip a job whose needs have succeeded."""
_LONGEST = 5_000
_DEEPEST = 30


def bare(condition: str) -> str:
    """The expression alone, in small letters and without outer white space or `${{ }}`."""
    text = condition.strip()
    if text.startswith("${{") and text.endswith("}}") and text.count("${{") == 1:
        text = text[3:-2].strip()
    return text.lower()


def always_runs(condition: str | None) -> bool:
    """Whether a job with this condition runs whenever its needs have succeeded."""
    return condition is None or "".join(bare(condition).split()) in _ALWAYS_RUNS


def is_event_gate(condition: str | None) -> bool:
    """Whether the condition is false on some events, whatever else it looks at.

    `a && b` tests the event when one side does, `a || b` only when both do. What is too long or nested too
    deeply to be read counts as no test: then the job has to be needed.
    """
    return condition is not None and len(condition) <= _LONGEST and _tests_event(bare(condition), 0)


def _tests_event(text: str, depth: int) -> bool:
    if depth > _DEEPEST:
        return False
    text = text.strip()
    for operator, combine in (("||", all), ("&&", any)):
        parts = _split(text, operator)
        if len(parts) > 1:
            return combine(_tests_event(part, depth + 1) for part in parts)
    inner = text.removeprefix("!").strip()
    if inner.startswith("(") and inner.endswith(")"):
        return _tests_event(inner[1:-1], depth + 1)
    return _EVENT.search(_QUOTED.sub("''", text)) is not None


def _split(text: str, operator: str) -> list[str]:
    """Cut at the operator wherever it stands outside of quotes and parentheses."""
    parts, start, depth, quoted = [], 0, 0, False
    for position, letter in enumerate(text):
        if letter == "'":
            quoted = not quoted
        elif not quoted:
            depth += (letter == "(") - (letter == ")")
            if depth == 0 and position >= start and text.startswith(operator, position):
                parts.append(text[start:position])
                start = position + len(operator)
    return [*parts, text[start:]]
