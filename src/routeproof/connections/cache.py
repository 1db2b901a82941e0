"""A cache of adapters that no change of a row outlives, whoever makes it."""

import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from routeproof.model.connection import Connection

MOST = 1024
"""How many adapters are kept; the one that was not used for longest goes first."""

Key = tuple[str, str | None, str | None]
"""Name of the row, the provider that was expected, the model."""


@dataclass(frozen=True, slots=True)
class Kept:
    """An adapter with the row that it was made of.

    `epoch` was read before the row, and `since` before the secret was asked for.
    """

    connection: Connection
    adapter: Any = field(repr=False)
    epoch: int
    since: float


class AdapterCache:
    """Keeps adapters; `clock` counts seconds. Several threads may use one."""

    def __init__(self, clock: Callable[[], float], max_age_s: float) -> None:
        self._clock = clock
        self._max_age_s = max_age_s
        self._lock = threading.Lock()
        self._kept: OrderedDict[Key, Kept] = OrderedDict()
        self._cleared = 0

    @property
    def cleared(self) -> int:
        """How often it was cleared: what was looked up before does not come in afterwards."""
        return self._cleared

    def find(self, key: Key, epoch: int) -> Kept | None:
        """What was kept under the key, if the store has not changed since and it is young enough."""
        now = self._clock()
        with self._lock:
            kept = self._kept.get(key)
            if kept is None:
                return None
            if kept.epoch != epoch or not 0 <= now - kept.since < self._max_age_s:
                del self._kept[key]
                return None
            self._kept.move_to_end(key)
            return kept

    def keep(self, key: Key, kept: Kept, cleared: int) -> None:
        """Keep an adapter, unless the cache was cleared since `cleared` was read."""
        with self._lock:
            if cleared != self._cleared:
                return
            self._kept[key] = kept
            self._kept.move_to_end(key)
            while len(self._kept) > MOST:
                self._kept.popitem(last=False)

    def clear(self) -> None:
        """Forget everything."""
        with self._lock:
            self._cleared += 1
            self._kept.clear()
