"""Reading what rows and people say, under the flags of a stage: one parser, and the readers of a store."""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from operator import itemgetter
from types import MappingProxyType
from typing import Any

from routeproof.bindings.auth import parse_auth
from routeproof.bindings.replay.stages import ReadingFlags
from routeproof.bindings.rows import INVISIBLE, UNKNOWN_PROVIDER, ReadRow, StoredRow, read_row
from routeproof.model.connection import CREDENTIALED, Auth, Catalogue, Err

_MALFORMED = frozenset(INVISIBLE) - {UNKNOWN_PROVIDER}


class MalformedRow(Exception):
    """A row that a reader cannot bear."""


def as_parsed(value: object, flags: ReadingFlags) -> object:
    """The value with what the stage's parser looks at: all of it, or the keys that it knows."""
    if not (flags.strips_unknown_keys and isinstance(value, Mapping)):
        return value
    known = ("type", "credential") if value.get("type") in CREDENTIALED else ("type",)
    return {key: value[key] for key in known if key in value}


def parse_given(value: object, flags: ReadingFlags, catalogue: Catalogue) -> Auth | Err:
    """An auth as people give it."""
    return parse_auth(as_parsed(value, flags), reserved=catalogue.reserved)


def read_stored(row: StoredRow, flags: ReadingFlags, catalogue: Catalogue) -> ReadRow:
    """A stored row."""
    try:
        value: Any = json.loads(row.auth)
    except ValueError:
        return read_row(row, catalogue)
    return read_row(replace(row, auth=json.dumps(as_parsed(value, flags))), catalogue)


Told = tuple[tuple[str, object], ...]
"""What a reader says: the names of rows, with something on each."""


def list_rows(rows: Iterable[StoredRow], flags: ReadingFlags, catalogue: Catalogue) -> Told:
    """Every visible connection, by name. Raises MalformedRow where the stage cannot pass over one."""
    found = [read_stored(row, flags, catalogue) for row in rows]
    if flags.list_breaks and any(_MALFORMED.intersection(each.faults) for each in found):
        raise MalformedRow
    visible = [each.connection for each in found if each.connection is not None]
    return tuple(sorted(((each.name, each) for each in visible), key=itemgetter(0)))


def get_rows(rows: Iterable[StoredRow], flags: ReadingFlags, catalogue: Catalogue) -> Told:
    """Every row asked for by its name: its connection, None where it is invisible."""
    return tuple((row.name, read_stored(row, flags, catalogue).connection) for row in rows)


def doctor_rows(rows: Iterable[StoredRow], flags: ReadingFlags, catalogue: Catalogue) -> Told:
    """Everything that is wrong with any row."""
    return tuple((row.name, kind) for row in rows for kind in read_stored(row, flags, catalogue).faults)


READERS: Mapping[str, Callable[[Iterable[StoredRow], ReadingFlags, Catalogue], Told]] = MappingProxyType(
    {"list": list_rows, "get": get_rows, "doctor": doctor_rows}
)
"""The readers of a store, by the names of their commands."""
