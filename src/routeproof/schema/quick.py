"""A quick "it fits": the few JSON Schema keywords that the shipped schemas use, compiled to closures.

jsonschema takes 60 ms to import and half the time of every load; nearly every file is valid, so it is
only asked why one is not. It stays the authority: a property test holds that both agree, and a keyword
that is not known here is an error, never ignored.
"""

import re
from collections.abc import Callable, Mapping
from typing import Any

Fits = Callable[[Any], bool]
"""Whether a value satisfies a schema."""
_Schema = Mapping[str, Any]
_Compile = Callable[[Any], Fits]

_TYPES: dict[str, type] = {
    "array": list,
    "boolean": bool,
    "integer": int,
    "null": type(None),
    "object": dict,
    "string": str,
}
_ANNOTATIONS = frozenset({"$schema", "$defs", "title", "description", "examples"})
_READ_BY_ANOTHER = frozenset({"then"})


def predicate(root: _Schema) -> Fits:
    """Compile a schema that does not refer to itself; KeyError for a keyword that is not known."""

    def compiled(schema: Any) -> Fits:
        if isinstance(schema, bool):
            return lambda _: schema
        keywords = schema.keys() - _ANNOTATIONS - _READ_BY_ANOTHER - {"$ref"}
        tests = [_KEYWORDS[keyword](schema[keyword], schema, compiled) for keyword in sorted(keywords)]
        if "$ref" in schema:
            tests.append(compiled(root["$defs"][schema["$ref"].removeprefix("#/$defs/")]))
        return tests[0] if len(tests) == 1 else lambda value: all(test(value) for test in tests)

    return compiled(root)


def _type(names: str | list[str], _schema: _Schema, _compile: _Compile) -> Fits:
    types = {_TYPES[name] for name in ([names] if isinstance(names, str) else names)}
    return lambda value: type(value) in types


def _equals(expected: list[Any]) -> Fits:
    # Types are compared as well: to Python, True is 1 and so is 1.0.
    return lambda value: any(type(value) is type(each) and value == each for each in expected)


def _of(kind: type, test: Fits) -> Fits:
    """Restrict a test to values of one kind: JSON Schema's keywords let every other kind pass."""
    return lambda value: type(value) is not kind or test(value)


def _properties(schemas: _Schema, _schema: _Schema, compile_: _Compile) -> Fits:
    tests = {key: compile_(schema) for key, schema in schemas.items()}
    return _of(dict, lambda value: all(tests[key](value[key]) for key in tests.keys() & value.keys()))


def _additional(rest: Any, schema: _Schema, compile_: _Compile) -> Fits:
    known = schema.get("properties", {}).keys()
    test = compile_(rest)
    return _of(dict, lambda value: all(test(value[key]) for key in value.keys() - known))


def _required(keys: list[str], _schema: _Schema, _compile: _Compile) -> Fits:
    return _of(dict, lambda value: value.keys() >= set(keys))


def _items(schema: Any, _schema: _Schema, compile_: _Compile) -> Fits:
    test = compile_(schema)
    return _of(list, lambda value: all(map(test, value)))


def _contains(schema: Any, _schema: _Schema, compile_: _Compile) -> Fits:
    test = compile_(schema)
    return _of(list, lambda value: any(map(test, value)))


def _one_of(schemas: list[Any], _schema: _Schema, compile_: _Compile) -> Fits:
    tests = [compile_(schema) for schema in schemas]
    return lambda value: sum(test(value) for test in tests) == 1


def _any_of(schemas: list[Any], _schema: _Schema, compile_: _Compile) -> Fits:
    tests = [compile_(schema) for schema in schemas]
    return lambda value: any(test(value) for test in tests)


def _if(schema: Any, whole: _Schema, compile_: _Compile) -> Fits:
    test, then = compile_(schema), compile_(whole["then"])
    return lambda value: not test(value) or then(value)


def _minimum(least: int, _schema: _Schema, _compile: _Compile) -> Fits:
    return lambda value: type(value) not in (int, float) or value >= least


def _dependent_required(keys: Mapping[str, list[str]], _schema: _Schema, _compile: _Compile) -> Fits:
    return _of(dict, lambda value: all(value.keys() >= set(keys[key]) for key in keys.keys() & value.keys()))


def _not(schema: Any, _schema: _Schema, compile_: _Compile) -> Fits:
    test = compile_(schema)
    return lambda value: not test(value)


def _pattern(pattern: str, _schema: _Schema, _compile: _Compile) -> Fits:
    search = re.compile(pattern).search
    return _of(str, lambda value: search(value) is not None)


_KEYWORDS: dict[str, Callable[[Any, _Schema, _Compile], Fits]] = {
    "type": _type,
    "const": lambda value, *_: _equals([value]),
    "enum": lambda values, *_: _equals(values),
    "properties": _properties,
    "additionalProperties": _additional,
    "required": _required,
    "dependentRequired": _dependent_required,
    "minProperties": lambda least, *_: _of(dict, lambda value: len(value) >= least),
    "items": _items,
    "contains": _contains,
    "minItems": lambda least, *_: _of(list, lambda value: len(value) >= least),
    "minimum": _minimum,
    "minLength": lambda least, *_: _of(str, lambda value: len(value) >= least),
    "maxLength": lambda most, *_: _of(str, lambda value: len(value) <= most),
    "pattern": _pattern,
    "oneOf": _one_of,
    "anyOf": _any_of,
    "if": _if,
    "not": _not,
}
