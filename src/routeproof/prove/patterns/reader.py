"""Reads the structure of an RE2 pattern; what a single character stands for is left to `pieces`."""

import re
from collections.abc import Callable
from typing import NamedTuple

from routeproof.match import refusal
from routeproof.prove.patterns import charset
from routeproof.prove.patterns.brackets import Ranges, Stuck, bracket, escape
from routeproof.prove.patterns.pieces import LOOK_ALIKES, CharQuestion, Piece, piece
from routeproof.prove.patterns.tree import (
    ANYTHING,
    EDGE,
    NEWLINE,
    WORD,
    Alternate,
    Chars,
    Look,
    Node,
    alternate,
    concat,
    group,
    repeat,
    repeat_counted,
)

REPEAT_LIMIT = 1000
"""RE2's bound on a counted repeat, and on the product of counted repeats inside each other."""

_GROUP = re.compile(r"\(\?(?:P?<([^>]*)>|([imsU]*)(?:-([imsU]+))?([:)]))")
_COUNT = re.compile(r"\{(0|[1-9][0-9]{0,8})(?:(,)(0|[1-9][0-9]{0,8})?)?\}")
_UNICODE_CLASS = r"(?:[^\\]|\\[^pP])*\\[pP]"  # compiled when a pattern has one: few do
_DOT = ~charset.NEWLINE
_SIMPLE = {"*": (0, None), "+": (1, None), "?": (0, 1)}
_BOUNDARY = Alternate((Look(WORD, ANYTHING ^ WORD), Look(ANYTHING ^ WORD, WORD)))


class Flags(NamedTuple):
    """The flags in force; `U` is not among them, for laziness changes no language."""

    fold: bool = False
    multiline: bool = False
    dot_all: bool = False

    def changed(self, on: str, off: str) -> "Flags":
        """These flags with some of the letters `ims` set and some cleared."""
        old = zip("ims", self, strict=True)
        return Flags(*((flag or letter in on) and letter not in off for letter, flag in old))


class _Frame:
    """A group that is still open, or the whole pattern."""

    __slots__ = ("branches", "captures", "flags", "opened", "parts")

    def __init__(self, opened: int, flags: Flags, *, captures: bool) -> None:
        self.opened = opened
        self.flags = flags
        self.captures = captures
        self.branches: list[Node] = []
        self.parts: list[Node] = []


