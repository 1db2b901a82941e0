"""A vendor's stream on its way to a guest: as it is between equals, converted between protocols."""

from collections.abc import Iterator
from typing import Any, Protocol

from routeproof.relay.wire.chat.streamed import ChatReader
from routeproof.relay.wire.chat.streaming import ChatWriter
from routeproof.relay.wire.faults import UpstreamFault, malformed
from routeproof.relay.wire.messages.streamed import MessagesReader
from routeproof.relay.wire.messages.streaming import MessagesWriter
from routeproof.relay.wire.neutral import Event, Skipped, Stamp, Usage, Wire
from routeproof.relay.wire.report import safe_path
from routeproof.relay.wire.responses.streamed import ResponsesReader
from routeproof.relay.wire.responses.streaming import ResponsesWriter
from routeproof.relay.wire.sequence import HELD_BYTES, Grammar, Held
from routeproof.relay.wire.sse import DONE, LineTooLong, SseEvent, SseReader, format_comment
from routeproof.relay.wire.watch import Watcher
from routeproof.strict_json import InvalidJson, read_value


class _Reader(Protocol):
    @property
    def complete(self) -> bool: ...

    @property
    def ended(self) -> bool: ...

    @property
    def usage(self) -> Usage | None: ...

    def read(self, event: SseEvent, value: Any) -> Iterator[Event]: ...

    def end(self) -> Iterator[Event]: ...


class _Writer(Protocol):
    @property
    def lossy(self) -> tuple[str, ...]: ...

    def write(self, event: Event) -> Iterator[bytes]: ...

    def fail(self, code: str, message: str, usage: Usage | None) -> bytes: ...


class Stream:
    """Takes the vendor's bytes as they come, gives the guest's bytes.

    `source` is the vendor's protocol, `target` the guest's. `end` is None while the stream runs, then
    `complete`, `error` or `truncated`; `fault` is what went wrong. What was given out before stays given out.
    """

    def __init__(
        self,
        source: str,
        target: str,
        *,
        include_usage: bool = True,
        stamp: Stamp | None = None,
        line_bytes: int = 8 * 1024 * 1024,
        held_bytes: int = HELD_BYTES,
    ) -> None:
        stamp, vendor, guest = stamp or Stamp(), Wire(source), Wire(target)
        self._passing = vendor is guest
        self._reader: _Reader = Watcher(vendor) if self._passing else _reader(vendor, stamp)
        self._writer = _writer(guest, stamp, Held(held_bytes), include_usage=include_usage)
        self._grammar = Grammar()
        self._events = SseReader(line_bytes)
        self._skipped: set[str] = set()
        self.end: str | None = None
        self.fault: UpstreamFault | None = None

    @property
    def usage(self) -> Usage | None:
        """What the vendor says it cost, so far."""
        return self._reader.usage

    @property
    def lossy(self) -> tuple[str, ...]:
        """What was not passed on: `TYPE=dropped`, and `usage=added` for one that was made of nothing."""
        return tuple(sorted([*(f"{kind}=dropped" for kind in self._skipped), *self._writer.lossy]))

    def feed(self, chunk: bytes) -> bytes:
        """The guest's bytes for the vendor's; after the end, none."""
        given: list[bytes] = []
        if self.end is None:
            try:
                for event in self._events.feed(chunk):
                    for piece in self._piece(event):
                        given.append(piece)  # noqa: PERF402 - what was said before a fault is said
            except LineTooLong:
                given.append(self._failed(malformed("a line of the stream is too long")))
            except UpstreamFault as fault:
                given.append(self._failed(fault))
        return b"".join(given)

    def close(self) -> bytes:
        """The guest's last bytes when the vendor's have ended."""
        if self.end is not None:
            return b""
        if not self._reader.complete:
            return self._failed(UpstreamFault("upstream_truncated", "the answer ended early"))
        given: list[bytes] = []
        try:
            for piece in (self._events.rest,) if self._passing else self._write(self._reader.end()):
                given.append(piece)  # noqa: PERF402 - what was said before a fault is said
        except UpstreamFault as fault:
            given.append(self._failed(fault))
        self.end = self.end or "complete"
        return b"".join(given)

    def fail(self, code: str, message: str) -> bytes:
        """The guest's last bytes when something else ends the stream; none when its end was said already."""
        if self.end is None and self._reader.ended:
            self.end = "complete"
        return b"" if self.end is not None else self._failed(UpstreamFault(code, message))

    def _failed(self, fault: UpstreamFault) -> bytes:
        self.end = "truncated" if fault.code == "upstream_truncated" else "error"
        self.fault = fault
        if self._passing and fault.code == "upstream_error":
            return b""
        if isinstance(self._reader, Watcher) and isinstance(self._writer, ResponsesWriter):
            self._writer.go_on(self._reader.number, self._reader.response)
        return self._writer.fail(fault.code, fault.words, self.usage)

    def _piece(self, event: SseEvent) -> Iterator[bytes]:
        if self._reader.ended:
            yield from (event.raw,) if self._passing else ()
        elif self._passing:
            yield from self._pass(event)
        else:
            yield from self._write(self._read(event))

    def _pass(self, event: SseEvent) -> Iterator[bytes]:
        """A whole event as it is; the vendor's own error is the last one."""
        try:
            for _ in self._read(event):
                pass
        except UpstreamFault as fault:
            if fault.code == "upstream_error":
                yield event.raw
            raise
        yield event.raw

    def _read(self, event: SseEvent) -> Iterator[Event]:
        if event.data is None:
            return
        value = None
        if event.data != DONE:
            try:
                value = read_value(event.data.decode())
            except (InvalidJson, UnicodeDecodeError):
                raise malformed("an event of the stream is no JSON") from None
        yield from self._reader.read(event, value)

    def _write(self, events: Iterator[Event]) -> Iterator[bytes]:
        for event in events:
            self._grammar.keep(event)
            if isinstance(event, Skipped):
                kind = safe_path(event.type)
                self._skipped.add(kind)
                yield format_comment(f"routeproof-lossy {kind}")
            else:
                yield from self._writer.write(event)


def _reader(wire: Wire, stamp: Stamp) -> _Reader:
    if wire is Wire.CHAT:
        return ChatReader(stamp)
    return MessagesReader(stamp) if wire is Wire.MESSAGES else ResponsesReader(stamp)


def _writer(wire: Wire, stamp: Stamp, held: Held, *, include_usage: bool) -> _Writer:
    if wire is Wire.CHAT:
        return ChatWriter(stamp, held, include_usage=include_usage)
    return MessagesWriter(stamp, held) if wire is Wire.MESSAGES else ResponsesWriter(stamp, held)
