"""The one family of errors: raised only when routeproof could not judge, never for a verdict."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache


@dataclass(frozen=True, slots=True)
class Place:
    """A position in a file: 1-based line and column, the end exclusive; 0 means "the whole file"."""

    file: str
    line: int = 0
    column: int = 0
    end_line: int = 0
    end_column: int = 0

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}" if self.line else self.file


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong with an input: what, where (place and JSON pointer), and what to do."""

    message: str
    place: Place | None = None
    pointer: str = ""
    hint: str = ""

    def __str__(self) -> str:
        where = f"{self.place}: " if self.place else ""
        hint = f"\n  hint: {self.hint}" if self.hint else ""
        return f"{where}{self.message}{hint}"


@lru_cache(maxsize=8192)
def pointer(*segments: str | int) -> str:
    """The JSON pointer (RFC 6901) of the value that `segments` lead to; none gives the whole document."""
    return "".join(f"/{str(segment).replace('~', '~0').replace('/', '~1')}" for segment in segments)


class RouteproofError(Exception):
    """The base of everything routeproof raises on purpose; `exit_code` is what the command returns."""

    exit_code = 2

    def __init__(self, message: str, *, place: Place | None = None, hint: str = "") -> None:
        super().__init__(message)
        self.problems: tuple[Problem, ...] = (Problem(message, place, hint=hint),)

    def __str__(self) -> str:
        return "\n".join(str(problem) for problem in self.problems)


class InputError(RouteproofError):
    """An input file or argument cannot be used; carries every problem found, in file order."""

    @classmethod
    def of(cls, problems: Sequence[Problem]) -> "InputError":
        """Gather several problems (at least one) into one error."""
        error = cls(problems[0].message)
        error.problems = tuple(problems)
        return error


class UnknownRuntimeError(RouteproofError):
    """A runtime was asked for that the registry does not have."""


class UndecidedError(RouteproofError):
    """A limit was reached before an answer: exit 5, never a pass."""

    exit_code = 5


class EngineDisagreement(RouteproofError):
    """Two independent readings of one rule gave different answers: exit 70, a defect of routeproof."""

    exit_code = 70