class Reader:
    """One pass over one pattern; raises Stuck at what RE2 refuses, and at the few things we refuse."""

    def __init__(self, pattern: str, *, valid: bool) -> None:
        """`valid` says that RE2 accepts the pattern; else the first refused piece is looked for."""
        self.text = pattern
        self.valid = valid
        self.position = 0
        self.flags = Flags()
        self.frames = [_Frame(0, self.flags, captures=False)]
        self.repeated_at = -1
        self.open_quote = False
        self.folded: list[tuple[int, Piece, Piece]] = []
        """Each piece whose `(?i)` may let in a look-alike: its position, itself with the flag and without."""
        self.tables: list[int] = []
        """Position of each piece that names a Unicode class."""
        self.short_names: list[int] = []
        """Position of each `(?<name>`."""

    def read(self) -> Node:
        """The tree of the whole pattern."""
        steps: dict[str, Callable[[], None]] = {
            "(": self._open,
            ")": self._close,
            "|": self._branch,
            "[": self._class,
            "\\": self._escape,
            "{": self._count,
            "*": self._repeat,
            "+": self._repeat,
            "?": self._repeat,
        }
        while self.position < len(self.text):
            steps.get(self.text[self.position], self._single)()
        if len(self.frames) > 1:
            raise Stuck(self.frames[-1].opened)
        return self._finished(self.frames[0])

    def _push(self, node: Node, width: int) -> None:
        self.frames[-1].parts.append(node)
        self.position += width

    def _single(self) -> None:
        character, flags = self.text[self.position], self.flags
        if character == "^":
            self._push(Look(before=EDGE | NEWLINE if flags.multiline else EDGE), 1)
        elif character == "$":
            self._push(Look(after=EDGE | NEWLINE if flags.multiline else EDGE), 1)
        elif character == ".":
            self._push(Chars(charset.ALL if flags.dot_all else _DOT), 1)
        else:
            self._piece(1, [(ord(character), ord(character))])

    def _piece(self, width: int, ranges: Ranges | None, *, negated: bool = False) -> None:
        expression = self.text[self.position : self.position + width]
        if ranges is None:
            if not self.valid and refusal(expression):
                raise Stuck(self.position)
            if re.match(_UNICODE_CLASS, expression):
                self.tables.append(self.position)
        fold = self.flags.fold
        meant = piece(expression, ranges, negated=negated, fold=fold)
        if fold and (isinstance(meant, CharQuestion) or any(code in meant for code in LOOK_ALIKES.values())):
            plain = piece(expression, ranges, negated=negated, fold=False)
            self.folded.append((self.position, meant, plain))
        self._push(Chars(meant), width)

    def _open(self) -> None:
        opened, old = self.position, self.flags
        if not self.text.startswith("(?", opened):
            self.frames.append(_Frame(opened, old, captures=True))
            self.position += 1
            return
        found = _GROUP.match(self.text, opened)
        if found is None:
            raise Stuck(opened)
        name, on, off, closer = found.groups()
        self.position = found.end()
        if name is not None:
            if not self.valid and refusal(f"(?P<{name}>)"):
                raise Stuck(opened)
            if self.text[opened + 2] == "<":
                self.short_names.append(opened)
            self.frames.append(_Frame(opened, old, captures=True))
            return
        # A bare `(?i)` holds to the end of the group around it, later branches included.
        self.flags = old.changed(on, off or "")
        if closer == ":":
            self.frames.append(_Frame(opened, old, captures=False))

    def _close(self) -> None:
        if len(self.frames) == 1:
            raise Stuck(self.position)
        frame = self.frames.pop()
        self.flags = frame.flags
        self._push(self._finished(frame), 1)

    def _branch(self) -> None:
        frame = self.frames[-1]
        frame.branches.append(concat(frame.parts))
        frame.parts = []
        self.position += 1

    def _finished(self, frame: _Frame) -> Node:
        node = alternate([*frame.branches, concat(frame.parts)])
        return group(node) if frame.captures else node

    def _repeat(self) -> None:
        self._replace(repeat, *_SIMPLE[self.text[self.position]], self.position + 1)

    def _count(self) -> None:
        found = _COUNT.match(self.text, self.position)
        if found is None:
            self._single()
            return
        least = int(found[1])
        most = int(found[3]) if found[3] else None if found[2] else least
        if max(least, most or 0) > REPEAT_LIMIT or (most is not None and most < least):
            raise Stuck(self.position)
        self._replace(repeat_counted, least, most, found.end())

    def _replace(
        self, build: Callable[[Node, int, int | None], Node], least: int, most: int | None, end: int
    ) -> None:
        parts = self.frames[-1].parts
        # `a**` is refused, `a*(?i)*` is not: only a repeat right behind another one is.
        if not parts or self.position == self.repeated_at:
            raise Stuck(self.position)
        parts[-1] = build(parts[-1], least, most)
        if parts[-1].copies > REPEAT_LIMIT:
            raise Stuck(self.position)
        self.position = self.repeated_at = end + self.text.startswith("?", end)

    def _escape(self) -> None:
        kind = self.text[self.position + 1 : self.position + 2]
        if kind == "Q":
            self._quote()
        elif kind == "A":
            self._push(Look(before=EDGE), 2)
        elif kind == "z":
            self._push(Look(after=EDGE), 2)
        elif kind == "b":
            self._push(_BOUNDARY, 2)
        elif kind in ("B", "C"):
            raise Stuck(self.position)
        else:
            end, ranges = escape(self.text, self.position)
            self._piece(end - self.position, ranges)

    def _quote(self) -> None:
        end = self.text.find("\\E", self.position + 2)
        self.open_quote = end < 0
        end = len(self.text) if end < 0 else end
        self.position += 2
        while self.position < end:
            self._piece(1, [(ord(self.text[self.position]),) * 2])
        self.position = min(end + 2, len(self.text))

    def _class(self) -> None:
        end, negated, ranges = bracket(self.text, self.position)
        self._piece(end - self.position, ranges, negated=negated)
