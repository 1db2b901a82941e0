"""An edit as data: changes at JSON pointers of one file, applied to the plain data that was read from it."""

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from routeproof.manifest.yaml import steps_of


class Action(StrEnum):
    """What a change does at its pointer; in this order where several meet at one pointer."""

    REMOVE = "remove"
    SET = "set"
    """Replace the value, or add the key to its mapping."""
    RENAME = "rename"
    """Give the value another key of the same mapping."""
    INSERT = "insert"
    """Put an element before the one at the pointer; one past the last appends."""


_ORDER = tuple(Action)


@dataclass(frozen=True, slots=True)
class Change:
    """One change. `value` is JSON text (empty for a removal), so that a change is a plain, hashable value."""

    action: Action
    pointer: str
    value: str = ""

    def new(self) -> Any:
        """The value as fresh plain data."""
        return json.loads(self.value)


@dataclass(frozen=True, slots=True)
class Edit:
    """Changes of one workspace-relative file, all at once: every pointer is into the unedited file."""

    file: str
    changes: tuple[Change, ...]

    @property
    def pointer(self) -> str:
        """Where the edit shows: its first change."""
        return self.changes[0].pointer


def put(at: str, value: object) -> Change:
    """Replace the value at the pointer, or add the key."""
    return Change(Action.SET, at, _json(value))


def insert(at: str, value: object) -> Change:
    """Insert into a list before the element at the pointer."""
    return Change(Action.INSERT, at, _json(value))


def remove(at: str) -> Change:
    """Remove the element or the key at the pointer; the file itself where it is empty."""
    return Change(Action.REMOVE, at)


def rename(at: str, key: str) -> Change:
    """Rename the key at the pointer."""
    return Change(Action.RENAME, at, _json(key))


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def in_order(changes: Iterable[Change]) -> list[Change]:
    """The changes from the last place of the file's data to the first, so that none moves another's place."""
    return sorted(
        sorted(changes, key=lambda change: _ORDER.index(change.action)),
        key=lambda change: tuple(map(_sortable, steps_of(change.pointer))),
        reverse=True,
    )


def _sortable(step: str) -> tuple[int, str]:
    return (int(step), "") if step.isdecimal() else (-1, step)


def applied(data: Any, changes: Sequence[Change]) -> Any:
    """The plain data after the changes; what they do not touch is shared with `data`, which stays as it is.

    None where the whole of it is removed. LookupError for a pointer that leads nowhere.
    """
    for change in in_order(changes):
        data = _at(data, list(steps_of(change.pointer)), change)
    return data


def _at(data: Any, steps: list[str], change: Change) -> Any:
    if not steps:
        return None if change.action is Action.REMOVE else change.new()
    copy: Any = list(data) if isinstance(data, list) else dict(data)
    key: Any = int(steps[0]) if isinstance(copy, list) else steps[0]
    if len(steps) > 1:
        copy[key] = _at(copy[key], steps[1:], change)
        return copy
    return _ACTIONS[change.action](copy, key, change)


def _remove(copy: Any, key: Any, _change: Change) -> Any:
    del copy[key]
    return copy


def _set(copy: Any, key: Any, change: Change) -> Any:
    copy[key] = change.new()
    return copy


def _rename(copy: Any, key: Any, change: Change) -> Any:
    return {(change.new() if each == key else each): value for each, value in copy.items()}


def _insert(copy: Any, key: Any, change: Change) -> Any:
    copy.insert(key, change.new())
    return copy


_ACTIONS: dict[Action, Callable[[Any, Any, Change], Any]] = {
    Action.REMOVE: _remove,
    Action.SET: _set,
    Action.RENAME: _rename,
    Action.INSERT: _insert,
}
