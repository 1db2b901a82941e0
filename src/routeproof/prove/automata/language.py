"""All ids, partitioned by which patterns find them, and the difference of two patterns."""

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import islice
from typing import NamedTuple

from routeproof.errors import UndecidedError
from routeproof.prove.automata.automaton import Automaton
from routeproof.prove.automata.budget import DEFAULT, Budget
from routeproof.prove.automata.explore import MANY, Exploration
from routeproof.prove.automata.members import Members
from routeproof.prove.automata.memo import Memo
from routeproof.prove.automata.minterms import bits
from routeproof.prove.patterns.syntax import anchored_form

_EVERYTHING = "(?s:.)"
_FEW = 2
"""So many patterns are asked one by one whether they meet a language; more are explored together."""
_NOTES = 50_000
"""The most pairs of patterns of which it is noted whether they meet."""
_MEETS: dict[tuple[str, str, Budget], bool] = {}

_REMEMBERED = 500_000
"""The weight of the explorations that are kept: some hundred megabytes."""


@dataclass(frozen=True, slots=True)
class LanguageClass:
    """The ids that exactly the patterns `hits` find (ascending indexes); at least one id."""

    hits: tuple[int, ...]
    witness: str
    """The shortest of them, and of the shortest the most readable."""
    size: int | None
    """How many they are; None for infinitely many, MANY for so many or more."""
    _members: Members = field(repr=False, compare=False)

    def members(self, limit: int | None = None) -> Iterator[str]:
        """The ids in order, the shorter first and then the more readable; all, or the first `limit`."""
        return islice(iter(self._members), limit)

    def sample(self, seed: int, size: int) -> tuple[str, ...]:
        """Up to `size` different ids, always the same for one seed; all of them when they are that few."""
        if self.size is not None and self.size <= size:
            return tuple(self._members)
        return self._members.sample(seed, size)

    def __contains__(self, text: str) -> bool:
        return text in self._members

    def without(self, ids: Collection[str], *, own: bool = False) -> tuple[str | None, int | None]:
        """The witness and the size of what is left without some ids; no witness when nothing is.

        `own` says that the ids are different ones and all of this class, and saves looking.
        """
        gone = ids if own else {one for one in ids if one in self._members}
        left = self.size if self.size in (None, MANY) else self.size - len(gone)
        if left == 0:
            return None, 0
        if self.witness not in gone:
            return self.witness, left
        return next(one for one in self._members if one not in gone), left


@dataclass(frozen=True, slots=True)
class Partition:
    """Every id is in exactly one class: not empty, valid Unicode, no white space at either end."""

    patterns: tuple[str, ...]
    classes: tuple[LanguageClass, ...]
    """In the order of their witnesses."""
    _hits: Callable[[str], tuple[int, ...]] = field(repr=False, compare=False)

    def classify(self, text: str) -> tuple[int, ...]:
        """The indexes of the patterns that find a text, be it an id or not; InputError if not Unicode."""
        return self._hits(text)


def occurrences(patterns: Sequence[str], distinct: Sequence[str]) -> list[list[int]]:
    """By distinct pattern: the indexes where it stands among all patterns."""
    places: dict[str, list[int]] = {pattern: [] for pattern in distinct}
    for at, pattern in enumerate(patterns):
        places[pattern].append(at)
    return list(places.values())


def _indexes(found: int, places: Sequence[Sequence[int]]) -> tuple[int, ...]:
    return tuple(sorted(at for bit in bits(found) for at in places[bit]))


class PatternDifference(NamedTuple):
    """The first id that only one of two patterns finds, on each side; None where there is none."""

    only_first: str | None
    only_second: str | None


def partition(patterns: Sequence[str], budget: Budget = DEFAULT) -> Partition:
    """Partition all ids by the exact set of patterns that find them; patterns may repeat.

    Raises PatternError for a refused pattern, and UndecidedError beyond the budget.
    """
    # The order and repetition of patterns change no language: they share one automaton.
    distinct = tuple(sorted(set(patterns)))
    places = occurrences(patterns, distinct)
    whole = _explored(distinct, budget)

    classes = tuple(
        LanguageClass(_indexes(found, places), witness, size, Members(whole.exploration, found))
        for found, witness, size in whole.classes
    )
    hits = whole.exploration.automaton.hits
    return Partition(tuple(patterns), classes, lambda text: _indexes(hits(text), places))


