"""A secret in memory, and what a vault answers: values that never show what they hold."""

from dataclasses import dataclass
from typing import NoReturn

HIDDEN = "********"


class Secret:
    """A text that only `reveal` gives out: `repr`, `str` and `format` show nothing, and it is not pickled."""

    __slots__ = ("__text",)

    def __init__(self, text: str) -> None:
        self.__text = text

    def reveal(self) -> str:
        """The text itself."""
        return self.__text

    def __repr__(self) -> str:
        return f"Secret({HIDDEN})"

    def __str__(self) -> str:
        return HIDDEN

    def __format__(self, spec: str) -> str:
        return HIDDEN

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Secret) and other.reveal() == self.reveal()

    def __hash__(self) -> int:
        return hash(self.__text)

    def __reduce__(self) -> NoReturn:
        raise TypeError("a secret is not pickled")


@dataclass(frozen=True, slots=True)
class Found:
    """The vault has the secret."""

    secret: Secret


@dataclass(frozen=True, slots=True)
class Absent:
    """The vault was asked, and has no such secret."""


@dataclass(frozen=True, slots=True)
class Down:
    """The vault could not be asked: whether it has the secret is unknown. The reason names no secret."""

    reason: str = ""


@dataclass(frozen=True, slots=True)
class Malformed:
    """The vault has something there that no header can carry."""


VaultAnswer = Found | Absent | Down | Malformed
