"""A memory of results that is bounded by what they weigh, for results of very different size."""

from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

Value = TypeVar("Value")


class Memo(Generic[Value]):
    """Keeps the last result and, of those used before it, as many as weigh no more than a limit together."""

    def __init__(self, make: Callable[..., Value], weigh: Callable[[Value], int], limit: int) -> None:
        self._make = make
        self._weigh = weigh
        self._limit = limit
        self._known: dict[Hashable, tuple[Value, int]] = {}
        self._weight = 0

    def __call__(self, *key: Hashable) -> Value:
        """The result of `make` for these arguments; what it raises is not kept."""
        entry = self._known.pop(key, None)
        if entry is None:
            value = self._make(*key)
            entry = (value, self._weigh(value))
            self._weight += entry[1]
        self._known[key] = entry
        while self._weight > self._limit and len(self._known) > 1:
            oldest = next(iter(self._known))
            self._weight -= self._known.pop(oldest)[1]
        return entry[0]

    def forget(self) -> None:
        """Drop every result."""
        self._known.clear()
        self._weight = 0
