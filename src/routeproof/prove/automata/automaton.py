"""The joint automaton of several patterns: which of them find an id, for every id; built as far as asked."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple, TypeAlias

from routeproof.errors import InputError
from routeproof.prove.automata.budget import DEFAULT, Budget, Meter
from routeproof.prove.automata.positions import Positions, Reached
from routeproof.prove.automata.program import compile_program
from routeproof.prove.patterns.charset import is_scalar_text
from routeproof.prove.patterns.tree import EDGE

Edge: TypeAlias = tuple[int, int]
"""A set of minterms, and the state it leads to."""


class _Turn(NamedTuple):
    """Minterms of one kind, and where they take the places of a `_Base`."""

    mask: int
    kind: int
    reached: Reached


class _Base(NamedTuple):
    """Places where patterns begin anew; many states share one and store only what they hold beyond it."""

    number: int
    places: frozenset[int]
    turns: list[_Turn]
    at_end: int
    """The patterns that are found if the text ends here."""


class _State(NamedTuple):
    own: tuple[int, ...]
    found: int
    base: _Base


class Automaton:
    """States are numbered from 0, the start; pattern i is the bit `1 << i` in a set of patterns.

    Patterns search: they begin at any character they can begin at, and what is found stays found. With
    `within`, texts that this pattern cannot find any more lead nowhere, unless it can begin anywhere.
    """

    def __init__(
        self,
        patterns: Sequence[str],
        budget: Budget = DEFAULT,
        within: int | None = None,
    ) -> None:
        """Raises PatternError for a refused pattern; this and every method can raise UndecidedError."""
        self._meter = Meter(budget, patterns)
        self._positions = Positions(compile_program(patterns, budget), self._meter)
        self.minterms = self._positions.minterms
        self.accepts: list[int] = []
        """By state: the patterns that find a text which leads there."""
        self._states: list[_State] = []
        self._edges: list[tuple[Edge, ...]] = []
        self._numbers: dict[tuple[tuple[int, ...], int, int], int] = {}
        self._bases: dict[tuple[bool, frozenset[int]], _Base] = {}
        self._base_of: dict[tuple[int, int], _Base] = {}
        self._straight_of: dict[tuple[int, int], list[int]] = {}
        self._begun = {kind: self._positions.begun(kind) for kind in (EDGE, *self._positions.kinds)}
        anywhere = [self._begun[kind] for kind in self._positions.kinds]
        free = {bit for begun in anywhere for bit in self._owners(begun)}
        self.unanchored = [text for index, text in enumerate(patterns) if 1 << index in free]
        """The patterns that can begin anywhere in an id; all others find it at its start or not at all."""
        # A pattern that can begin anywhere may hold no place now and still begin further on.
        self._within = None if within is None or 1 << within in free else 1 << within
        self._meter.unanchored = self.unanchored
        self.start = self._state(Reached(frozenset(), 0), EDGE)

    @property
    def weight(self) -> int:
        """A measure of the memory in use: a few hundred bytes each."""
        return self._meter.states + self._meter.positions + self._positions.size

    def edges(self, state: int) -> tuple[Edge, ...]:
        """Where each character leads: disjoint sets that cover all minterms, the most readable first.

        With `within`, the minterms that lead nowhere are left out.
        """
        if not self._edges[state]:
            own, found, base = self._states[state]
            straight = self._straight(base, found)
            leads: dict[int, int] = defaultdict(int)
            for mask, places, index in self._parts(own, [turn.mask for turn in base.turns]):
                leads[self._joined(places, found, base.turns[index]) if places else straight[index]] |= mask
            alive = ((mask, to) for to, mask in leads.items() if self._alive(to))
            edges = sorted(alive, key=lambda edge: edge[0] & -edge[0])
            self._meter.spend(0, len(edges))
            self._edges[state] = tuple(edges)
        return self._edges[state]

    def hits(self, text: str) -> int:
        """The patterns that find a text, whatever it is; raises InputError for a lone surrogate."""
        if not is_scalar_text(text):
            raise InputError(f"id {text!a} is not valid Unicode")
        state, number = self.start, self.minterms.number
        for character in text:
            edges, bit = self._edges[state] or self.edges(state), 1 << number(character)
            if edges == ((self.minterms.everything, state),):
                break  # nothing that follows can matter
            for mask, to in edges:
                if mask & bit:
                    state = to
                    break
            else:
                return 0  # outside of `within`
        return self.accepts[state]

    def _alive(self, state: int) -> bool:
        """Whether the pattern that bounds the texts, if one does, is found or can still be."""
        if self._within is None:
            return True
        own, found, base = self._states[state]
        owners = self._positions.owners
        return bool(
            found & self._within or any(owners[place] == self._within for place in (*own, *base.places))
        )

    def _state(self, reached: Reached, kind: int) -> int:
        """The state that holds these places, and those where patterns begin after a character of a kind."""
        found = reached.found | self._begun[kind].found
        owners, masks = self._positions.owners, self._positions.masks
        base = self._base_after(kind, found)
        rest = reached.places - base.places
        own = tuple(sorted(place for place in rest if not owners[place] & found))
        key = (own, found, base.number)
        number = self._numbers.setdefault(key, len(self._states))
        if number == len(self._states):
            self._meter.spend(1, len(own))
            accepted = found | base.at_end
            for place in own:
                if masks[place] & self._positions.end:
                    accepted |= owners[place]
            self._states.append(_State(own, found, base))
            self._edges.append(())
            self.accepts.append(accepted)
        return number

    def _base_after(self, kind: int, found: int) -> _Base:
        base = self._base_of.get((kind, found))
        if base is None:
            owners = self._positions.owners
            begun = self._begun[kind].places
            places = frozenset(place for place in begun if not owners[place] & found) if found else begun
            base = self._base_of[kind, found] = self._base(kind, places)
        return base

    def _base(self, kind: int, places: frozenset[int]) -> _Base:
        # The start stays apart from states that hold the same places: no text leads back to it.
        key = (kind == EDGE, places)
        base = self._bases.get(key)
        if base is None:
            kinds = list(self._positions.kinds.items())
            turns = []
            for mask, taken, index in self._parts(places, [mask for _, mask in kinds]):
                turns.append(_Turn(mask, kinds[index][0], self._positions.taken(taken, kinds[index][0])))
            at_end = 0
            for place in places:
                if self._positions.masks[place] & self._positions.end:
                    at_end |= self._positions.owners[place]
            self._meter.spend(0, len(places) + len(turns))
            base = self._bases[key] = _Base(len(self._bases), places, turns, at_end)
        return base

    def _straight(self, base: _Base, found: int) -> list[int]:
        """Where each turn of a base leads when no place beyond the base takes part."""
        targets = self._straight_of.get((base.number, found))
        if targets is None:
            targets = [self._joined((), found, turn) for turn in base.turns]
            self._straight_of[base.number, found] = targets
        return targets

    def _joined(self, places: Iterable[int], found: int, turn: _Turn) -> int:
        """The state after a turn that these places take part in."""
        went = self._positions.taken(places, turn.kind)
        both = Reached(went.places | turn.reached.places, went.found | turn.reached.found | found)
        return self._state(both, turn.kind)

    def _parts(self, places: Iterable[int], wholes: list[int]) -> list[tuple[int, tuple[int, ...], int]]:
        """Cut sets of minterms so that each part is taken by all of some places and by none of the rest."""
        groups: dict[int, list[int]] = defaultdict(list)
        for place in places:
            groups[self._positions.masks[place]].append(place)
        parts: list[tuple[int, tuple[int, ...], int]] = [(mask, (), at) for at, mask in enumerate(wholes)]
        for group, members in groups.items():
            left = group
            # What no group has touched stays at the front, so that most groups are done at once.
            for at in range(len(parts)):
                mask, inside, index = parts[at]
                if taken := mask & left:
                    cut = (taken, (*inside, *members), index)
                    if rest := mask ^ taken:
                        parts[at] = (rest, inside, index)
                        parts.append(cut)
                    else:
                        parts[at] = cut
                    left ^= taken
                    if not left:
                        break
        return parts

    def _owners(self, begun: Reached) -> set[int]:
        found = {1 << index for index in range(begun.found.bit_length()) if begun.found >> index & 1}
        return found | {self._positions.owners[place] for place in begun.places}
