"""What every kit asks: questions with their group and why they are asked, written a line each."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Generic, Protocol, TypeVar


class Phase(StrEnum):
    """Why a question is asked; the phases follow one another."""

    CLASS = "class"
    BORDER = "border"
    SAMPLE = "sample"
    RECORDED = "recorded"


class AnyQuestion(Protocol):
    """One question; its text says what is asked in a few words."""

    @property
    def op(self) -> str:
        """The operation that is asked for."""

    @property
    def size(self) -> tuple[Any, ...]:
        """What makes one question a better example than another: the smaller."""

    @property
    def fields(self) -> Mapping[str, object]:
        """The question as a JSON object, without its number."""


class AnyGroup(Protocol):
    """Questions that one reason decides; its text says what they have in common."""

    @property
    def op(self) -> str:
        """Their operation."""

    @property
    def runtime(self) -> str:
        """Their runtime; empty where none matters."""

    @property
    def where(self) -> str:
        """What a report puts them under."""


Q = TypeVar("Q", bound=AnyQuestion)
G = TypeVar("G", bound=AnyGroup)


@dataclass(frozen=True, slots=True)
class PlannedQuestion(Generic[Q, G]):
    """A question with the group that must give it its answer."""

    question: Q
    phase: Phase
    group: G


@dataclass(frozen=True, slots=True)
class QuestionPlan(Generic[Q, G]):
    """Every group that has to be asked about, and the questions in their order, each once."""

    groups: tuple[G, ...]
    asked: tuple[PlannedQuestion[Q, G], ...]


def encode_questions(questions: Sequence[AnyQuestion]) -> bytes:
    """Every question on a line of ASCII, numbered from 0."""
    lines = (json.dumps({"id": number, **each.fields}) for number, each in enumerate(questions))
    return "".join(f"{line}\n" for line in lines).encode("ascii")
