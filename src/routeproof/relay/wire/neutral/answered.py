"""What an answer says, whole or piece by piece, in no protocol's words."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypeAlias

from routeproof.relay.wire.neutral.said import Item


class Finish(StrEnum):
    """Why an answer ended."""

    STOP = "stop"
    STOP_SEQUENCE = "stop_sequence"
    CALLS = "calls"
    LENGTH = "length"
    FILTER = "filter"


@dataclass(frozen=True, slots=True)
class Usage:
    """Tokens: `input` is the whole of them, cached and written ones included; None where nothing is said."""

    input: int = 0
    cached: int = 0
    cache_write: int = 0
    output: int = 0
    reasoning: int = 0


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer that is whole: what was said, thought and called, in order."""

    model: str
    items: tuple[Item, ...]
    finish: Finish
    usage: Usage | None = None
    stop_sequence: str | None = None
    lost: tuple[str, ...] = ()
    """What it says beside these and no other protocol has, by type."""


class Block(StrEnum):
    """What a block of a stream holds."""

    TEXT = "text"
    DECLINED = "declined"
    THOUGHT = "thought"
    CALL = "call"


@dataclass(frozen=True, slots=True)
class Started:
    """The stream has started."""

    model: str
    usage: Usage | None = None


@dataclass(frozen=True, slots=True)
class Opened:
    """A block was opened under a `key` of its own; a call has an id and a name."""

    key: Any
    kind: Block
    id: str = ""
    name: str = ""
    custom: bool = False


@dataclass(frozen=True, slots=True)
class Added:
    """More of a block: of its text, or of a call's arguments."""

    key: Any
    text: str


@dataclass(frozen=True, slots=True)
class Sealed:
    """What only the vendor can read of a thought."""

    key: Any
    sealed: str | None = None
    redacted: str | None = None
    id: str | None = None


@dataclass(frozen=True, slots=True)
class Closed:
    """The block is whole."""

    key: Any


@dataclass(frozen=True, slots=True)
class Finished:
    """The answer ended as its vendor says."""

    finish: Finish
    usage: Usage | None = None
    stop_sequence: str | None = None


@dataclass(frozen=True, slots=True)
class Skipped:
    """An event or a block that nobody here knows, by its type."""

    type: str


Event: TypeAlias = Started | Opened | Added | Sealed | Closed | Finished | Skipped


@dataclass(frozen=True, slots=True)
class Stamp:
    """What an answer carries of the request: its id, its time in seconds (never 0), and who was asked."""

    request: str = ""
    created: int = 1
    provider: str = ""
    finish_reasons: tuple[tuple[str, str], ...] = ()
