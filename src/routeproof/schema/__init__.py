"""The JSON Schemas of every file routeproof reads: their names, their text, and what violates them."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from routeproof.schema.quick import Fits, predicate

if TYPE_CHECKING:
    from jsonschema.protocols import Validator

_FOLDER = Path(__file__).parent
"""Not `importlib.resources`, which takes as long to import as all of our models."""
_SUFFIX = ".schema.json"


@dataclass(frozen=True, slots=True)
class Violation:
    """One keyword of a schema that a value does not satisfy, as data: the wording is the reader's."""

    path: tuple[str | int, ...]
    """The keys and indices that lead to the value."""
    keyword: str
    """For example `type` or `required`."""
    expected: Any
    """What the schema says under that keyword."""
    found: Any
    schema: Mapping[str, Any]
    """The whole (sub)schema that the keyword belongs to."""


@cache
def names() -> tuple[str, ...]:
    """List the schemas, sorted; `text` and `validate` take these names."""
    return tuple(sorted(path.name.removesuffix(_SUFFIX) for path in _FOLDER.glob(f"*{_SUFFIX}")))


@cache
def text(name: str) -> bytes:
    """Read the schema as it is shipped, byte for byte; KeyError for a name that `names` does not list."""
    if name not in names():
        raise KeyError(name)
    return (_FOLDER / f"{name}{_SUFFIX}").read_bytes()


def validate(name: str, data: Any) -> Iterator[Violation]:
    """Find, lazily, what in `data` (plain dicts, lists and scalars) violates the schema of that name.

    A missing or surplus key is one violation per mapping, and a value of the wrong type is reported
    as that alone, not also as a wrong choice.
    """
    if _predicate(name)(data):
        return
    seen: set[tuple[tuple[str | int, ...], str]] = set()
    for error in _validator(name).iter_errors(data):
        path, keyword = tuple(error.absolute_path), str(error.validator)
        if (path, keyword) in seen or (path, "type") in seen:
            continue
        seen.add((path, keyword))
        schema = error.schema if isinstance(error.schema, Mapping) else {}
        yield Violation(path, keyword, error.validator_value, error.instance, schema)


@cache
def _predicate(name: str) -> Fits:
    return predicate(json.loads(text(name)))


@cache
def _validator(name: str) -> "Validator":
    from jsonschema import Draft202012Validator, validators  # noqa: PLC0415 - costs 60 ms to import
    from referencing import Registry  # noqa: PLC0415 - comes with jsonschema

    # JSON Schema counts 1.0 as an integer; a version or a count written that way is a mistake here.
    strict = Draft202012Validator.TYPE_CHECKER.redefine("integer", lambda _, value: type(value) is int)
    extend: Any = validators.extend
    # The empty registry makes a reference to another document an error instead of a download.
    validator: Validator = extend(Draft202012Validator, type_checker=strict)(
        json.loads(text(name)), registry=Registry()
    )
    return validator
