"""What a request asks for, in no protocol's words."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from routeproof.relay.wire.neutral.said import Given, Item, Text
from routeproof.strict_json import Number


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
    """How long to think: an effort by its word, a budget in tokens, off, or (nothing said) adaptive."""

    path: str
    effort: str | None = None
    budget: int | None = None
    off: bool = False


@dataclass(frozen=True, slots=True)
class Schema:
    """The JSON schema that the answer must fit; without one, any JSON object."""

    path: str
    schema: dict[str, Any] | None = None
    name: str | None = None
    strict: bool | None = None
    description: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """A request. `carried` are fields that Chat and Responses share under one name, as they were given."""

    instructions: Text | None = None
    items: tuple[Item, ...] = ()
    tools: tuple[Tool, ...] = ()
    choice: Choice | None = None
    serial: bool = False
    """Whether the guest wants one call at a time."""
    stop: Given[tuple[str, ...]] | None = None
    cap: Given[int] | None = None
    temperature: Given[float | Number] | None = None
    top_p: Given[float | Number] | None = None
    user: Given[str] | None = None
    safety_identifier: Given[str] | None = None
    metadata: Given[Mapping[str, Any]] | None = None
    thinking: Thinking | None = None
    format: Schema | None = None
    stream: bool = False
    carried: tuple[tuple[str, Given[Any]], ...] = ()


@dataclass(frozen=True, slots=True)
class WireSettings:
    """What conversion is told: the provider that is asked, and what stands in its settings."""

    provider: str = ""
    max_tokens_field: str = "max_completion_tokens"
    default_max_tokens: int = 32000
    adaptive: bool = False
    refuse_lossy: bool = False
    refuse_unknown: bool = False
