"""Smaller questions, still answered exactly, for patterns whose ids divide into too many classes."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

from routeproof.errors import UndecidedError
from routeproof.prove.automaton import Automaton
from routeproof.prove.budget import DEFAULT, Budget
from routeproof.prove.explore import Exploration
from routeproof.prove.language import occurrences
from routeproof.prove.minterms import bits

_PAIRS = 10
"""All pairs together may spend this many times the states of one automaton."""


@dataclass(frozen=True, slots=True)
class Overlap:
    """An id that at least these patterns find (ascending indexes, two or more)."""

    hits: tuple[int, ...]
    witness: str


@dataclass(frozen=True, slots=True)
class Saturated:
    """What can be said without telling apart the ids that two patterns or more find."""

    none: str | None
    """The first id that no pattern finds."""
    alone: tuple[str | None, ...]
    """By pattern: the first id that it finds alone."""
    overlaps: tuple[Overlap, ...]
    """Some overlaps, the first id first; none proves that the patterns are pairwise disjoint."""


@dataclass(frozen=True, slots=True)
class Pair:
    """How the ids of two patterns lie: the first id of each part, None for a part without any."""

    first: int
    second: int
    both: str | None
    only_first: str | None
    only_second: str | None

    @property
    def disjoint(self) -> bool:
        """No id is found by both."""
        return self.both is None

    @property
    def first_within_second(self) -> bool:
        """Whatever the first pattern finds, the second finds too."""
        return self.only_first is None

    @property
    def second_within_first(self) -> bool:
        """Whatever the second pattern finds, the first finds too."""
        return self.only_second is None

    @property
    def equivalent(self) -> bool:
        """Both find the same ids."""
        return self.first_within_second and self.second_within_first


def saturated(patterns: Sequence[str], budget: Budget = DEFAULT) -> Saturated:
    """Which ids no pattern finds, one alone, or more than one; stops looking at the second.

    Raises PatternError for a refused pattern, and UndecidedError beyond the budget.
    """
    distinct = tuple(sorted(set(patterns)))
    places = occurrences(patterns, distinct)
    none: str | None = None
    alone: list[str | None] = [None] * len(patterns)
    overlaps = []
    for found, witness in Exploration(Automaton(distinct, budget, stop_at=2)).first_ids():
        hits = tuple(sorted(at for bit in bits(found) for at in places[bit]))
        if not hits:
            none = witness
        elif len(hits) == 1:
            alone[hits[0]] = witness
        else:
            overlaps.append(Overlap(hits, witness))
    return Saturated(none, tuple(alone), tuple(overlaps))


def pairwise(patterns: Sequence[str], budget: Budget = DEFAULT) -> tuple[Pair, ...]:
    """How every two patterns lie to each other, in the order of their indexes.

    Raises PatternError for a refused pattern, and UndecidedError when a pair exceeds the budget, or all
    pairs together ten times its states.
    """
    left, pairs = _PAIRS * budget.states, []
    for first, second in combinations(range(len(patterns)), 2):
        if left <= 0:
            raise UndecidedError(
                f"the pairs of {len(patterns)} patterns take more than {_PAIRS * budget.states:,} states",
                hint="anchor the patterns, or give the runtime fewer arms that match by pattern",
            )
        automaton = Automaton((patterns[first], patterns[second]), budget)
        parts: dict[int, str] = {}
        for found, witness in Exploration(automaton).first_ids():
            parts[found] = witness
            if len(parts.keys() - {0}) == 3:
                break
        left -= len(automaton.accepts)
        pairs.append(Pair(first, second, parts.get(0b11), parts.get(0b01), parts.get(0b10)))
    return tuple(pairs)
