"""A vendor's Chat Completions stream, read event by event."""

from collections.abc import Iterator, Mapping
from typing import Any

from routeproof.relay.wire.faults import UpstreamFault, error_words, malformed
from routeproof.relay.wire.finishes import chat_finish
from routeproof.relay.wire.neutral import (
    Added,
    Block,
    Closed,
    Event,
    Finished,
    Opened,
    Stamp,
    Started,
    Usage,
)
from routeproof.relay.wire.sse import SseEvent
from routeproof.relay.wire.usages import chat_usage

DONE = "[DONE]"
_TEXTS = (("reasoning_content", Block.THOUGHT), ("content", Block.TEXT), ("refusal", Block.DECLINED))


class ChatReader:
    """Reads chunks; complete once the choice has a finish reason, `[DONE]` or not."""

    def __init__(self, stamp: Stamp) -> None:
        self._stamp = stamp
        self._started = False
        self._open: tuple[Block, int] | None = None
        self._blocks = 0
        self._calls: dict[int, int] = {}
        self._finish: object = None
        self._ended = False
        self.usage: Usage | None = None

    @property
    def complete(self) -> bool:
        """Whether nothing is missing, if the stream ends here."""
        return self._finish is not None

    def read(self, event: SseEvent, value: Any) -> Iterator[Event]:
        """What the event says; `value` is its data, read, and None for `[DONE]`."""
        if event.data == DONE:
            if self._finish is None:
                raise UpstreamFault("upstream_truncated", "the stream ended without a finish reason")
            yield from self.end()
            return
        if not isinstance(value, dict):
            raise malformed("an event of the stream is no object")
        if value.get("error"):
            raise UpstreamFault("upstream_error", error_words(value["error"]))
        self.usage = chat_usage(value.get("usage")) or self.usage
        if not self._started:
            self._started = True
            yield Started(str(value.get("model") or ""))
        choices = value.get("choices")
        if not isinstance(choices, list):
            raise malformed("an event of the stream has no choices")
        for choice in choices:
            if isinstance(choice, dict) and choice.get("index", 0) == 0:
                yield from self._choice(choice)

    def end(self) -> Iterator[Event]:
        """What is left to say when the stream has ended, complete."""
        if self._ended:
            return
        self._ended = True
        yield from self._close_text()
        for key in self._calls.values():
            yield Closed(key)
        finish = chat_finish(self._finish, self._stamp, calls=bool(self._calls))
        yield Finished(finish, self.usage)

    def _choice(self, choice: Mapping[str, Any]) -> Iterator[Event]:
        delta = choice.get("delta")
        if isinstance(delta, dict):
            for name, kind in _TEXTS:
                text = delta.get(name)
                if isinstance(text, str) and text:
                    yield from self._text(kind, text)
            calls = delta.get("tool_calls")
            for call in calls if isinstance(calls, list) else ():
                yield from self._call(call)
        if choice.get("finish_reason") is not None:
            chat_finish(choice["finish_reason"], self._stamp, calls=bool(self._calls))
            self._finish = choice["finish_reason"]

    def _text(self, kind: Block, text: str) -> Iterator[Event]:
        if self._open is None or self._open[0] is not kind:
            yield from self._close_text()
            self._open = (kind, self._next_key())
            yield Opened(self._open[1], kind)
        yield Added(self._open[1], text)

    def _close_text(self) -> Iterator[Event]:
        if self._open is not None:
            yield Closed(self._open[1])
            self._open = None

    def _call(self, value: Any) -> Iterator[Event]:
        if not isinstance(value, dict):
            raise malformed("a call in the stream is no object")
        kind = "custom" if isinstance(value.get("custom"), dict) else "function"
        found = value.get(kind)
        inner: Mapping[str, Any] = found if isinstance(found, dict) else {}
        place = value.get("index")
        if not isinstance(place, int):
            raise malformed("a call in the stream has no index")
        key = self._calls.get(place)
        if key is None:
            yield from self._close_text()
            key = self._calls[place] = self._next_key()
            call, name = value.get("id"), inner.get("name")
            if not (isinstance(call, str) and call and isinstance(name, str) and name):
                raise malformed("a call in the stream starts without its id or its name")
            yield Opened(key, Block.CALL, call, name, custom=kind == "custom")
        text = inner.get("input" if kind == "custom" else "arguments")
        if isinstance(text, str) and text:
            yield Added(key, text)

    def _next_key(self) -> int:
        self._blocks += 1
        return self._blocks
