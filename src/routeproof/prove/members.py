"""The ids that exactly one set of patterns finds: all of them in order, or a seeded sample."""

from collections.abc import Iterator
from itertools import count

from routeproof.prove.automaton import Edge
from routeproof.prove.charset import is_trimmed_id
from routeproof.prove.dice import Dice
from routeproof.prove.explore import Exploration
from routeproof.prove.minterms import bits

_SPREAD = 8
"""A sample draws ids that are at most this much longer than the shortest."""


class Members:
    """The ids of one set of patterns in a finished exploration; the set must find some id."""

    def __init__(self, exploration: Exploration, accepted: int) -> None:
        self._exploration = exploration
        self._accepted = accepted
        self._layers: list[set[int]] = []

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
        """Up to `size` different ids of the shorter lengths; the same seed draws the same ids."""
        start = self._exploration.automaton.start
        lengths = []
        for length in count(1):
            layer = self._layer(length)
            if start in layer:
                lengths.append(length)
            if not layer or (lengths and length >= lengths[0] + _SPREAD):
                break
        dice = Dice(seed)
        return tuple(dict.fromkeys(self._drawn(dice, dice.choice(lengths)) for _ in range(size)))

    def _layer(self, length: int) -> set[int]:
        """The states from which `length` more characters can end an id of this set."""
        if not self._layers:
            self._layers.append(self._exploration.enders[self._accepted])
        while len(self._layers) < length:
            sources = self._exploration.sources
            self._layers.append({source for state in self._layers[-1] for source in sources.get(state, ())})
        return self._layers[length - 1]

    def _useful(self, state: int, length: int) -> list[Edge]:
        """The edges that `length` more characters, their own included, can follow to an end."""
        leads, outer = self._exploration.leads(state), self._exploration.outer
        if length == 1:
            accepts = self._exploration.automaton.accepts
            return [
                (mask & outer, to) for mask, to in leads if mask & outer and accepts[to] == self._accepted
            ]
        layer = self._layer(length - 1)
        return [(mask, to) for mask, to in leads if to in layer]

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

    def _drawn(self, dice: Dice, length: int) -> str:
        minterms, state, text = self._exploration.automaton.minterms, self._exploration.automaton.start, []
        for left in range(length, 0, -1):
            mask, state = dice.choice(self._useful(state, left))
            number = dice.choice(list(bits(mask)))
            chars = minterms.sets[number]
            text.append(dice.choice((minterms.faces[number], chars.pick(dice.below(len(chars))))))
        return "".join(text)
