"""A vendor's Chat Completions stream, read event by event."""

from collections.abc import Iterator, Mapping
from typing import Any

from routeproof.relay.wire.chat.answers import OF_MESSAGE
from routeproof.relay.wire.faults import UpstreamFault, error_words, is_error, malformed
from routeproof.relay.wire.fields import unread
from routeproof.relay.wire.finishes import chat_finish
from routeproof.relay.wire.neutral import (
    Added,
    Block,
    Closed,
    Event,
    Finished,
    Opened,
    Skipped,
    Stamp,
    Started,
    Usage,
)
from routeproof.relay.wire.sse import DONE, SseEvent
from routeproof.relay.wire.usages import chat_usage

_TEXTS = (("reasoning_content", Block.THOUGHT), ("content", Block.TEXT), ("refusal", Block.DECLINED))
_CALLS = {"function": "arguments", "custom": "input"}


class ChatReader:
    """Reads chunks; complete once the choice has a finish reason, `[DONE]` or not."""

    def __init__(self, stamp: Stamp) -> None:
        self._stamp = stamp
        self._started = False
        self._open: tuple[Block, int] | None = None
        self._blocks = 0
        self._calls: dict[int, tuple[int, str]] = {}
        self._finish: object = None
        self.ended = False
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
        if is_error(value):
            raise UpstreamFault("upstream_error", error_words(value))
        self.usage = chat_usage(value.get("usage")) or self.usage
        choices, model = value.get("choices"), value.get("model")
        if not isinstance(choices, list):
            raise malformed("an event of the stream has no choices")
        if not self._started:
            self._started = True
            yield Started(model if isinstance(model, str) else "")
        for choice in choices:
            if not isinstance(choice, dict):
                raise malformed("a choice of the stream is no object")
            if choice.get("index", 0) == 0:
                yield from self._choice(choice)

    def end(self) -> Iterator[Event]:
        """What is left to say when the stream has ended, complete."""
        if self.ended:
            return
        self.ended = True
        yield from self._close_text()
        for key, _ in self._calls.values():
            yield Closed(key)
        finish = chat_finish(self._finish, self._stamp, calls=bool(self._calls))
        yield Finished(finish, self.usage)

    def _choice(self, choice: Mapping[str, Any]) -> Iterator[Event]:
        delta = {} if choice.get("delta") is None else choice["delta"]
        if not isinstance(delta, dict):
            raise malformed("a delta of the stream is no object")
        for name, kind in _TEXTS:
            text = delta.get(name)
            if not isinstance(text, str | None):
                raise malformed(f"{name} is no text")
            if text:
                yield from self._text(kind, text)
        calls = delta.get("tool_calls")
        if not isinstance(calls, list | None):
            raise malformed("the calls of the stream are no list")
        for call in calls or ():
            yield from self._call(call)
        for name in unread(delta, OF_MESSAGE):
            yield Skipped(name)
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
        if not isinstance(value, dict) or not isinstance(value.get("index"), int):
            raise malformed("a call in the stream has no index")
        if value["index"] not in self._calls:
            yield from self._open_call(value)
        key, kind = self._calls[value["index"]]
        inner = {} if value.get(kind) is None else value[kind]
        text = inner.get(_CALLS[kind]) if isinstance(inner, dict) else 0
        if not isinstance(text, str | None):
            raise malformed("the arguments of a call in the stream are no text")
        if text:
            yield Added(key, text)

    def _open_call(self, value: Mapping[str, Any]) -> Iterator[Event]:
        kind = "custom" if isinstance(value.get("custom"), dict) else "function"
        inner, call = value.get(kind), value.get("id")
        name = inner.get("name") if isinstance(inner, dict) else None
        if not (isinstance(call, str) and call and isinstance(name, str) and name):
            raise malformed("a call in the stream starts without its id or its name")
        yield from self._close_text()
        key = self._next_key()
        self._calls[value["index"]] = (key, kind)
        yield Opened(key, Block.CALL, call, name, custom=kind == "custom")

    def _next_key(self) -> int:
        self._blocks += 1
        return self._blocks
