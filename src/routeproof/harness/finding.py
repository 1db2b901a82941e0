"""What a check says: a finding with its level, what it is about, where it shows, and what was expected."""

import hashlib
import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TypeAlias

from routeproof.errors import Place

Coordinates: TypeAlias = tuple[tuple[str, str | None], ...]
"""What a finding is about, from the whole to the part, as (name, value); None where a part is not meant.

Each family of checks has names of its own, (runtime, arm, model) for instance, and always gives all of them.
"""

_IDENTITY = 3
"""How many coordinates a fingerprint has at the least, so that a finding about nothing keeps its own."""


class Level(StrEnum):
    """How much a finding matters; `rank` orders them."""

    NOTE = "note"
    WARNING = "warning"
    ERROR = "error"

    @property
    def rank(self) -> int:
        """0 for a note, 1 for a warning, 2 for an error."""
        return _RANKS[self]


_RANKS = {Level.NOTE: 0, Level.WARNING: 1, Level.ERROR: 2}


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """What findings are reported under: an id that names the invariant, and its documentation.

    A waiver may exempt the findings of one that is `waivable`; the policy may lower one that is `lowerable`,
    or switch it off.
    """

    id: str
    title: str
    level: Level
    doc: str | None
    waivable: bool = True
    lowerable: bool = True

    @property
    def leave(self) -> str:
        """What a team may do about its findings beside mending them, as the end of a sentence."""
        if self.waivable:
            return "can be waived"
        return "cannot be waived, only lowered" if self.lowerable else "can be neither waived nor lowered"

    @property
    def explanation(self) -> str:
        """What `routeproof explain` prints and the docs page starts with."""
        return (self.doc or "").strip()


@dataclass(frozen=True, slots=True)
class Location:
    """A value in a document: the JSON pointer (RFC 6901) leads to it, an empty one to the whole.

    `place` is where that is written, once somebody who has the document has looked; `note` says what a
    related location has to do with the finding.
    """

    document: str
    pointer: str = ""
    note: str = ""
    place: Place | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One violation, at one primary location, with any number of related ones.

    A check leaves `check` alone, and the places of its locations: they are filled in when it has run. `level`
    it sets where a finding matters less than the others of the check.
    """

    message: str
    at: Location
    related: tuple[Location, ...] = ()
    hint: str = ""
    about: Coordinates = ()
    present: tuple[str, ...] | None = None
    """The names of the credentials that are present; None where none has to do with it."""
    expected: str | None = None
    actual: str | None = None
    key: str = ""
    """Tells findings apart that share check and coordinates; part of the fingerprint."""
    check: str = ""
    level: Level = Level.ERROR

    @property
    def document(self) -> str:
        """The file that the finding is in."""
        return self.at.document

    @property
    def pointer(self) -> str:
        """Where in the file."""
        return self.at.pointer

    @property
    def place(self) -> Place | None:
        """Where that is written; None until it was looked up."""
        return self.at.place

    @property
    def subject(self) -> str:
        """Everything that it is about, from the whole to the part; empty where it is about nothing."""
        return " / ".join(value for _, value in self.about if value)

    @property
    def group(self) -> str:
        """What it is about without the last part, the one with an id; empty as above."""
        return " / ".join(value for _, value in self.about[:-1] if value)

    def coordinate(self, name: str) -> str | None:
        """The value of the coordinate of that name; None where there is none."""
        return next((value for known, value in self.about if known == name), None)

    @property
    def fingerprint(self) -> str:
        """16 hexadecimal digits, stable under moves of lines and changes of wording."""
        values = [value for _, value in self.about]
        values += [None] * (_IDENTITY - len(values))
        identity = [self.check, *values, self.key]
        return hashlib.sha256(json.dumps(identity).encode()).hexdigest()[:16]

    def placed(self, place: Callable[[Location], Location]) -> "Finding":
        """The finding with a place for each of its locations."""
        return replace(self, at=place(self.at), related=tuple(map(place, self.related)))


def failing(findings: Iterable[Finding], level: Level) -> tuple[Finding, ...]:
    """The findings at that level or above: those that close a gate which fails at it."""
    return tuple(each for each in findings if each.level.rank >= level.rank)
