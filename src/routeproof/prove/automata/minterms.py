"""The coarsest cut of all characters that no set in use divides: the alphabet of an automaton."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import pairwise

from routeproof.prove.patterns.charset import ALL, LAST, WHITE, CharSet, reading_rank


class Minterms:
    """Disjoint sets of characters, numbered by their most readable member; a set of them is a bit mask."""

    def __init__(self, sets: Iterable[CharSet]) -> None:
        """Cut along the given sets, and along the white space that is trimmed from ids."""
        given = list(dict.fromkeys([ALL, WHITE, *sets]))
        segments = _segments(given)
        grouped: dict[int, list[tuple[int, int]]] = defaultdict(list)
        for low, high, members in segments:
            grouped[members].append((low, high))
        cut = [(members, CharSet(tuple(spans))) for members, spans in grouped.items()]
        faces = {members: next(chars.readable()) for members, chars in cut}
        cut.sort(key=lambda part: reading_rank(faces[part[0]]))
        number = {members: index for index, (members, _) in enumerate(cut)}
        self.sets = tuple(chars for _, chars in cut)
        self.faces = "".join(faces[members] for members, _ in cut)
        """The most readable member of each minterm."""
        self._lengths = tuple(len(chars) for chars in self.sets)
        self.everything = (1 << len(cut)) - 1
        self._masks = dict.fromkeys(given, 0)
        for index, (members, _) in enumerate(cut):
            for position in bits(members):
                self._masks[given[position]] |= 1 << index
        self.white = self._masks[WHITE]
        self._starts = [low for low, _, _ in segments]
        self._numbers = [number[members] for _, _, members in segments]
        self._known: dict[str, int] = {}
        self._chars: dict[int, CharSet] = {}
        self._sizes: dict[int, int] = {}

    def mask(self, chars: CharSet) -> int:
        """The minterms that make up one of the sets that were given."""
        return self._masks[chars]

    def number(self, character: str) -> int:
        """The minterm of a character that is a Unicode scalar value."""
        number = self._known.get(character)
        if number is None:
            number = self._numbers[bisect_right(self._starts, ord(character)) - 1]
            self._known[character] = number
        return number

    def chars(self, mask: int) -> CharSet:
        """The characters of a set of minterms."""
        chars = self._chars.get(mask)
        if chars is None:
            spans = (span for number in bits(mask) for span in self.sets[number].intervals)
            chars = self._chars[mask] = CharSet.of(*spans)
        return chars

    def size(self, mask: int) -> int:
        """How many characters a set of minterms holds."""
        size = self._sizes.get(mask)
        if size is None:
            size = self._sizes[mask] = sum(self._lengths[number] for number in bits(mask))
        return size


def bits(mask: int) -> Iterator[int]:
    """The numbers of the set bits, ascending."""
    while mask:
        low = mask & -mask
        yield low.bit_length() - 1
        mask ^= low


def _segments(sets: list[CharSet]) -> list[tuple[int, int, int]]:
    """Runs (low, high, bit mask of the sets that hold them) over all scalar values, ascending."""
    turns: dict[int, int] = defaultdict(int)
    for position, chars in enumerate(sets):
        for low, high in chars.intervals:
            turns[low] ^= 1 << position
            turns[high + 1] ^= 1 << position
    members, segments = 0, []
    for low, end in pairwise([*sorted(turns), LAST + 1]):
        members ^= turns[low]
        if members and low < end:
            segments.append((low, end - 1, members))
    return segments
