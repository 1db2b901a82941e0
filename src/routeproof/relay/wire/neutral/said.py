"""What is said, thought and called, in no protocol's words.

A `path` says where in the guest's body a value stood, as in `messages[0].content[1]`: a loss is reported, and
a refusal made, by it.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeAlias, TypeVar

T = TypeVar("T")


class Wire(StrEnum):
    """The three protocols, by any of the names that people write; ValueError for a name of none."""

    CHAT = "chat_completions"
    RESPONSES = "responses"
    MESSAGES = "messages"

    @classmethod
    def _missing_(cls, value: object) -> "Wire | None":
        if not isinstance(value, str):
            return None
        name = value.strip().lower().replace("-", "_")
        name = {"chat": "chat_completions", "message": "messages"}.get(name, name)
        return next((wire for wire in cls if wire.value == name), None)


@dataclass(frozen=True, slots=True)
class Given(Generic[T]):
    """A value with the place where the guest gave it."""

    value: T
    path: str


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
