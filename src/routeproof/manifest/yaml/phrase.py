"""How a file's values and errors are worded: in backticks, with the nearest name, with what YAML wants."""

import json
from collections.abc import Collection

from yaml import MarkedYAMLError

from routeproof.errors import Place, Problem
from routeproof.markup import nearest, visible

LONGEST_VALUE = 60
"""Characters of a value that a message shows."""
_MOST_NAMES = 1_000
"""Above so many candidates no nearest one is looked for: it would take seconds."""
_LIKENESS = 0.7
_SYNTAX_HINTS = {
    "cannot start any token": "quote a value that starts with a special character; indent with spaces",
    "mapping values are not allowed": "check the indentation; put a value that holds `: ` in quotes",
    "could not find expected ':'": "a key needs a `:` after it",
    "found unexpected end of stream": "a quote or a bracket is not closed",
    "did not find expected": "check the indentation, the quotes and the brackets around here",
}


def quoted(value: object) -> str:
    """Show a user's value in backticks: one line, printable, cut to about 60 characters."""
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)
    cut = text if len(text) <= LONGEST_VALUE else text[: LONGEST_VALUE - 1] + "…"
    return f"`{visible(cut)}`" if text else '`""`'


def in_quotes(source: str) -> str:
    """Hint at the quotes that make a text of a scalar as it was written."""
    simple = len(source) <= LONGEST_VALUE and source.isprintable() and not set(source) & set('"\\')
    return f'put it in quotes: `"{source}"`' if source and simple else "put it in quotes"


def did_you_mean(name: object, known: Collection[str]) -> str:
    """Hint at the known name that looks most like the one given; empty when none does."""
    if not isinstance(name, str) or len(name) > LONGEST_VALUE or len(known) > _MOST_NAMES:
        return ""
    close = nearest(name, known, _LIKENESS)
    return f"did you mean {quoted(close)}?" if close is not None else ""


def syntax_problem(error: Exception, file: str) -> Problem:
    """Reword an error of the YAML parser, with its position when it has one."""
    if not isinstance(error, MarkedYAMLError):
        reason = getattr(error, "reason", None) or str(error)
        return Problem(f"not valid YAML: {quoted(reason)}", Place(file))
    what = error.problem or "unreadable"
    context = f" {error.context}" if error.context else ""
    hint = next((hint for part, hint in _SYNTAX_HINTS.items() if part in what), "")
    mark = error.problem_mark or error.context_mark
    place = Place(file)
    if mark:
        place = Place(file, mark.line + 1, mark.column + 1, mark.line + 1, mark.column + 2)
    return Problem(f"not valid YAML{context}: {what}", place, hint=hint)
