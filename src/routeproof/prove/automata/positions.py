"""The places in a program where a search can stand, each with the characters that take it further."""

from collections.abc import Iterable
from typing import NamedTuple

from routeproof.prove.automata.budget import Meter
from routeproof.prove.automata.minterms import Minterms
from routeproof.prove.automata.program import Char, LookAround, Program, Split
from routeproof.prove.patterns import charset
from routeproof.prove.patterns.tree import EDGE, NEWLINE, OTHER, WORD

_CUTS = {NEWLINE: charset.NEWLINE, WORD: charset.WORD}


class Reached(NamedTuple):
    """Where a search stands before the next character, and the patterns it has found (a bit each)."""

    places: frozenset[int]
    found: int


class Positions:
    """A numbering of places; place p is taken further by the minterms in `masks[p]`.

    A place is an instruction that takes a character, or a match that waits for what comes after it. What was
    asked about the next character is folded into the mask, where the bit `end`, above all minterms, stands
    for the end of the text. So a place carries no memory of the character before it.
    """

    def __init__(self, program: Program, meter: Meter) -> None:
        self._program = program
        self._meter = meter
        looks = [step.look for step in program.code if isinstance(step, LookAround)]
        befores, afters = {look.before for look in looks}, {look.after for look in looks}
        cuts = [kind for kind in _CUTS if _tells(kind, befores | afters)]
        sets = [step.chars for step in program.code if isinstance(step, Char)]
        self.minterms = Minterms([*sets, *(_CUTS[kind] for kind in cuts)])
        self._everything = self.minterms.everything
        self.end = self._everything + 1
        self._kind_masks = self._split(cuts)
        self.kinds = self._split(kind for kind in cuts if _tells(kind, befores))
        """Kind of the character before -> the minterms of that kind, as far as any pattern asks for it."""
        self.masks: list[int] = []
        self.owners: list[int] = []
        """The pattern of each place, as a bit."""
        self._then: list[int] = []
        self._numbers: dict[tuple[int, int, int], int] = {}
        self._reached: dict[tuple[int, int], Reached] = {}

    @property
    def size(self) -> int:
        """The instructions of the program."""
        return len(self._program.code)

    def begun(self, kind: int) -> Reached:
        """Where the patterns stand that can begin after a character of this kind."""
        starts = [self._closure(start, kind) for start in self._program.starts]
        return Reached(_union(starts), sum(reached.found for reached in starts))

    def taken(self, places: Iterable[int], kind: int) -> Reached:
        """Where a search stands after these places took a character of this kind that they all accept."""
        after, found = [], 0
        for place in places:
            if self._then[place] < 0:
                found |= self.owners[place]
            else:
                after.append(self._closure(self._then[place], kind))
        for reached in after:
            found |= reached.found
        self._meter.spend(0, len(after))
        return Reached(_union(after), found)

    def _split(self, cuts: Iterable[int]) -> dict[int, int]:
        masks = {kind: self.minterms.mask(_CUTS[kind]) for kind in cuts}
        return {**masks, OTHER: self._everything & ~sum(masks.values())}

    def _closure(self, start: int, kind: int) -> Reached:
        """Follow the instructions that take no character; `kind` is what stands before them."""
        known = self._reached.get((start, kind))
        if known is not None:
            return known
        owner = 1 << self._program.owners[start]
        free = self._everything | self.end
        places, found = set(), 0
        pending, seen = [(start, free)], set()
        while pending:
            point = pending.pop()
            if point in seen:
                continue
            seen.add(point)
            at, condition = point
            step = self._program.code[at]
            if isinstance(step, Char):
                mask = self.minterms.mask(step.chars) & condition
                if mask:
                    places.add(self._place(mask, step.then, owner))
            elif isinstance(step, Split):
                pending += [(then, condition) for then in step.then]
            elif isinstance(step, LookAround):
                narrowed = condition & self._after(step.look.after)
                if step.look.before & kind and narrowed:
                    pending.append((step.then, narrowed))
            elif condition == free:
                found = owner
            else:
                places.add(self._place(condition, -1, owner))
        self._meter.spend(0, len(seen))
        reached = self._reached[start, kind] = Reached(frozenset(places), found)
        return reached

    def _place(self, mask: int, then: int, owner: int) -> int:
        key = (mask, then, owner)
        number = self._numbers.setdefault(key, len(self.masks))
        if number == len(self.masks):
            self.masks.append(mask)
            self.owners.append(owner)
            self._then.append(then)
        return number

    def _after(self, kinds: int) -> int:
        """The minterms, and the end, that are of one of these kinds."""
        masks = (mask for kind, mask in self._kind_masks.items() if kinds & kind)
        return sum(masks) | (self.end if kinds & EDGE else 0)


def _tells(kind: int, sides: Iterable[int]) -> bool:
    """Whether any side of a look treats this kind otherwise than an ordinary character."""
    return any(bool(side & kind) != bool(side & OTHER) for side in sides)


def _union(reached: list[Reached]) -> frozenset[int]:
    return frozenset().union(*(one.places for one in reached))
