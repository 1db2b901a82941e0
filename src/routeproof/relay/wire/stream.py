"""A vendor's stream on its way to a guest: as it is between equals, converted between protocols."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any, Protocol

from routeproof.relay.wire.chat.streamed import DONE, ChatReader
from routeproof.relay.wire.chat.streaming import ChatWriter
from routeproof.relay.wire.faults import UpstreamFault, malformed
from routeproof.relay.wire.messages.streamed import MessagesReader
from routeproof.relay.wire.messages.streaming import MessagesWriter
from routeproof.relay.wire.neutral import Event, Skipped, Stamp, Usage, Wire
from routeproof.relay.wire.report import safe_path
from routeproof.relay.wire.responses.streamed import ResponsesReader
from routeproof.relay.wire.responses.streaming import ResponsesWriter
from routeproof.relay.wire.sse import LineTooLong, SseEvent, SseReader, format_comment
from routeproof.strict_json import InvalidJson, read_value


class _Reader(Protocol):
    @property
    def complete(self) -> bool: ...

    @property
    def usage(self) -> Usage | None: ...

    def read(self, event: SseEvent, value: Any) -> Iterator[Event]: ...

    def end(self) -> Iterator[Event]: ...


class _Writer(Protocol):
    @property
    def lossy(self) -> tuple[str, ...]: ...

    def write(self, event: Event) -> Iterator[bytes]: ...

    def fail(self, code: str, message: str) -> bytes: ...


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
    ) -> None:
        stamp = stamp or Stamp()
        self._passing = Wire(source) is Wire(target)
        self._reader = _reader(Wire(source), replace(stamp, any_finish=self._passing))
        self._writer = _writer(Wire(target), stamp, include_usage=include_usage)
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
        """What was not passed on."""
        if self._passing:
            return ()
        return tuple(sorted([*(f"{kind}=dropped" for kind in self._skipped), *self._writer.lossy]))

    def feed(self, chunk: bytes) -> bytes:
        """The guest's bytes for the vendor's; after the end, none."""
        if self.end is not None:
            return b""
        given: list[bytes] = []
        try:
            for event in self._events.feed(chunk):
                given.extend(self._pass(event) if self._passing else self._convert(event))
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
        given = [self._events.rest] if self._passing else list(self._write(self._reader.end()))
        self.end = "complete"
        return b"".join(given)

    def fail(self, code: str, message: str) -> bytes:
        """The guest's last bytes when something else ends the stream."""
        if self.end is not None:
            return b""
        return self._failed(UpstreamFault(code, message))

    def _failed(self, fault: UpstreamFault) -> bytes:
        self.end = "truncated" if fault.code == "upstream_truncated" else "error"
        self.fault = fault
        own = self._passing and fault.code == "upstream_error"
        return b"" if own else self._writer.fail(fault.code, fault.words)

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

    def _convert(self, event: SseEvent) -> Iterator[bytes]:
        yield from self._write(self._read(event))

    def _read(self, event: SseEvent) -> Iterator[Event]:
        if event.data is None:
            return
        value = None
        if event.data != DONE:
            try:
                value = read_value(event.data)
            except InvalidJson:
                raise malformed("an event of the stream is no JSON") from None
        yield from self._reader.read(event, value)

    def _write(self, events: Iterator[Event]) -> Iterator[bytes]:
        for event in events:
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


def _writer(wire: Wire, stamp: Stamp, *, include_usage: bool) -> _Writer:
    if wire is Wire.CHAT:
        return ChatWriter(stamp, include_usage=include_usage)
    return MessagesWriter(stamp) if wire is Wire.MESSAGES else ResponsesWriter(stamp)
