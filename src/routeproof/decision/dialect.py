"""What a dialect is: which hits of an id count, and what comes of them. Both engines ask it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from routeproof.model.destination import DeriveError, Destination
from routeproof.model.registry import Arm


class Language(StrEnum):
    """The ways in which an arm claims ids."""

    LISTED = "listed"
    PATTERN = "pattern"


@dataclass(frozen=True, slots=True)
class Decision:
    """The arms that serve the id, one of which is picked by chance where there are several, or the error.

    `tied` are the arms of a tie that is an error.
    """

    arms: tuple[Arm, ...] = ()
    error: DeriveError | None = None
    tied: tuple[Arm, ...] = ()

    @property
    def arm(self) -> Arm | None:
        """The arm that serves the id, None for an error; ValueError where chance picks one of several."""
        if not self.arms:
            return None
        (arm,) = self.arms
        return arm

    @property
    def destination(self) -> Destination:
        """The same by names, and who pays; raises as `arm` does."""
        if not self.arms:
            return Destination(error=self.error, tied=tuple(arm.name for arm in self.tied))
        (arm,) = self.arms
        provider = arm.provider
        return Destination(provider.name, provider.payer)


class Decide(Protocol):
    """Decides from the hits of one id, each in declared order, and the names of credentials present.

    Of the credentials it may ask whether none, exactly one or several of the arms that count accept a name
    that is present, and which one: `decision_table` and `compare` try no more sets of names than that.
    """

    def __call__(
        self, exact: Sequence[Arm], pattern: Sequence[Arm], auth_env: Collection[str], /
    ) -> Decision:
        """The decision for one id."""


@dataclass(frozen=True, slots=True)
class Dialect:
    """How one kind of document says where an id goes: data for the engines, and one pure function."""

    name: str
    languages: tuple[Language, Language]
    """In order: the hits of the first one in which some arm claims the id count, and no others."""
    outcome: Decide

    @property
    def lists_first(self) -> bool:
        """Whether no pattern can overrule a list."""
        return self.languages[0] is Language.LISTED

    def claimants(self, exact: Sequence[Arm], pattern: Sequence[Arm]) -> Sequence[Arm]:
        """The arms whose hits count."""
        return (exact or pattern) if self.languages[0] is Language.LISTED else (pattern or exact)
