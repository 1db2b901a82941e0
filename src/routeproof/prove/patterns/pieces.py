"""The meaning of a one-character expression, asked of RE2 itself: it is the authority, this only listens."""

from array import array
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TypeAlias

from routeproof.match import compiled
from routeproof.prove.patterns.charset import LAST, CharSet

_OFFSETS = (0, 0x80, 0xF80, 0x27F80, 0x2DF80)
_ROWS = ((0, 1), (0x80, 2), (0x800, 3), (0xE000, 3), (0x10000, 4))
"""In the text of every scalar value, from each byte offset on: the first value there, and its width."""

LOOK_ALIKES = {"k": 0x212A, "s": 0x017F}
"""The two ASCII letters that RE2 also folds with a character outside ASCII."""


@dataclass(frozen=True, slots=True)
class CharQuestion:
    """A valid one-character expression whose meaning RE2 has to tell."""

    expression: str
    fold: bool


Piece: TypeAlias = CharSet | CharQuestion
"""A set of characters, or the question that gives it: asking takes milliseconds, so it is put off."""


def piece(expression: str, ranges: Sequence[tuple[int, int]] | None, *, negated: bool, fold: bool) -> Piece:
    """One-character expression; `ranges` are the code points that it names, None if they are not known.

    What is known is told in closed form, so that an everyday pattern never waits for a scan.
    """
    if ranges is None or (fold and any(high >= 0x80 for _, high in ranges)):
        return CharQuestion(expression, fold)
    chars = _folded(ranges) if fold else CharSet.of(*ranges)
    return ~chars if negated else chars


def meaning(of: Piece) -> CharSet:
    """The characters that a piece stands for."""
    return _ask_re2(of) if isinstance(of, CharQuestion) else of


def _folded(ranges: Sequence[tuple[int, int]]) -> CharSet:
    """ASCII ranges with the other case of each letter."""
    spans = list(ranges)
    for low, high in ranges:
        spans += [(max(low, 0x41) + 32, min(high, 0x5A) + 32), (max(low, 0x61) - 32, min(high, 0x7A) - 32)]
    letters = CharSet.of(*spans)
    alike = [(code, code) for letter, code in LOOK_ALIKES.items() if ord(letter) in letters]
    return CharSet.of(*spans, *alike)


@lru_cache(maxsize=1024)
def _ask_re2(question: CharQuestion) -> CharSet:
    """RE2 searches the text of every scalar value."""
    flags = "i" if question.fold else ""
    runs = compiled(f"(?{flags}:{question.expression})+").finditer(_every_scalar())
    return CharSet.of(*((_scalar_at(run.start()), _scalar_at(run.end()) - 1) for run in runs))


@cache
def _every_scalar() -> bytes:
    scalars = array("I", [*range(0xD800), *range(0xE000, LAST + 1)])
    return scalars.tobytes().decode("utf-32").encode()


def _scalar_at(offset: int) -> int:
    row = bisect_right(_OFFSETS, offset) - 1
    first, width = _ROWS[row]
    return first + (offset - _OFFSETS[row]) // width
