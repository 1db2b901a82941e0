"""How a JSON text is written: where the members of its objects stand, or where it stops being JSON.

It reads without recursion and in one pass: what a hostile text costs is its length.
"""

import json
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import NoReturn

from routeproof.errors import InputError, Place

DEEPEST = 128
"""How deep a text may nest."""

_SPACE = re.compile(r"[ \t\n\r]*+")
_TOKEN = re.compile(
    r'"(?:[^"\\\x00-\x1f]++|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*+"'
    r"|-?(?:0|[1-9][0-9]*+)(?:\.[0-9]++)?+(?:[eE][+-]?[0-9]++)?+"
    r"|true|false|null|[{}\[\],:]"
)
_SCALAR = "scalar"
_MARKS = frozenset('"{}[],:')

_VALUE = frozenset({'"', _SCALAR, "{", "["})
_KEY = frozenset({'"'})
_COLON = frozenset({":"})
_FIRST_KEY = _KEY | {"}"}
_FIRST_ITEM = _VALUE | {"]"}
_NEXT_MEMBER = frozenset({",", "}"})
_NEXT_ITEM = frozenset({",", "]"})
_NOTHING: frozenset[str] = frozenset()
_WANTED: Mapping[frozenset[str], str] = {
    _VALUE: "a value",
    _KEY: "a key in double quotes",
    _COLON: "`:`",
    _FIRST_KEY: "a key in double quotes, or `}`",
    _FIRST_ITEM: "a value, or `]`",
    _NEXT_MEMBER: "`,` or `}`",
    _NEXT_ITEM: "`,` or `]`",
    _NOTHING: "nothing more",
}


@dataclass(frozen=True, slots=True)
class ObjectLayout:
    """How an object with members is written, in offsets of the text, ends exclusive.

    `values` are the spans of its values by key. `lead` is what stands between the last key and what is before
    it: white space, and the comma where there is one. `colon` is what stands between that key and its value,
    which ends at `end`.
    """

    values: Mapping[str, tuple[int, int]]
    lead: str
    colon: str
    end: int


class _Container:
    """An object or array that is being read; of an object it knows the last member."""

    __slots__ = ("before", "is_object", "items", "key", "key_span", "lead", "pointer", "start", "values")

    def __init__(self, pointer: str, before: int, *, is_object: bool) -> None:
        self.pointer = pointer
        self.is_object = is_object
        self.before = before  # where the last member ends, or where the container begins
        self.key = ""
        self.key_span = self.lead = (0, 0)
        self.start = 0  # where the value of the last member begins
        self.items = 0
        self.values: dict[str, tuple[int, int]] = {}


def layouts(text: str, file: str, wanted: Collection[str] = ()) -> dict[str, ObjectLayout]:
    """The layouts of the objects with members at the wanted JSON pointers.

    Raises InputError, with line and column, where the text is not one JSON value that all read alike: a key
    that stands twice, half of a surrogate pair, a nesting beyond DEEPEST.
    """
    reading = _Reading(text, file, wanted)
    reading.run()
    return reading.found


def place_of(text: str, at: int, file: str) -> Place:
    """Line and column of an offset."""
    line, column = text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at)
    return Place(file, line, column, line, column + 1)


class _Reading:
    def __init__(self, text: str, file: str, wanted: Collection[str]) -> None:
        self._text = text
        self._file = file
        self._wanted = wanted
        self._open: list[_Container] = []
        self._expected = _VALUE
        self.found: dict[str, ObjectLayout] = {}

    def run(self) -> None:
        """Read the text to its end."""
        at = self._behind_space(0)
        while at < len(self._text):
            token = _TOKEN.match(self._text, at)
            mark = self._text[at]
            kind = mark if mark in _MARKS else _SCALAR
            if token is None or kind not in self._expected:
                self._refuse(f"is no JSON: {_WANTED[self._expected]} is expected here", at)
            self._take(kind, at, token.end())
            at = self._behind_space(token.end())
        if self._expected is not _NOTHING:
            self._refuse(f"is no JSON: it ends where {_WANTED[self._expected]} is expected", at)

    def _behind_space(self, at: int) -> int:
        space = _SPACE.match(self._text, at)
        return space.end() if space else at

    def _take(self, kind: str, start: int, end: int) -> None:
        if kind in "{[":
            self._enter(start, end, is_object=kind == "{")
        elif kind in "}]":
            self._leave(end)
        elif kind == ",":
            self._expected = _KEY if self._open[-1].is_object else _VALUE
        elif kind == ":":
            self._expected = _VALUE
        elif self._expected is _KEY or self._expected is _FIRST_KEY:
            self._take_key(start, end)
        else:
            self._read_text(start, end)
            self._end_value(start, end)

    def _enter(self, start: int, end: int, *, is_object: bool) -> None:
        if len(self._open) == DEEPEST:
            self._refuse(f"nests deeper than {DEEPEST} levels", start)
        pointer = ""
        if self._open:
            outer = self._open[-1]
            outer.start = start
            step = outer.key.replace("~", "~0").replace("/", "~1") if outer.is_object else outer.items
            pointer = f"{outer.pointer}/{step}"
        self._open.append(_Container(pointer, end, is_object=is_object))
        self._expected = _FIRST_KEY if is_object else _FIRST_ITEM

    def _leave(self, end: int) -> None:
        inner = self._open.pop()
        if inner.values and inner.pointer in self._wanted:
            self.found[inner.pointer] = ObjectLayout(
                inner.values,
                self._text[slice(*inner.lead)],
                self._text[inner.key_span[1] : inner.start],
                inner.before,
            )
        self._end_value(self._open[-1].start if self._open else 0, end)

    def _take_key(self, start: int, end: int) -> None:
        outer = self._open[-1]
        outer.key = self._read_text(start, end)
        if outer.key in outer.values:
            # Not which: people have typed secrets in stranger places.
            self._refuse("has a key twice in one object", start)
        outer.key_span, outer.lead = (start, end), (outer.before, start)
        self._expected = _COLON

    def _end_value(self, start: int, end: int) -> None:
        if not self._open:
            self._expected = _NOTHING
            return
        outer = self._open[-1]
        outer.start, outer.before = start, end
        outer.items += 1
        if outer.is_object:
            outer.values[outer.key] = start, end
        self._expected = _NEXT_MEMBER if outer.is_object else _NEXT_ITEM

    def _read_text(self, start: int, end: int) -> str:
        """What a token says, when it is a text."""
        token = self._text[start:end]
        if "\\" not in token:
            return token[1:-1]
        text: str = json.loads(token)
        try:
            text.encode()
        except UnicodeEncodeError:
            self._refuse("holds half of a surrogate pair alone, which is no text", start)
        return text

    def _refuse(self, message: str, at: int) -> NoReturn:
        raise InputError(message, place=place_of(self._text, at, self._file))
