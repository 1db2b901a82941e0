"""Reading one file: text, then YAML, then schema, then rules, with every problem of all four at once."""

import os
from collections.abc import Iterable, Iterator
from itertools import islice

from routeproof import schema as schemas
from routeproof.errors import InputError, Place, Problem
from routeproof.manifest.constraints import constraint_problems
from routeproof.manifest.violations import schema_problems
from routeproof.manifest.yaml import MAX_PROBLEMS, Document, YamlDialect, compose, decode, read_bytes


def read_file(path: str | os.PathLike[str], schema: str | None, shown: str) -> Document:
    """Read a file as `read_document` does; messages call it `shown`."""
    return read_document(read_bytes(path, shown), shown, schema)


def read_document(
    data: bytes, file: str, schema: str | None, dialect: YamlDialect = YamlDialect.STRICT
) -> Document:
    """Read YAML against the schema of that name; None takes any YAML of the dialect.

    InputError carries every problem in the order of the file, up to a hundred.
    """
    document, found, complete = compose(decode(data, file), file, dialect)
    problems = list(found)
    if complete and schema is not None:
        problems += islice(_new(_violations(document, schema), problems), MAX_PROBLEMS)
        problems += islice(_new(constraint_problems(schema, document), problems), MAX_PROBLEMS)
    if problems:
        raise InputError.of(_in_order(problems))
    return document


def require(document: Document, schema: str) -> Document:
    """Hold data that was edited after it was read against its schema and rules; InputError as above."""
    problems = list(islice(_violations(document, schema), MAX_PROBLEMS))
    problems += islice(_new(constraint_problems(schema, document), problems), MAX_PROBLEMS)
    if problems:
        raise InputError.of(_in_order(problems))
    return document


def _violations(document: Document, schema: str) -> Iterator[Problem]:
    for violation in schemas.validate(schema, document.data):
        yield from schema_problems(violation, document)


def _new(problems: Iterable[Problem], known: list[Problem]) -> Iterator[Problem]:
    """Leave out what follows from a problem already known at the same place of the data."""
    spoilt = {problem.pointer for problem in known}
    return (problem for problem in problems if problem.pointer not in spoilt)


def _in_order(problems: list[Problem]) -> list[Problem]:
    ordered = sorted(
        problems, key=lambda each: (each.place.line, each.place.column) if each.place else (0, 0)
    )
    if len(ordered) < MAX_PROBLEMS:
        return ordered
    last = Problem(
        "there are more problems than are shown", Place(ordered[0].place.file if ordered[0].place else "")
    )
    return [*ordered[: MAX_PROBLEMS - 1], last]
