"""The smallest change of an id that reaches an arm: an edit distance measured through the automaton."""

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from heapq import heappop, heappush

from routeproof.decision import dialect_of
from routeproof.errors import UndecidedError
from routeproof.model.registry import Arm, Runtime
from routeproof.prove.automata.automaton import Automaton
from routeproof.prove.automata.budget import DEFAULT, Budget
from routeproof.prove.automata.minterms import bits
from routeproof.prove.patterns.charset import is_trimmed_id

_PATHS = 1_000_000
"""How many texts may wait to be followed: beyond it the answer is not sought any further."""


@dataclass(frozen=True, slots=True)
class NearestId:
    """An id that the arm serves, and how many characters must be put in, taken out or replaced to get it."""

    model: str
    edits: int


def find_nearest_id(
    runtime: Runtime, arm: Arm, model: str, present: Collection[str] = (), budget: Budget = DEFAULT
) -> NearestId | None:
    """The id nearest to `model` (trimmed) that `arm` serves with the credentials `present`.

    Of equally near ids the shortest, then the first in reading order; None when the arm serves none. Raises
    UndecidedError.
    """
    search = _Search(runtime, arm, model, present, Automaton(_patterns(runtime), budget))
    listed = [NearestId(each, distance(model, each)) for each in runtime.listers if search.lists(each)]
    bound = min((each.edits for each in listed), default=None)
    # A listed id can stand in the way of the best path to a state: then more paths to it are followed.
    unlisted = next(
        filter(None, (search.run(paths, bound) for paths in range(1, len(runtime.listers) + 2))), None
    )
    found = [*listed, unlisted] if unlisted and unlisted.model else listed
    return min(found, key=lambda each: (each.edits, len(each.model), each.model), default=None)


def distance(one: str, other: str) -> int:
    """The fewest characters to put in, take out or replace (Levenshtein)."""
    row = list(range(len(other) + 1))
    for at, letter in enumerate(one, 1):
        before, row[0] = row[0], at
        for to, wanted in enumerate(other, 1):
            before, row[to] = row[to], min(before + (letter != wanted), row[to] + 1, row[to - 1] + 1)
    return row[-1]


def _patterns(runtime: Runtime) -> list[str]:
    return [arm.provider.model_prefix_match for arm in runtime.arms]


_NONE = NearestId("", 0)
"""There is no such id within the bound, however many paths are followed."""


@dataclass(frozen=True, slots=True)
class _Search:
    """Dijkstra over (state, place in the id) for the nearest id that no arm lists and the arm serves."""

    runtime: Runtime
    arm: Arm
    model: str
    present: Collection[str]
    automaton: Automaton

    def run(self, paths: int, bound: int | None) -> NearestId | None:
        """Follow up to `paths` paths to each state; None when a listed id stood in the way of the answer."""
        heap: list[tuple[int, int, str, int, int]] = [(0, 0, "", self.automaton.start, 0)]
        followed: Counter[tuple[int, int]] = Counter()
        blocked = False
        while heap:
            if len(heap) > _PATHS:
                raise UndecidedError(
                    f"no id that reaches `{self.arm.name}` was found within {_PATHS:,} paths",
                    hint="ask for a shorter id, or anchor the patterns of the runtime",
                )
            edits, _, text, state, at = heappop(heap)
            if bound is not None and edits > bound:
                break
            followed[state, at] += 1
            if followed[state, at] > paths:
                continue
            if at == len(self.model) and self._serves(text, self.automaton.accepts[state]):
                if text not in self.runtime.listers:
                    return NearestId(text, edits)
                blocked = True
            for cost, letter, to in self._steps(at):
                after = self._after(state, letter) if letter else state
                heappush(heap, (edits + cost, len(text + letter), text + letter, after, to))
        return None if blocked else _NONE

    def lists(self, text: str) -> bool:
        """Whether the arm serves a listed id."""
        # Where patterns cannot overrule a list, what they find is not asked.
        found = 0 if dialect_of(self.runtime.dialect).lists_first else self.automaton.hits(text)
        return self._serves(text, found, self.runtime.listers[text])

    def _serves(self, text: str, found: int, exact: Sequence[Arm] = ()) -> bool:
        claims = [self.runtime.arms[bit] for bit in bits(found)]
        decide = dialect_of(self.runtime.dialect).outcome
        return is_trimmed_id(text) and self.arm in decide(exact, claims, self.present).arms

    def _steps(self, at: int) -> Iterator[tuple[int, str, int]]:
        """Each edit at a place of the id: its cost, the character it writes, the place it goes on from."""
        rest = at < len(self.model)
        if rest:
            yield 0, self.model[at], at + 1
            yield 1, "", at + 1
        for face in self.automaton.minterms.faces:
            yield 1, face, at
            if rest:
                yield 1, face, at + 1

    def _after(self, state: int, letter: str) -> int:
        bit = 1 << self.automaton.minterms.number(letter)
        return next(to for mask, to in self.automaton.edges(state) if mask & bit)
