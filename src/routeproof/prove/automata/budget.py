"""How much a proof may cost before it says that it cannot decide."""

from collections.abc import Sequence
from dataclasses import dataclass

from routeproof.errors import UndecidedError
from routeproof.prove.patterns.syntax import anchored_form, quote_pattern

_NAMED = 5


@dataclass(frozen=True, slots=True)
class Budget:
    """The limits of one automaton; all are counted, none is timed, so that every run decides alike."""

    states: int = 50_000
    positions: int = 5_000_000
    """Places in patterns and edges to other states, over all states."""
    instructions: int = 200_000
    """Size of the program of all patterns, where counted repeats are written out."""
    questions: int = 200
    """Different character classes whose meaning RE2 is asked for, at some milliseconds each."""


DEFAULT = Budget()


class Meter:
    """What one automaton has spent of its budget; `unanchored` are the patterns to blame beyond it."""

    def __init__(self, budget: Budget, patterns: Sequence[str]) -> None:
        self._budget = budget
        self._patterns = patterns
        self.unanchored: Sequence[str] = ()
        self.states = 0
        self.positions = 0

    def spend(self, states: int, positions: int) -> None:
        """Count; raises UndecidedError beyond the budget."""
        self.states += states
        self.positions += positions
        if self.states > self._budget.states:
            raise self._undecided(f"{self._budget.states:,} states")
        if self.positions > self._budget.positions:
            raise self._undecided(f"{self._budget.positions:,} positions")

    def _undecided(self, limit: str) -> UndecidedError:
        count = len(self._patterns)
        if not self.unanchored:
            names = _quote_patterns([max(self._patterns, key=len)])
            return UndecidedError(
                f"the ids of {count} patterns do not divide within {limit}; the longest is {names}",
                hint="write smaller counted repeats, and fewer `.*` in the middle of a pattern",
            )
        forms = _quote_patterns([anchored_form(pattern) for pattern in self.unanchored])
        return UndecidedError(
            f"the ids of {count} patterns do not divide within {limit}; "
            f"{len(self.unanchored)} may match anywhere in an id: {_quote_patterns(self.unanchored)}",
            hint=f"anchor them: {forms}",
        )


def _quote_patterns(patterns: Sequence[str]) -> str:
    more = len(patterns) - _NAMED
    names = ", ".join(quote_pattern(pattern) for pattern in patterns[:_NAMED])
    return f"{names} and {more} more" if more > 0 else names
