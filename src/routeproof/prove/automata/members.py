"""The ids that exactly one set of patterns finds: all of them in order, or a seeded sample."""

from collections.abc import Iterator
from functools import cached_property
from itertools import count

from routeproof.errors import UndecidedError
from routeproof.prove.automata.automaton import Edge
from routeproof.prove.automata.dice import Dice
from routeproof.prove.automata.explore import Exploration
from routeproof.prove.automata.minterms import bits
from routeproof.prove.patterns.charset import is_trimmed_id

_SPREAD = 8
"""A sample draws ids that are at most so many characters longer than the shortest."""
_HELD = 2_000_000
"""The most states that may be held to list ids in order."""


class Members:
    """The ids of one set of patterns in a finished exploration; the set must find some id."""

    def __init__(self, exploration: Exploration, accepted: int) -> None:
        self._exploration = exploration
        self._accepted = accepted
        self._layers: list[set[int]] = []
        self._held = 0

    def __contains__(self, text: str) -> bool:
        return is_trimmed_id(text) and self._exploration.automaton.hits(text) == self._accepted

    def __iter__(self) -> Iterator[str]:
        start = self._exploration.automaton.start
        for length in count(1):
            layer = self._layer(length)
            if not layer:
                return
            if start in layer:
                yield from self._texts(start, length)

    def sample(self, seed: int, size: int) -> tuple[str, ...]:
        """Up to `size` different ids, none much longer than the shortest; one seed draws the same ids."""
        dice = Dice(seed)
        return tuple(dict.fromkeys(self._drawn(dice) for _ in range(size)))

    def _layer(self, length: int) -> set[int]:
        """The states from which `length` more characters can end an id of this set."""
        if not self._layers:
            self._layers.append(self._exploration.enders[self._accepted])
        while len(self._layers) < length:
            sources = self._exploration.sources
            self._layers.append({source for state in self._layers[-1] for source in sources.get(state, ())})
            self._held += len(self._layers[-1])
            if self._held > _HELD:
                raise UndecidedError(
                    f"the ids of a class cannot be listed up to a length of {length:,} characters",
                    hint="write patterns with shorter counted repeats",
                )
        return self._layers[length - 1]

    @cached_property
    def _distances(self) -> dict[int, int]:
        """By state that can still end an id of this set: the fewest characters that do so."""
        queue = sorted(self._exploration.enders[self._accepted])
        distances = dict.fromkeys(queue, 1)
        for state in queue:
            for source in self._exploration.sources.get(state, ()):
                if source not in distances:
                    distances[source] = distances[state] + 1
                    queue.append(source)
        return distances

    def _useful(self, state: int, length: int) -> list[Edge]:
        """The edges that `length` more characters, their own included, can follow to an end."""
        if length == 1:
            return self._final(state)
        layer = self._layer(length - 1)
        return [(mask, to) for mask, to in self._exploration.leads(state) if to in layer]

    def _final(self, state: int) -> list[Edge]:
        """The edges that end an id of this set."""
        accepts, outer = self._exploration.automaton.accepts, self._exploration.outer
        leads = self._exploration.leads(state)
        return [(mask & outer, to) for mask, to in leads if mask & outer and accepts[to] == self._accepted]

    def _steps(self, state: int, length: int) -> Iterator[tuple[str, int]]:
        minterms, useful = self._exploration.automaton.minterms, self._useful(state, length)
        for character in minterms.chars(sum(mask for mask, _ in useful)).readable():
            number = minterms.number(character)
            yield character, next(to for mask, to in useful if mask >> number & 1)

    def _texts(self, start: int, length: int) -> Iterator[str]:
        """All ids of one length, in reading order."""
        text, steps = [""], [self._steps(start, length)]
        while steps:
            step = next(steps[-1], None)
            if step is None:
                steps.pop()
                text.pop()
            elif len(steps) == length:
                yield text[-1] + step[0]
            else:
                text.append(text[-1] + step[0])
                steps.append(self._steps(step[1], length - len(steps)))

    def _drawn(self, dice: Dice) -> str:
        """One id, of at most _SPREAD characters more than the shortest."""
        exploration, distances = self._exploration, self._distances
        minterms = exploration.automaton.minterms
        state, text = exploration.automaton.start, ""
        left = distances[state] + dice.below(_SPREAD + 1)
        while True:
            left -= 1
            leads, final = exploration.leads(state), self._final(state)
            onward = [(mask, to) for mask, to in leads if distances.get(to, left + 1) <= left]
            ends = not onward or (bool(final) and dice.below(4) == 0)
            mask, state = dice.choice(final if ends else onward)
            number = dice.choice(list(bits(mask)))
            chars = minterms.sets[number]
            text += dice.choice((minterms.faces[number], chars.pick(dice.below(len(chars)))))
            if ends:
                return text
