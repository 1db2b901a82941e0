"""Combinations of what may be otherwise, the nearest first: a first witness is then a smallest one."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import combinations, product
from typing import Any, TypeVar

S = TypeVar("S")

Axis = tuple[tuple[str, Mapping[str, Any]], ...]
"""What one part may be out of the ordinary: the words for it, and the fields that have another value."""


def by_nearness(axes: tuple[Axis, ...], most: int) -> Iterator[tuple[tuple[str, ...], dict[str, Any]]]:
    """Words and fields of every combination of at most so many parts. Of one field, a later part decides."""
    for number in range(most + 1):
        for chosen in combinations(axes, number):
            for picks in product(*chosen):
                fields: dict[str, Any] = {}
                for _, edit in picks:
                    fields |= edit
                yield tuple(words for words, _ in picks), fields


def told(words: Iterable[str], what: str) -> str:
    """A witness: what is out of the ordinary, and what is wrong then."""
    return f"{', '.join(words) or 'all is well'}: {what}"


def first_witnesses(subjects: Iterable[S], judges: Mapping[str, Callable[[S], str | None]]) -> dict[str, str]:
    """By invariant, what the first subject that breaks it shows; an invariant that holds is left out."""
    found: dict[str, str] = {}
    waiting = dict(judges)
    for subject in subjects:
        for name, judge in [*waiting.items()]:
            witness = judge(subject)
            if witness is not None:
                found[name] = witness
                del waiting[name]
        if not waiting:
            break
    return found
