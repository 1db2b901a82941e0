"""The wording of what violates a schema."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from routeproof.errors import Problem, pointer
from routeproof.manifest.yaml import LONGEST_VALUE, Document, did_you_mean, in_quotes, quoted
from routeproof.schema import Violation

_TYPES = {
    "string": "a string",
    "integer": "an integer",
    "boolean": "true or false",
    "array": "a list",
    "object": "a mapping",
}
_TAG = "type"
"""The key that tells mappings of one place apart."""
_Wording = tuple[str, str]
"""A message and its hint."""


def schema_problems(violation: Violation, document: Document) -> Iterator[Problem]:
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
                yield _missing(document, at, key, properties)
    elif violation.keyword == "oneOf" and all(
        _TAG in option.get("properties", {}) for option in violation.expected
    ):
        yield from _tagged_problems(violation, document)
    else:
        message, hint = _WORDINGS.get(violation.keyword, _describe_keyword)(violation, document.source(at))
        yield document.problem(at, message, hint)


def _missing(document: Document, at: str, key: str, properties: Mapping[str, Any]) -> Problem:
    hint = properties.get(key, {}).get("description", "")
    return document.problem(at, f"missing key {quoted(key)}", hint[:1].lower() + hint[1:-1])


def _tagged_problems(violation: Violation, document: Document) -> Iterator[Problem]:
    """What is wrong with one of several mappings that a tag tells apart; no value shows, it may be secret."""
    at, found = pointer(*violation.path), violation.found
    options = {tag: each for each in violation.expected for tag in each["properties"][_TAG]["enum"]}
    if not isinstance(found, dict):
        yield document.problem(at, "expected a mapping", f"for example `{{{_TAG}: {next(iter(options))}}}`")
        return
    tag = found.get(_TAG)
    if _TAG not in found:
        yield _missing(document, at, _TAG, violation.expected[0]["properties"])
    elif not isinstance(tag, str) or tag not in options:
        choices = ", ".join(map(quoted, options))
        yield document.problem(at + pointer(_TAG), f"{quoted(_TAG)} is not one of {choices}")
    else:
        yield from _option_problems(found, options[tag], document, at)


def _option_problems(
    found: Mapping[str, Any], option: Mapping[str, Any], document: Document, at: str
) -> Iterator[Problem]:
    properties, tag = option["properties"], quoted(found[_TAG])
    for key in option["required"]:
        if key not in found:
            yield _missing(document, at, key, properties)
    for key, value in found.items():
        if key not in properties:
            yield document.problem(at + pointer(key), f"{tag} has no {quoted(key)}", at_key=True)
        elif not isinstance(value, str):
            yield document.problem(at + pointer(key), "expected a string")
        elif not value:
            yield document.problem(at + pointer(key), "must not be empty")


def _type(violation: Violation, source: str) -> _Wording:
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
    is_list = "array" in violation.expected and found.isprintable() and 0 < len(found) < LONGEST_VALUE
    return f"write a list: `[{found}]`" if is_list else ""


def _enum(violation: Violation, source: str) -> _Wording:
    choices = ", ".join(quoted(choice) for choice in violation.expected)
    if not isinstance(violation.found, str) and source in violation.expected:
        return f"{quoted(source)} without quotes is not one of {choices}", in_quotes(source)
    found = violation.found if isinstance(violation.found, str) else source or "null"
    return f"{quoted(found)} is not one of {choices}", did_you_mean(found, violation.expected)


def _const(violation: Violation, _source: str) -> _Wording:
    return f"expected {quoted(violation.expected)}, got {quoted(violation.found)}", ""


def _one_of(violation: Violation, _source: str) -> _Wording:
    keys = [option["required"][0] for option in violation.expected]
    shown = " or ".join(quoted(key) for key in keys)
    if any(key in violation.found for key in keys):
        return f"{shown}: only one of them may be given", ""
    return f"missing key: {shown}", ""


def _describe_keyword(violation: Violation, _source: str) -> _Wording:
    return f"does not fit the schema: {violation.keyword} {quoted(violation.expected)}", ""


_WORDINGS: dict[str, Callable[[Violation, str], _Wording]] = {
    "type": _type,
    "enum": _enum,
    "const": _const,
    "oneOf": _one_of,
    "anyOf": _one_of,
    "minimum": lambda violation, _: (f"must be at least {violation.expected}", ""),
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
