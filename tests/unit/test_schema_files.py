"""The shipped schemas: valid themselves, documented throughout, closed, and complete."""

import json
import math
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from routeproof import schema
from routeproof.schema.quick import predicate

NAMES = (
    "calls",
    "command-risk",
    "conform",
    "credentials",
    "deployment",
    "facade",
    "artefacts",
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
FOLDER = Path(schema.__file__).parent


def subschemas(tree: Any) -> Iterator[dict[str, Any]]:
    """Every mapping of the schema that stands where a schema may stand, deepest last."""
    if isinstance(tree, dict):
        yield tree
        for value in tree.values():
            yield from subschemas(value)
    elif isinstance(tree, list):
        for value in tree:
            yield from subschemas(value)


def test_there_is_one_for_each_kind_of_file() -> None:
    assert set(NAMES) <= set(schema.names())
    assert list(schema.names()) == sorted(schema.names())


def test_an_unknown_name_is_an_error() -> None:
    with pytest.raises(KeyError):
        schema.text("../errors")


@pytest.mark.parametrize("name", NAMES)
def test_the_text_is_the_file_byte_for_byte(name: str) -> None:
    text = schema.text(name)
    assert text == (FOLDER / f"{name}.schema.json").read_bytes()
    assert text.isascii()
    assert text.endswith(b"}\n")


@pytest.mark.parametrize("name", NAMES)
def test_it_is_a_valid_schema_of_the_draft(name: str) -> None:
    data = json.loads(schema.text(name))
    assert data["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    jsonschema.Draft202012Validator.check_schema(data)


@pytest.mark.parametrize("name", NAMES)
def test_every_property_is_described(name: str) -> None:
    found = [each for tree in subschemas(json.loads(schema.text(name))) for each in _properties(tree)]
    assert found
    for key, each in found:
        assert each["title"][0].isupper(), key
        assert each["description"].endswith("."), key


def _properties(tree: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    properties = tree.get("properties", {})
    return list(properties.items()) if all(isinstance(each, dict) for each in properties.values()) else []


@pytest.mark.parametrize("name", NAMES)
def test_every_mapping_with_known_keys_is_closed_to_others(name: str) -> None:
    closed = [tree for tree in subschemas(json.loads(schema.text(name))) if "properties" in tree]
    assert closed
    for tree in closed:
        if "type" in tree and "object" in tree["type"]:
            assert tree["additionalProperties"] is False


@pytest.mark.parametrize("name", NAMES)
def test_every_required_key_exists(name: str) -> None:
    for tree in subschemas(json.loads(schema.text(name))):
        if "properties" in tree and isinstance(tree.get("required"), list):
            assert set(tree["required"]) <= tree["properties"].keys()


@pytest.mark.parametrize("name", NAMES)
def test_nothing_is_fetched(name: str) -> None:
    for tree in subschemas(json.loads(schema.text(name))):
        assert "$id" not in tree
        assert str(tree.get("$ref", "#/$defs/")).startswith("#/$defs/")


@pytest.mark.parametrize("name", NAMES)
def test_the_quick_reading_knows_every_keyword(name: str) -> None:
    assert predicate(json.loads(schema.text(name)))({}) is (name in {"deployment", "policy"})


@pytest.mark.parametrize("unknown", [{"maximum": 3}, {"items": {"uniqueItems": True}}, {"else": {}}])
def test_the_quick_reading_refuses_a_keyword_that_it_does_not_know(unknown: dict[str, Any]) -> None:
    with pytest.raises(KeyError):
        predicate(unknown)


def violations(name: str, data: object) -> list[tuple[tuple[str | int, ...], str]]:
    return [(each.path, each.keyword) for each in schema.validate(name, data)]


@pytest.mark.parametrize("version", [True, 1.0, 1.5, "1", None, [1], math.nan])
def test_only_the_integer_is_a_version(version: object) -> None:
    assert (("schema_version",), "type") in violations("registry", {"schema_version": version})
    assert (("schema_version",), "const") not in violations("registry", {"schema_version": version})
    assert (("schema_version",), "const") in violations("registry", {"schema_version": 0})


def test_a_violation_names_its_value_keyword_and_expectation() -> None:
    [found] = schema.validate("policy", {"levels": {"c": "loud"}})
    assert (found.path, found.keyword, found.found) == (("levels", "c"), "enum", "loud")
    assert found.expected == ["note", "warning", "error", "off"]


def test_several_missing_and_surplus_keys_are_one_violation_each() -> None:
    assert violations("platform-exceptions", {"exceptions": [{"a": 1, "b": 2}]}) == [
        (("exceptions", 0), "additionalProperties"),
        (("exceptions", 0), "required"),
    ]


def test_what_fits_violates_nothing() -> None:
    assert violations("probes", {"probes": {"alpha": "a"}}) == []
