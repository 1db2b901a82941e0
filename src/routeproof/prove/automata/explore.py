"""Walks an automaton over all ids: which sets of patterns occur, each with its first id and its size."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from functools import cached_property

from routeproof.prove.automata.automaton import Automaton, Edge

MANY = 10**100
"""Where counting stops: it stands for so many ids or more. No report could hold thousands of digits."""


class Exploration:
    """The ids of an automaton: every text that is not empty and has no white space at either end.

    They are met in the order of ids: the shorter first, then by the reading order of their characters.
    """

    def __init__(self, automaton: Automaton) -> None:
        self.automaton = automaton
        self.outer = automaton.minterms.everything & ~automaton.minterms.white
        """The minterms that can begin and end an id."""
        self._came: dict[int, tuple[int, int]] = {automaton.start: (-1, 0)}

    def leads(self, state: int) -> tuple[Edge, ...]:
        """Where each character leads an id; the start offers no white space."""
        edges = self.automaton.edges(state)
        if state != self.automaton.start:
            return edges
        return tuple((mask & self.outer, to) for mask, to in edges if mask & self.outer)

    def first_ids(self) -> Iterator[tuple[int, str]]:
        """Each set of patterns that finds some id, exactly, with the first such id; in order of these ids.

        May be left half-way; what else this class offers needs the walk to have ended.
        """
        accepts, faces = self.automaton.accepts, self.automaton.minterms.faces
        known, queue = set(), [self.automaton.start]
        for state in queue:
            for mask, to in self.leads(state):
                # White space has the highest numbers: the lowest bit is the character to read first.
                first = (mask & -mask).bit_length() - 1
                if to not in self._came:
                    self._came[to] = (state, first)
                    queue.append(to)
                if accepts[to] not in known and mask & self.outer:
                    known.add(accepts[to])
                    yield accepts[to], self._text(state) + faces[first]

    def _text(self, state: int) -> str:
        """The first text that leads to a state."""
        numbers = []
        while state != self.automaton.start:
            state, number = self._came[state]
            numbers.append(number)
        return "".join(self.automaton.minterms.faces[number] for number in reversed(numbers))

    def sizes(self) -> dict[int, int | None]:
        """By set of patterns: how many ids exactly these find, MANY at the most; None for infinitely many."""
        accepts, size = self.automaton.accepts, self.automaton.minterms.size
        waiting = Counter(to for state in self._came for _, to in self.leads(state))
        texts, ready = {self.automaton.start: 1}, [self.automaton.start]
        sizes: dict[int, int | None] = {}
        for state in ready:
            count = texts.pop(state)
            for mask, to in self.leads(state):
                texts[to] = min(MANY, texts.get(to, 0) + count * size(mask))
                ids = (sizes.get(accepts[to]) or 0) + count * size(mask & self.outer)
                sizes[accepts[to]] = min(MANY, ids)
                waiting[to] -= 1
                if not waiting[to]:
                    ready.append(to)
        # What never became ready lies on a cycle or behind one: infinitely many texts lead there.
        for state in self._came.keys() - set(ready):
            for mask, to in self.leads(state):
                if mask & self.outer:
                    sizes[accepts[to]] = None
        return sizes

    @cached_property
    def sources(self) -> dict[int, set[int]]:
        """By state: the states that lead there in one character."""
        sources: dict[int, set[int]] = defaultdict(set)
        for state in self._came:
            for _, to in self.leads(state):
                sources[to].add(state)
        return sources

    @cached_property
    def enders(self) -> dict[int, set[int]]:
        """By set of patterns: the states from which one more character ends such an id."""
        enders: dict[int, set[int]] = defaultdict(set)
        for state in self._came:
            for mask, to in self.leads(state):
                if mask & self.outer:
                    enders[self.automaton.accepts[to]].add(state)
        return enders
