"""One block after the other: what arrives interleaved is held, and follows whole."""

from collections.abc import Iterator
from typing import Any

from routeproof.relay.wire.faults import malformed
from routeproof.relay.wire.neutral import Added, Closed, Event, Finished, Opened, Sealed

HELD_BYTES = 8 * 1024 * 1024
"""The most text of blocks that wait, in characters."""


class Sequencer:
    """Lets one block through at a time, in the order in which they were opened."""

    def __init__(self, limit: int = HELD_BYTES) -> None:
        self._limit = limit
        self._current: Any = None
        self._waiting: dict[Any, list[Event]] = {}
        self._held = 0

    def order(self, event: Event) -> Iterator[Event]:
        """What may be said now; UpstreamFault when too much waits."""
        if isinstance(event, Finished):
            yield from self._flush()
            yield event
        elif not isinstance(event, Opened | Added | Sealed | Closed):
            yield event
        elif self._current is None and isinstance(event, Opened):
            self._current = event.key
            yield event
        elif event.key == self._current:
            yield event
            if isinstance(event, Closed):
                self._current = None
                yield from self._next()
        else:
            self._hold(event)

    def _hold(self, event: Opened | Added | Sealed | Closed) -> None:
        self._held += len(event.text) if isinstance(event, Added) else 1
        if self._held > self._limit:
            raise malformed("more than can be held arrives out of order")
        self._waiting.setdefault(event.key, []).append(event)

    def _next(self) -> Iterator[Event]:
        """The blocks that waited, up to the first that is not whole yet."""
        while self._waiting and self._current is None:
            key = next(iter(self._waiting))
            events = self._waiting.pop(key)
            self._held -= sum(len(each.text) if isinstance(each, Added) else 1 for each in events)
            yield from events
            self._current = None if isinstance(events[-1], Closed) else key

    def _flush(self) -> Iterator[Event]:
        """Everything that is open or waits, closed."""
        while self._current is not None:
            yield Closed(self._current)
            self._current = None
            yield from self._next()
