"""Server-sent events, pushed in as bytes and out as events: any split, any line end, the same events."""

from dataclasses import dataclass

_LF, _CR = 0x0A, 0x0D


class LineTooLong(ValueError):
    """A line, or the data of one event, is longer than its limit."""


@dataclass(frozen=True, slots=True)
class SseEvent:
    """One event: its type, empty where none was given, and its data lines joined by LF."""

    type: str
    data: str


class SseReader:
    """Reads a stream of events; `limit` is the most bytes of a line, and of one event's data."""

    def __init__(self, limit: int = 8 * 1024 * 1024) -> None:
        self._limit = limit
        self._line = bytearray()
        self._data: list[bytes] = []
        self._type = b""
        self._held = 0
        self._after_cr = False
        self._first = True

    def feed(self, chunk: bytes) -> list[SseEvent]:
        """The events that the chunk completes; LineTooLong beyond the limit."""
        events: list[SseEvent] = []
        start = 0
        if self._after_cr and chunk:
            start = 1 if chunk[0] == _LF else 0
            self._after_cr = False
        while True:
            end = _line_end(chunk, start)
            if end < 0:
                self._keep(chunk[start:])
                return events
            self._keep(chunk[start:end])
            event = self._end_line()
            if event is not None:
                events.append(event)
            start = self._behind(chunk, end)

    @property
    def rest(self) -> bool:
        """Whether something was read that no event holds yet."""
        return bool(self._line or self._data or self._type)

    def _keep(self, part: bytes) -> None:
        if len(self._line) + len(part) > self._limit:
            raise LineTooLong
        self._line += part

    def _behind(self, chunk: bytes, end: int) -> int:
        """Where the next line starts: CR LF is one line end, also where a chunk ends between them."""
        if chunk[end] == _LF:
            return end + 1
        if end + 1 == len(chunk):
            self._after_cr = True
            return end + 1
        return end + 2 if chunk[end + 1] == _LF else end + 1

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

    def _dispatch(self) -> SseEvent | None:
        kind, data = self._type, self._data
        self._type, self._data, self._held = b"", [], 0
        if not data:
            return None
        return SseEvent(kind.decode("utf-8", "replace"), b"\n".join(data).decode("utf-8", "replace"))


def _line_end(chunk: bytes, start: int) -> int:
    lf, cr = chunk.find(b"\n", start), chunk.find(b"\r", start)
    if lf < 0 or cr < 0:
        return max(lf, cr)
    return min(lf, cr)


def format_event(data: str, kind: str = "") -> bytes:
    """One event; `data` is one line."""
    return (f"event: {kind}\n" if kind else "").encode() + f"data: {data}\n\n".encode()


def format_comment(text: str) -> bytes:
    """A line that every reader passes over; `text` is one line."""
    return f": {text}\n\n".encode()
