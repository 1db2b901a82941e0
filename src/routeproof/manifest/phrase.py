"""The wording of what is wrong with a file: for YAML errors and for violations of a schema."""

import json
from collections.abc import Callable, Collection, Iterator

from yaml import MarkedYAMLError

from routeproof.errors import Place, Problem, pointer
from routeproof.manifest.document import Document
from routeproof.markup import nearest, visible
from routeproof.schema import Violation

_LONGEST = 60
_MOST_NAMES = 1_000
"""Above so many candidates no nearest one is looked for: it would take seconds."""
_LIKENESS = 0.7
_TYPES = {
    "string": "a string",
    "integer": "an integer",
    "boolean": "true or false",
    "array": "a list",
    "object": "a mapping",
}
_SYNTAX_HINTS = {
    "cannot start any token": "quote a value that starts with a special character; indent with spaces",
    "mapping values are not allowed": "check the indentation; put a value that holds `: ` in quotes",
    "could not find expected ':'": "a key needs a `:` after it",
    "found unexpected end of stream": "a quote or a bracket is not closed",
    "did not find expected": "check the indentation, the quotes and the brackets around here",
}
_Said = tuple[str, str]
"""A message and its hint."""


def quoted(value: object) -> str:
    """Show a user's value in backticks: one line, printable, cut to about 60 characters."""
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)
    cut = text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"
    return f"`{visible(cut)}`" if text else '`""`'


def in_quotes(source: str) -> str:
    """Hint at the quotes that make a text of a scalar as it was written."""
    simple = len(source) <= _LONGEST and source.isprintable() and not set(source) & set('"\\')
    return f'put it in quotes: `"{source}"`' if source and simple else "put it in quotes"


def did_you_mean(name: object, known: Collection[str]) -> str:
    """Hint at the known name that looks most like the one given; empty when none does."""
    if not isinstance(name, str) or len(name) > _LONGEST or len(known) > _MOST_NAMES:
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


def problems_of(violation: Violation, document: Document) -> Iterator[Problem]:
    """Reword one violation of a schema; several missing or unknown keys are a problem each."""
    at = pointer(*violation.path)
    properties = violation.schema.get("properties", {})
    if violation.keyword == "additionalProperties":
        for key in violation.found:
            if key in properties:
                continue
            message, hint = f"unknown key {quoted(key)}", did_you_mean(key, properties)
            yield document.problem(at + pointer(key), message, hint, at_key=True)
    elif violation.keyword == "required":
        for key in violation.expected:
            if key not in violation.found:
                hint = properties.get(key, {}).get("description", "")
                yield document.problem(at, f"missing key {quoted(key)}", hint[:1].lower() + hint[1:-1])
    else:
        message, hint = _WORDINGS.get(violation.keyword, _other)(violation, document.source(at))
        yield document.problem(at, message, hint)


def _type(violation: Violation, source: str) -> _Said:
    allowed = [violation.expected] if isinstance(violation.expected, str) else violation.expected
    wanted = " or ".join(_TYPES[name] for name in allowed if name != "null")
    found = violation.found
    if found is None:
        in_list = isinstance(violation.path[-1:] and violation.path[-1], int)
        return f"expected {wanted}, got null", "remove the empty item" if in_list else ""
    if isinstance(found, dict | list):
        return f"expected {wanted}, got {'a mapping' if isinstance(found, dict) else 'a list'}", ""
    if isinstance(found, str):
        return f"expected {wanted}, got the string {quoted(found)}", _unquote(violation)
    kind = "boolean" if isinstance(found, bool) else "number"
    return f"expected {wanted}, got the {kind} {quoted(source)}", in_quotes(
        source
    ) if "string" in allowed else ""


def _unquote(violation: Violation) -> str:
    found = violation.found
    if violation.expected == "integer" and found.isdecimal():
        return f"write it without quotes: {quoted(found)}"
    is_list = "array" in violation.expected and found.isprintable() and 0 < len(found) < _LONGEST
    return f"write a list: `[{found}]`" if is_list else ""


def _enum(violation: Violation, source: str) -> _Said:
    choices = ", ".join(quoted(choice) for choice in violation.expected)
    if not isinstance(violation.found, str) and source in violation.expected:
        return f"{quoted(source)} without quotes is not one of {choices}", in_quotes(source)
    found = violation.found if isinstance(violation.found, str) else source or "null"
    return f"{quoted(found)} is not one of {choices}", did_you_mean(found, violation.expected)


def _const(violation: Violation, _source: str) -> _Said:
    return f"expected {quoted(violation.expected)}, got {quoted(violation.found)}", ""


def _one_of(violation: Violation, _source: str) -> _Said:
    keys = [option["required"][0] for option in violation.expected]
    shown = " or ".join(quoted(key) for key in keys)
    if any(key in violation.found for key in keys):
        return f"{shown}: only one of them may be given", ""
    return f"missing key: {shown}", ""


def _other(violation: Violation, _source: str) -> _Said:
    return f"does not fit the schema: {violation.keyword} {quoted(violation.expected)}", ""


_WORDINGS: dict[str, Callable[[Violation, str], _Said]] = {
    "type": _type,
    "enum": _enum,
    "const": _const,
    "oneOf": _one_of,
    "anyOf": _one_of,
    "minLength": lambda *_: ("must not be empty", ""),
    "maxLength": lambda violation, _: (f"longer than {violation.expected:,} characters", ""),
    "minItems": lambda *_: ("must not be an empty list", ""),
    "minProperties": lambda *_: ("must not be an empty mapping", ""),
    "contains": lambda *_: ("at least one name is needed that is not empty", ""),
    "pattern": lambda violation, _: (
        f"{quoted(violation.found)} does not have the form that is expected",
        f"for example `{violation.schema['examples'][0]}`",
    ),
    "dependentRequired": lambda violation, _: (
        "; ".join(f"{quoted(key)} needs {quoted(others[0])}" for key, others in violation.expected.items()),
        "",
    ),
    "not": lambda violation, _: (
        " and ".join(map(quoted, violation.expected["required"])) + " exclude each other",
        "",
    ),
}
