"""One neutral form of a request, of an answer and of what a stream says: each protocol reads and writes it.

A `path` says where in the guest's body a value stood, as in `messages[0].content[1]`: a loss is reported, and
a refusal made, by it.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Generic, TypeAlias, TypeVar

T = TypeVar("T")


class Wire(StrEnum):
    """The three protocols."""

    CHAT = "chat_completions"
    RESPONSES = "responses"
    MESSAGES = "messages"


@dataclass(frozen=True, slots=True)
class Given(Generic[T]):
    """A value with the place where the guest gave it."""

    value: T
    path: str


# ---- what is said ----


@dataclass(frozen=True, slots=True)
class Text:
    """A piece of text."""

    text: str
    path: str = ""


@dataclass(frozen=True, slots=True)
class Declined:
    """What a model said instead of an answer, in a place of its own."""

    text: str
    path: str = ""


@dataclass(frozen=True, slots=True)
class Image:
    """A picture: at `url`, or base64 `data` of a `media_type`."""

    url: str | None = None
    media_type: str | None = None
    data: str | None = None
    detail: Given[str] | None = None
    path: str = ""


@dataclass(frozen=True, slots=True)
class Pdf:
    """A PDF: at `url`, or base64 `data`; `name` is its title."""

    url: str | None = None
    data: str | None = None
    name: str | None = None
    path: str = ""


@dataclass(frozen=True, slots=True)
class PlainDocument:
    """A document that is text."""

    text: str
    path: str = ""


Part: TypeAlias = Text | Declined | Image | Pdf | PlainDocument


@dataclass(frozen=True, slots=True)
class Said:
    """A message; `whole` when its content was one text and no list of parts."""

    role: str
    parts: tuple[Part, ...]
    turn: int
    path: str
    whole: bool = False


@dataclass(frozen=True, slots=True)
class Thought:
    """Reasoning of a turn before: its text, and what only its vendor can read.

    `sealed` is a Responses vendor's encrypted content or a Messages vendor's signature; `redacted` is what a
    Messages vendor keeps to itself altogether. `id` is a Responses item's.
    """

    text: str
    turn: int
    path: str
    sealed: str | None = None
    redacted: str | None = None
    id: str | None = None


@dataclass(frozen=True, slots=True)
class Call:
    """A call of a tool: JSON text as arguments, or free text for a `custom` tool.

    `arguments_path` is where those stood.
    """

    id: str
    name: str
    arguments: str
    turn: int
    path: str
    arguments_path: str = ""
    custom: bool = False


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a call of a tool gave."""

    id: str
    parts: tuple[Part, ...]
    turn: int
    path: str
    whole: bool = False
    custom: bool = False


Item: TypeAlias = Said | Thought | Call | Outcome


# ---- what is asked for ----


@dataclass(frozen=True, slots=True)
class Tool:
    """A function that the guest offers, or (`custom`) a tool that takes free text of a `format`."""

    name: str
    path: str
    description: str | None = None
    schema: dict[str, Any] | None = None
    strict: bool | None = None
    custom: bool = False
    format: dict[str, Any] | None = None


class Choose(StrEnum):
    """How freely tools are chosen."""

    AUTO = "auto"
    NONE = "none"
    ANY = "any"
    NAMED = "named"
    ALLOWED = "allowed"


@dataclass(frozen=True, slots=True)
class Choice:
    """Which tools may be called; `name` for one, `mode` and `names` for an allowed set."""

    kind: Choose
    path: str
    name: str = ""
    custom: bool = False
    mode: str = "auto"
    names: tuple[tuple[str, bool], ...] = ()


@dataclass(frozen=True, slots=True)
class Thinking:
    """How long to think: an effort by its word, a budget in tokens, adaptive, or off."""

    path: str
    effort: str | None = None
    budget: int | None = None
    adaptive: bool = False
    off: bool = False


@dataclass(frozen=True, slots=True)
class Schema:
    """The JSON schema that the answer must fit; without one, any JSON object."""

    path: str
    schema: dict[str, Any] | None = None
    name: str | None = None
    name_path: str = ""
    strict: bool | None = None
    description: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """A request. `carried` are fields that Chat and Responses share under one name, as they were given."""

    instructions: Text | None = None
    items: tuple[Item, ...] = ()
    tools: tuple[Tool, ...] = ()
    choice: Choice | None = None
    serial: str = ""
    """Where the guest asked for one call at a time; empty where it did not."""
    stop: Given[tuple[str, ...]] | None = None
    cap: Given[int] | None = None
    temperature: Given[Any] | None = None
    top_p: Given[Any] | None = None
    user: Given[str] | None = None
    safety_identifier: Given[str] | None = None
    metadata: Given[Any] | None = None
    thinking: Thinking | None = None
    format: Schema | None = None
    stream: bool = False
    include_usage: bool = False
    carried: tuple[tuple[str, Given[Any]], ...] = ()


# ---- what is answered ----


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


# ---- what a stream says, piece by piece ----


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
class WireSettings:
    """What conversion is told: the provider that is asked, and what stands in its settings."""

    provider: str = ""
    max_tokens_field: str = "max_completion_tokens"
    default_max_tokens: int = 32000
    adaptive: bool = False
    finish_reasons: tuple[tuple[str, str], ...] = ()
    refuse_lossy: bool = False
    refuse_unknown: bool = False
