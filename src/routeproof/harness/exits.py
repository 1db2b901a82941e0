"""The exit codes, and which of several counts."""

from collections.abc import Iterable
from enum import IntEnum


class Exit(IntEnum):
    """What a command returns to the shell, whatever the format of its report."""

    CLEAN = 0
    FINDINGS = 1
    INPUT = 2
    NOTHING_CHECKED = 3
    CONTROL_FAILED = 4
    UNDECIDED = 5
    INTERNAL = 70

    @property
    def meaning(self) -> str:
        """One line for people."""
        return _MEANINGS[self]

    @classmethod
    def worst(cls, codes: Iterable[int]) -> "Exit":
        """The code that counts when several apply: 70 > 2 > 4 > 5 > 3 > 1 > 0; none gives 0."""
        return cls(min(codes, key=_ORDER.index, default=0))


_ORDER = (70, 2, 4, 5, 3, 1, 0)
_MEANINGS = {
    Exit.CLEAN: "clean",
    Exit.FINDINGS: "open findings at or above the fail level, a golden difference, or surviving mutants",
    Exit.INPUT: "usage, configuration or input error: nothing was judged",
    Exit.NOTHING_CHECKED: "nothing was checked: an empty gate is never green",
    Exit.CONTROL_FAILED: "mutation: the clean baseline fails, or the forced failure goes unnoticed",
    Exit.UNDECIDED: "incomplete or undecided: a limit, a time-out or a missing shard",
    Exit.INTERNAL: "an internal error, or two engines disagree",
}
