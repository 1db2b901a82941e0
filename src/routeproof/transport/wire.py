"""JSON lines: what came back from a black box put together again, whatever it is."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypeAlias

from routeproof.transport.quotation import quote

Reply: TypeAlias = Mapping[str, Any]
"""An answer as it was given: a JSON object, the id of the question left out."""

LINE_BYTES = 65_536
"""Longest line that is accepted as an answer."""
SURPLUS = 1_000
"""How many lines that answer nothing are read before the other side is given up."""
_BRACKETS = 200
"""How many an answer may hold: it is an object of plain values, and no nesting may exhaust the stack."""


class FaultKind(StrEnum):
    """What can be wrong with a black box beside its answers."""

    TIMEOUT = "time-out"
    CRASH = "crash"
    GARBAGE = "garbage"
    PARTIAL = "partial output"
    DUPLICATE = "duplicate answer"
    UNKNOWN_ID = "unknown id"
    FLOOD = "too much output"


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong, how often it was seen, and what to look at."""

    kind: FaultKind
    message: str
    count: int = 1


@dataclass(frozen=True, slots=True)
class Transcript:
    """What a black box said: its answers by the number of the question (from 0), and its faults.

    `status` is how the process ended, None when it had to be ended or there was none.
    """

    replies: Mapping[int, Reply]
    faults: tuple[Fault, ...] = ()
    status: int | None = None


class Inbox:
    """Takes the bytes that a black box writes and sorts them into answers and faults, in bounded memory."""

    def __init__(self, questions: int) -> None:
        self._wanted = questions
        self._rest = b""
        self._surplus = 0
        self._faults: dict[FaultKind, Fault] = {}
        self.replies: dict[int, Reply] = {}

    @property
    def complete(self) -> bool:
        """Whether every question has an answer."""
        return len(self.replies) == self._wanted

    @property
    def flooded(self) -> bool:
        """Whether to stop reading: it answers nothing, and there is no end of it."""
        return self._surplus > SURPLUS

    @property
    def faults(self) -> tuple[Fault, ...]:
        """What was wrong, one of each kind, the first seen first."""
        return tuple(self._faults.values())

    def feed(self, data: bytes) -> None:
        """Take in the next bytes, cut anywhere."""
        *lines, self._rest = (self._rest + data).split(b"\n")
        if len(self._rest) > LINE_BYTES:
            lines, self._rest = [*lines, self._rest], b""
        for line in lines:
            if not self.flooded:
                self._line(line)

    def end(self) -> None:
        """Nothing more comes. A last line without a line end counts if it is an answer."""
        line, self._rest = self._rest, b""
        if line.strip() and (reply := _parse_line(line)) is not None:
            self._take(line, reply)
        elif line.strip():
            self.blame(FaultKind.PARTIAL, f"the output ends inside a line: {_quote_line(line)}")

    def blame(self, kind: FaultKind, message: str) -> None:
        """Note a fault; of each kind the first is told, and how many there were."""
        known = self._faults.get(kind)
        self._faults[kind] = (
            Fault(kind, message) if known is None else Fault(kind, known.message, known.count + 1)
        )

    def _line(self, line: bytes) -> None:
        if not line.strip():
            return
        reply = _parse_line(line)
        if reply is None:
            self._useless(FaultKind.GARBAGE, f"a line that is no JSON object: {_quote_line(line)}")
        else:
            self._take(line, reply)

    def _take(self, line: bytes, reply: dict[str, object]) -> None:
        number = reply.pop("id", None)
        if type(number) is not int or not 0 <= number < self._wanted:
            self._useless(FaultKind.UNKNOWN_ID, f"an answer to no question: {_quote_line(line)}")
        elif number in self.replies:
            self._useless(FaultKind.DUPLICATE, f"a second answer, which does not count: {_quote_line(line)}")
        else:
            self.replies[number] = reply

    def _useless(self, kind: FaultKind, message: str) -> None:
        self._surplus += 1
        self.blame(kind, message)
        if self.flooded:
            self.blame(FaultKind.FLOOD, f"more than {SURPLUS:,} lines answer nothing")


def _parse_line(line: bytes) -> dict[str, object] | None:
    if len(line) > LINE_BYTES or line.count(b"{") + line.count(b"[") > _BRACKETS:
        return None
    try:
        value = json.loads(line)
    except ValueError:  # not JSON, not UTF-8, or a number of thousands of digits
        return None
    return value if isinstance(value, dict) else None


def _quote_line(line: bytes) -> str:
    return quote(line[:200].decode("utf-8", "replace"))
