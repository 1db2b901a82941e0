"""What a team says of rules: how much each matters, which findings it accepts for now, what it leaves out."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from routeproof.harness.filed import Filed
from routeproof.harness.finding import Coordinates, Level


@dataclass(frozen=True, slots=True)
class Policy:
    """The lowest level that fails the gate, and the level of each check; None switches a check off.

    `require` names what a workspace has to have beside what is judged.
    """

    fail_level: Level = Level.ERROR
    levels: Mapping[str, Level | None] = field(default_factory=lambda: MappingProxyType({}))
    require: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiver:
    """Findings of one check that are accepted up to and including a date.

    `about` narrows it: a coordinate without a value does not; `ids` is an RE2 pattern that the last
    coordinate of a finding, the part that has an id, must match as a whole. Nothing given narrows nothing.
    """

    check: str
    about: Coordinates = ()
    ids: str | None = None
    reason: str
    owner: str
    ticket: str
    expires: datetime.date
    pointer: str = ""

    def coordinate(self, name: str) -> str | None:
        """The value that it is narrowed to in that coordinate; None where it is not."""
        return next((value for known, value in self.about if known == name), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Exemption:
    """Something that a check leaves out though it cannot be waived, exactly as declared: reports show it."""

    check: str
    about: tuple[tuple[str, str], ...]
    reason: str
    ticket: str

    def coordinate(self, name: str) -> str:
        """The value of the coordinate of that name."""
        return dict(self.about)[name]


@dataclass(frozen=True, slots=True)
class Terms:
    """Everything that findings are judged by beside the checks themselves."""

    policy: Policy = field(default_factory=Policy)
    waivers: Filed[Waiver] = field(default_factory=lambda: Filed(""))
    exemptions: tuple[Exemption, ...] = ()