def inside(pattern: str, patterns: Sequence[str], budget: Budget = DEFAULT) -> tuple[LanguageClass, ...]:
    """The ids that `pattern` finds, divided by which of `patterns` find them too; the others are not visited.

    `hits` are indexes of `patterns`. Raises PatternError for a refused pattern, and UndecidedError.
    """
    distinct = tuple(sorted({*_meeting(pattern, {*patterns} - {pattern}, budget), pattern}))
    within = distinct.index(pattern)
    places = [[at for at, other in enumerate(patterns) if other == one] for one in distinct]
    whole = _explored(distinct, budget, within)
    _remember(pattern, distinct, whole, budget)
    return tuple(
        LanguageClass(_indexes(found, places), witness, size, Members(whole.exploration, found))
        for found, witness, size in whole.classes
        if found >> within & 1
    )


def _meeting(pattern: str, others: Collection[str], budget: Budget) -> Collection[str]:
    """Those of the other patterns that find some id of `pattern`; when little is known of them, all.

    What does not meet it divides nothing. So an edit of one pattern costs the languages that it touches:
    for the others it is asked alone, and the exploration that is remembered still fits.
    """
    known = {other: _MEETS.get((pattern, other, budget)) for other in others}
    unknown = [other for other, meets in known.items() if meets is None]
    if len(unknown) > _FEW:
        return others
    for other in unknown:
        pair = (pattern, other)
        known |= _remember(pattern, pair, _explored(pair, budget, 0), budget)
    return [other for other in others if known[other]]


def _remember(
    pattern: str, distinct: Sequence[str], whole: "_Whole", budget: Budget
) -> dict[str, bool | None]:
    """Note which of the patterns find an id of `pattern`, which the exploration is restricted to."""
    within = distinct.index(pattern)
    met = 0
    for found, _, _ in whole.classes:
        met |= found if found >> within & 1 else 0
    meets: dict[str, bool | None] = {other: bool(met >> bit & 1) for bit, other in enumerate(distinct)}
    if len(_MEETS) > _NOTES:
        _MEETS.clear()
    _MEETS.update({(pattern, other, budget): bool(met) for other, met in meets.items()})
    return meets


def compare_patterns(first: str, second: str, budget: Budget = DEFAULT) -> PatternDifference:
    """The first id that only one pattern finds, on each side: (None, None) proves that they are equal."""
    if first == second:
        return PatternDifference(None, None)
    wanted: dict[int, str | None] = {0b01: None, 0b10: None}
    for found, witness in Exploration(Automaton((first, second), budget)).first_ids():
        if found in wanted:
            wanted[found] = witness
            if all(wanted.values()):
                break
    return PatternDifference(wanted[0b01], wanted[0b10])


@lru_cache(maxsize=1024)
def found_inside(pattern: str, budget: Budget = DEFAULT) -> str | None:
    """The first id that a pattern finds, but not at its start; None proves the pattern anchored."""
    if not Automaton((pattern,), budget).unanchored:
        return None
    return compare_patterns(pattern, anchored_form(pattern), budget).only_first


@lru_cache(maxsize=1024)
def finds_everything(pattern: str, budget: Budget = DEFAULT) -> bool:
    """Whether a pattern finds every id."""
    return (
        Automaton((pattern,), budget).hits("a") != 0
        and compare_patterns(_EVERYTHING, pattern, budget).only_first is None
    )


class _Whole(NamedTuple):
    exploration: Exploration
    classes: tuple[tuple[int, str, int | None], ...]


def _explored(patterns: tuple[str, ...], budget: Budget, within: int | None = None) -> _Whole:
    whole = _remembered(patterns, budget, within)
    if isinstance(whole, UndecidedError):
        raise whole
    return whole


def _explore(patterns: tuple[str, ...], budget: Budget, within: int | None) -> _Whole | UndecidedError:
    try:
        exploration = Exploration(Automaton(patterns, budget, within=within))
        first_ids = list(exploration.first_ids())
    except UndecidedError as error:
        # Kept like an answer: many checks ask, and every one would run to the end of the budget again.
        return error.with_traceback(None)
    sizes = exploration.sizes()
    return _Whole(exploration, tuple((found, witness, sizes[found]) for found, witness in first_ids))


def _weight(whole: _Whole | UndecidedError) -> int:
    return 1 if isinstance(whole, UndecidedError) else whole.exploration.automaton.weight


_remembered: Memo[_Whole | UndecidedError] = Memo(_explore, _weight, _REMEMBERED)
