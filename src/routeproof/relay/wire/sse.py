"""Server-sent events, pushed in as bytes and out as events: any split, any line end, the same events."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

DONE = b"[DONE]"
"""The data that ends a stream of Chat Completions."""

_LINE_END = re.compile(rb"\r\n|\r|\n")


class LineTooLong(ValueError):
    """A line, the data of one event, or all that belongs to one is longer than its limit."""


@dataclass(frozen=True, slots=True)
class SseEvent:
    """One event: its type, empty where none was given, and its data lines joined by LF.

    `data` is None of what holds no event: comments, empty lines. `raw` are the bytes that it was read from.
    """

    type: str
    data: bytes | None
    raw: bytes = b""


class SseReader:
    """Reads a stream of events; `limit` is the most bytes of a line, and of one event's data.

    What an event holds beside its data, comments say, may be as much again.
    """

    def __init__(self, limit: int = 8 * 1024 * 1024) -> None:
        self._limit = limit
        self._line = bytearray()
        self._data: list[bytes] = []
        self._type = b""
        self._held = 0
        self._after_cr = False
        self._first = True
        self._raw = bytearray()

    def feed(self, chunk: bytes) -> Iterator[SseEvent]:
        """The events that the chunk completes; LineTooLong beyond the limit, behind what was whole."""
        start = 1 if self._after_cr and chunk[:1] == b"\n" else 0
        self._raw += chunk[:start]
        self._after_cr = chunk.endswith(b"\r") if chunk else self._after_cr
        for found in _LINE_END.finditer(chunk, start):
            self._keep(chunk[start : found.start()])
            self._raw += chunk[start : found.end()]
            start = found.end()
            event = self._end_line()
            if event is not None:
                yield event
        self._keep(chunk[start:])
        self._raw += chunk[start:]

    @property
    def rest(self) -> bytes:
        """What was read behind the last event."""
        return bytes(self._raw)

    def _keep(self, part: bytes) -> None:
        held = len(part) + len(self._line)
        if held > self._limit or len(self._raw) + len(part) > 2 * self._limit:
            raise LineTooLong
        self._line += part

    def _end_line(self) -> SseEvent | None:
        line = bytes(self._line)
        self._line.clear()
        if self._first:
            self._first = False
            line = line.removeprefix(b"\xef\xbb\xbf")
        if not line:
            return self._dispatch()
        name, _, value = line.partition(b":")
        value = value.removeprefix(b" ")
        if name == b"data":
            self._held += len(value) + 1
            if self._held > self._limit:
                raise LineTooLong
            self._data.append(value)
        elif name == b"event":
            self._type = value
        return None

    def _dispatch(self) -> SseEvent:
        kind, data, raw = self._type, self._data, bytes(self._raw)
        self._type, self._data, self._held = b"", [], 0
        self._raw.clear()
        if not data:
            return SseEvent("", None, raw)
        return SseEvent(kind.decode("utf-8", "replace"), b"\n".join(data), raw)


def format_event(data: str, kind: str = "") -> bytes:
    """One event; `data` is one line."""
    return (f"event: {kind}\n" if kind else "").encode() + f"data: {data}\n\n".encode()


def format_comment(text: str) -> bytes:
    """A line that every reader passes over; `text` is one line."""
    return f": {text}\n\n".encode()
