"""A team's own configuration, JSON or YAML: any keys, as plain data that knows where its values stand."""

import json
from collections.abc import Sequence
from typing import Any

from yaml import Mark

from routeproof.errors import InputError, Place
from routeproof.manifest.read import read_document
from routeproof.manifest.yaml import Document, Span, compose, decode, quoted

_OWN = "routeproof/"
"""How the formats of our own files begin: none of them is a configuration."""


def read_configuration(data: bytes, file: str) -> Document:
    """Read a configuration; what is called `.json` is read as JSON. InputError unless it holds an object."""
    document = _json_document(data, file) if file.endswith(".json") else read_document(data, file, None)
    if not isinstance(document.data, dict):
        raise InputError("holds no mapping", place=Place(file), hint="a configuration has keys such as `llm`")
    kind = document.data.get("format")
    if isinstance(kind, str) and kind.startswith(_OWN):
        raise InputError(f"is no configuration but {quoted(kind)}", place=document.place("/format"))
    return document


def _json_document(data: bytes, file: str) -> Document:
    text = decode(data, file)
    try:
        value = json.loads(text, object_pairs_hook=_object, parse_constant=_refuse_constant)
    except json.JSONDecodeError as error:
        place = Place(file, error.lineno, error.colno, error.lineno, error.colno + 1)
        raise InputError(f"not valid JSON: {error.msg[:1].lower()}{error.msg[1:]}", place=place) from None
    except ValueError as error:
        raise InputError(f"not valid JSON: {error}", place=Place(file)) from None
    except RecursionError:
        raise InputError("not valid JSON: nested too deeply", place=Place(file)) from None
    # JSON is nearly always YAML as well, whose reader knows places; where it is not, the file is the place.
    found = compose(text, file)
    start = Mark(file, 0, 0, 0, None, 0)
    span = Span(start, start) if found.problems or not found.complete else found.document.span
    return Document(file, text, value, span)


def _object(pairs: Sequence[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) < len(pairs):
        keys = [key for key, _ in pairs]
        twice = next(key for key in keys if keys.count(key) > 1)
        raise ValueError(f"duplicate key {quoted(twice)}")
    return made


def _refuse_constant(name: str) -> None:
    raise ValueError(f"{quoted(name)} is no number")
