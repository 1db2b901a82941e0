"""Two readings of the schemas, jsonschema's and the quick one, on good files and their random edits."""

import json
from typing import Any

import jsonschema
import pytest
from hypothesis import given

from routeproof import schema
from routeproof.schema.quick import predicate
from support.manifest_edits import corpus, edited

NAMES = (
    "artefacts",
    "connections",
    "invariants",
    "lane",
    "moves",
    "offered",
    "pins",
    "platform-exceptions",
    "policy",
    "probes",
    "registry",
    "sync",
    "waivers",
)


def jsonschema_reading(name: str) -> Any:
    """The plain validator with the one thing the schemas mean differently: 1.0 is no integer."""
    base = jsonschema.Draft202012Validator
    strict = base.TYPE_CHECKER.redefine("integer", lambda _, value: type(value) is int)
    return jsonschema.validators.extend(base, type_checker=strict)(json.loads(schema.text(name)))


@pytest.mark.parametrize("name", NAMES)
def test_both_readings_agree(name: str) -> None:
    slow, quick = jsonschema_reading(name), predicate(json.loads(schema.text(name)))

    @given(edited(corpus(name), edits=3))
    def agree(candidate: Any) -> None:
        expected = slow.is_valid(candidate)
        assert quick(candidate) is expected
        assert (next(schema.validate(name, candidate), None) is None) is expected

    agree()


SMALL: list[tuple[dict[str, Any], list[Any]]] = [
    ({"const": 1}, [1, 1.0, True, "1"]),
    ({"enum": ["a", None]}, ["a", "b", None, 0]),
    ({"type": ["integer", "null"]}, [1, True, None, 1.0, 2**70]),
    ({"minLength": 1, "maxLength": 2}, ["", "a", "abc", [], 5]),
    ({"contains": {"minLength": 1}}, [[], [""], ["a"], ["", 1], "a"]),
    ({"minItems": 1, "items": {"type": "string"}}, [[], ["a"], [1], {}, "a"]),
    ({"minProperties": 1, "additionalProperties": {"type": "string"}}, [{}, {"a": "b"}, {"a": 1}, []]),
    ({"properties": {"a": True, "b": False}}, [{}, {"a": 1}, {"b": 1}, []]),
    ({"dependentRequired": {"a": ["b"]}}, [{}, {"a": 1}, {"a": 1, "b": 1}, {"b": 1}, "a"]),
    ({"oneOf": [{"required": ["a"]}, {"required": ["b"]}]}, [{}, {"a": 1}, {"a": 1, "b": 1}, 3]),
    ({"anyOf": [{"required": ["a"]}, {"required": ["b"]}]}, [{}, {"a": 1}, {"a": 1, "b": 1}, 3]),
    ({"not": {"required": ["a", "b"]}}, [{}, {"a": 1}, {"a": 1, "b": 1}]),
    ({"if": {"type": "string"}, "then": {"const": "all"}}, ["all", "some", 3]),
    ({"pattern": "^[0-9]{2}$"}, ["12", "123", "1２", "12\n", 12]),
    ({"$ref": "#/$defs/x", "minLength": 2, "$defs": {"x": {"type": "string"}}}, ["a", "ab", 3]),
]


@pytest.mark.parametrize(("small", "values"), SMALL, ids=[next(iter(small)) for small, _ in SMALL])
def test_each_keyword_alone(small: dict[str, Any], values: list[Any]) -> None:
    validator = jsonschema.Draft202012Validator(small)
    expected = [validator.is_valid(value) for value in values]
    # Equality of numbers and what counts as an integer are stricter here, on purpose.
    strict = [value for value in values if type(value) is not float]
    assert [predicate(small)(value) for value in strict] == [
        valid for value, valid in zip(values, expected, strict=True) if type(value) is not float
    ]
    assert len(set(expected)) == 2, "both answers must occur"
