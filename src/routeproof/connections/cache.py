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
    """An adapter with the row that it was made of, the epoch read before the row, and when it was made."""

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

    def keep(self, key: Key, connection: Connection, adapter: Any, epoch: int, since: float) -> None:
        """Keep an adapter whose row was read after `epoch`, and whose secret after `since`."""
        with self._lock:
            self._kept[key] = Kept(connection, adapter, epoch, since)
            self._kept.move_to_end(key)
            while len(self._kept) > MOST:
                self._kept.popitem(last=False)

    def clear(self) -> None:
        """Forget everything."""
        with self._lock:
            self._kept.clear()

    def __len__(self) -> int:
        return len(self._kept)
