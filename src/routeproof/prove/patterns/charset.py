"""Sets of characters as sorted intervals, and the order in which a reader likes to see characters."""

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

LAST = 0x10FFFF
"""The last code point."""


@dataclass(frozen=True, slots=True)
class CharSet:
    """A set of Unicode scalar values: inclusive intervals, ascending, disjoint, merged where they touch."""

    intervals: tuple[tuple[int, int], ...]

    @classmethod
    def of(cls, *intervals: tuple[int, int]) -> "CharSet":
        """The union of inclusive intervals given in any order; surrogates and empty intervals drop out."""
        merged: list[tuple[int, int]] = []
        for low, high in sorted(part for interval in intervals for part in _without_surrogates(*interval)):
            if merged and low <= merged[-1][1] + 1:
                merged[-1] = (merged[-1][0], max(high, merged[-1][1]))
            else:
                merged.append((low, high))
        return cls(tuple(merged))

    @classmethod
    def text(cls, characters: str) -> "CharSet":
        """The set of the characters of a text."""
        return cls.of(*((ord(character), ord(character)) for character in characters))

    def __len__(self) -> int:
        return sum(high - low + 1 for low, high in self.intervals)

    def __contains__(self, code: int) -> bool:
        index = bisect_right(self.intervals, (code, LAST)) - 1
        return index >= 0 and code <= self.intervals[index][1]

    def __or__(self, other: "CharSet") -> "CharSet":
        return CharSet.of(*self.intervals, *other.intervals)

    def __invert__(self) -> "CharSet":
        gaps, begin = [], 0
        for low, high in self.intervals:
            gaps.append((begin, low - 1))
            begin = high + 1
        return CharSet.of(*gaps, (begin, LAST))

    def pick(self, index: int) -> str:
        """The member with this index, counted from 0 in code point order."""
        for low, high in self.intervals:
            if index <= high - low:
                return chr(low + index)
            index -= high - low + 1
        raise IndexError("no member has this index")

    def readable(self) -> Iterator[str]:
        """Every member, the most readable first."""
        for low, high in READING_ORDER:
            for begin, end in self.intervals:
                if begin <= high and low <= end:
                    yield from map(chr, range(max(low, begin), min(high, end) + 1))


def _without_surrogates(low: int, high: int) -> Iterator[tuple[int, int]]:
    for begin, end in ((low, min(high, 0xD7FF)), (max(low, 0xE000), high)):
        if begin <= end:
            yield begin, end


ALL = CharSet.of((0, LAST))
NEWLINE = CharSet.text("\n")
WORD = CharSet.of((0x30, 0x39), (0x41, 0x5A), (0x5F, 0x5F), (0x61, 0x7A))
"""What `\\b` takes for a word character: ASCII alone."""

WHITE = CharSet.of((0x09, 0x0D), (0x2000, 0x200A)) | CharSet.text(
    " \x85\xa0\u1680\u2028\u2029\u202f\u205f\u3000"
)
"""The white space that is trimmed from an id (Go's set: U+001C to U+001F are not in it)."""

_CONTROL = CharSet.of((0x00, 0x08), (0x0E, 0x1F), (0x7F, 0x84), (0x86, 0x9F))
_PRINTABLE = CharSet.of((0x21, 0x7E))
_PLAIN = ((0x61, 0x7A), (0x30, 0x39), *((ord(mark), ord(mark)) for mark in "-/:._"), (0x41, 0x5A))

READING_ORDER = (
    *_PLAIN,
    *(~(~_PRINTABLE | CharSet.of(*_PLAIN))).intervals,
    *(~(_PRINTABLE | _CONTROL | WHITE)).intervals,
    *_CONTROL.intervals,
    (0x20, 0x20),
    *(~(~WHITE | CharSet.text(" "))).intervals,
)
"""Every scalar value once: letters, digits and the marks of ids first, white space last."""


def is_scalar_text(text: str) -> bool:
    """Whether a text is valid Unicode: no lone surrogate."""
    return text.isascii() or not any("\ud800" <= character <= "\udfff" for character in text)


def is_trimmed_id(text: str) -> bool:
    """Whether a text can be an id after trimming: not empty, valid, no white space at either end."""
    return bool(text) and is_scalar_text(text) and ord(text[0]) not in WHITE and ord(text[-1]) not in WHITE


@lru_cache(maxsize=4096)
def reading_rank(character: str) -> int:
    """The place of a character in the reading order, from 0."""
    code, before = ord(character), 0
    for low, high in READING_ORDER:
        if low <= code <= high:
            return before + code - low
        before += high - low + 1
    raise ValueError("a lone surrogate has no place in the reading order")


def id_order(text: str) -> tuple[int, list[int]]:
    """A key that sorts ids: the shorter first, then by the reading order of their characters."""
    return len(text), [reading_rank(character) for character in text]
