"""The order of a converted stream: what a vendor may say when, and one block after the other for a guest."""

from collections.abc import Iterator
from io import StringIO
from typing import Any

from routeproof.relay.wire.faults import malformed
from routeproof.relay.wire.neutral import Added, Closed, Event, Finished, Opened, Sealed, Skipped, Started

HELD_BYTES = 8 * 1024 * 1024
"""The most that is held for a guest of what a vendor says, in bytes of UTF-8."""

_OF_A_BLOCK = 256


class Grammar:
    """Lets through what keeps the order: one start, blocks that open once and close, one end."""

    def __init__(self) -> None:
        self._started = False
        self._known: set[Any] = set()
        self._open: set[Any] = set()

    def keep(self, event: Event) -> Event:
        """The event; UpstreamFault when it comes out of order."""
        if isinstance(event, Started):
            self._judge(not self._started, "the stream starts twice")
            self._started = True
        elif isinstance(event, Skipped):
            return event
        self._judge(self._started, "the stream goes on before it starts")
        if isinstance(event, Opened):
            self._judge(event.key not in self._known, "a block of the stream is opened twice")
            self._known.add(event.key)
            self._open.add(event.key)
        elif isinstance(event, Added | Sealed | Closed):
            self._judge(event.key in self._open, "a block of the stream goes on that is not open")
            if isinstance(event, Closed):
                self._open.discard(event.key)
        return event

    def _judge(self, kept: bool, words: str) -> None:
        if not kept:
            raise malformed(words)


class Held:
    """Counts what is held; UpstreamFault beyond the limit."""

    def __init__(self, limit: int = HELD_BYTES) -> None:
        self._limit = limit
        self._bytes = 0

    def add(self, text: str, more: int = 0) -> None:
        """Hold a text, and what goes with it."""
        self._bytes += size_of(text) + more
        if self._bytes > self._limit:
            raise malformed("more is to be held than can be")

    def drop(self, text: str, more: int = 0) -> None:
        """Hold it no longer."""
        self._bytes -= size_of(text) + more


def size_of(text: str) -> int:
    """The bytes of a text in UTF-8."""
    return len(text) if text.isascii() else len(text.encode())


class _Waiting:
    """A block that waits: as it was opened, its text so far, its seal, and whether it is whole."""

    def __init__(self, opened: Opened) -> None:
        self.opened = opened
        self.text = StringIO()
        self.sealed: Sealed | None = None
        self.closed: Closed | None = None

    def events(self) -> Iterator[Event]:
        """The same as it was said, in one piece."""
        yield self.opened
        text = self.text.getvalue()
        if text:
            yield Added(self.opened.key, text)
        if self.sealed is not None:
            yield self.sealed
        if self.closed is not None:
            yield self.closed


class Sequencer:
    """Lets one block through at a time, in the order in which they were opened; the others follow whole."""

    def __init__(self, held: Held) -> None:
        self._current: Any = None
        self._waiting: dict[Any, _Waiting] = {}
        self._held = held

    def order(self, event: Event) -> Iterator[Event]:
        """What may be said now of a stream that keeps the grammar; UpstreamFault when too much waits."""
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
        if isinstance(event, Opened):
            self._held.add(event.id + event.name, _OF_A_BLOCK)
            self._waiting[event.key] = _Waiting(event)
        elif isinstance(event, Added):
            self._held.add(event.text)
            self._waiting[event.key].text.write(event.text)
        elif isinstance(event, Sealed):
            self._held.add((event.sealed or "") + (event.redacted or ""))
            self._waiting[event.key].sealed = event
        else:
            self._waiting[event.key].closed = event

    def _next(self) -> Iterator[Event]:
        """The blocks that waited, up to the first that is not whole yet."""
        while self._waiting and self._current is None:
            key = next(iter(self._waiting))
            block = self._waiting.pop(key)
            self._held.drop(block.text.getvalue())
            yield from block.events()
            self._current = None if block.closed is not None else key

    def _flush(self) -> Iterator[Event]:
        """Everything that is open or waits, closed."""
        while self._current is not None:
            yield Closed(self._current)
            self._current = None
            yield from self._next()
