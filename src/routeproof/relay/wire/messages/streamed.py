"""A vendor's Messages stream, read event by event."""

from collections.abc import Iterator, Mapping
from typing import Any

from routeproof.relay.wire.faults import UpstreamFault, error_words, is_error, malformed
from routeproof.relay.wire.finishes import messages_finish
from routeproof.relay.wire.neutral import (
    Added,
    Block,
    Closed,
    Event,
    Finished,
    Opened,
    Sealed,
    Skipped,
    Stamp,
    Started,
    Usage,
)
from routeproof.relay.wire.sse import SseEvent
from routeproof.relay.wire.usages import merge_messages_usage, messages_usage
from routeproof.strict_json import write_value

_KINDS = {
    "text": Block.TEXT,
    "thinking": Block.THOUGHT,
    "redacted_thinking": Block.THOUGHT,
    "tool_use": Block.CALL,
}
_DELTAS = {
    "text_delta": ("text", Block.TEXT),
    "thinking_delta": ("thinking", Block.THOUGHT),
    "input_json_delta": ("partial_json", Block.CALL),
}
_UNSAID = "{}"


class MessagesReader:
    """Reads events; complete once `message_stop` has come behind a stop reason."""

    def __init__(self, stamp: Stamp) -> None:
        self._stamp = stamp
        self._open: dict[int, Block | None] = {}
        self._wordless: set[int] = set()
        self._calls = False
        self._stop: Mapping[str, Any] | None = None
        self._counted: dict[str, Any] = {}
        self.complete = False
        self._readers = {
            "message_start": self._start,
            "content_block_start": self._open_block,
            "content_block_delta": self._delta,
            "content_block_stop": self._close_block,
            "message_delta": self._end_message,
            "message_stop": self._stop_message,
        }

    @property
    def ended(self) -> bool:
        """Whether nothing is to follow."""
        return self.complete

    @property
    def usage(self) -> Usage | None:
        """What the vendor says it cost, so far."""
        return messages_usage(self._counted)

    def read(self, event: SseEvent, value: Any) -> Iterator[Event]:
        """What the event says; `value` is its data, read."""
        if not isinstance(value, dict):
            raise malformed("an event of the stream is no object")
        kind = value.get("type")
        if event.type and event.type != kind:
            raise malformed("an event of the stream has two types")
        if is_error(value):
            raise UpstreamFault("upstream_error", error_words(value))
        reader = self._readers.get(kind) if isinstance(kind, str) else None
        if reader is not None:
            yield from reader(value)
        elif kind != "ping":
            yield Skipped(str(kind))

    def end(self) -> Iterator[Event]:
        """Nothing: `message_stop` has said it."""
        return iter(())

    def _start(self, value: Mapping[str, Any]) -> Iterator[Event]:
        message = value.get("message")
        if not isinstance(message, dict):
            raise malformed("the stream starts without a message")
        self._counted = merge_messages_usage(self._counted, message.get("usage"))
        model = message.get("model")
        yield Started(model if isinstance(model, str) else "", self.usage)

    def _open_block(self, value: Mapping[str, Any]) -> Iterator[Event]:
        key, block = _index(value), value.get("content_block")
        if not isinstance(block, dict):
            raise malformed("a block of the stream is no object")
        name = block.get("type")
        kind = self._open[key] = _KINDS.get(name) if isinstance(name, str) else None
        if kind is None:
            yield Skipped(str(name))
        elif kind is Block.CALL:
            yield from self._open_call(key, block)
        else:
            yield Opened(key, kind)
            if name == "redacted_thinking":
                yield Sealed(key, redacted=_text(block, "data"))
            else:
                yield from self._add(key, _text(block, "text" if kind is Block.TEXT else "thinking"))

    def _open_call(self, key: int, block: Mapping[str, Any]) -> Iterator[Event]:
        call, name = _text(block, "id"), _text(block, "name")
        if not (call and name):
            raise malformed("a call in the stream starts without its id or its name")
        self._calls = True
        self._wordless.add(key)
        yield Opened(key, Block.CALL, call, name)
        if block.get("input"):
            yield from self._add(key, write_value(block["input"]))

    def _delta(self, value: Mapping[str, Any]) -> Iterator[Event]:
        key, delta = _index(value), value.get("delta")
        if not isinstance(delta, dict) or key not in self._open:
            raise malformed("a block of the stream goes on that was not opened")
        opened, kind = self._open[key], delta.get("type")
        if opened is None:
            return
        if kind == "signature_delta" and opened is Block.THOUGHT:
            yield Sealed(key, sealed=_text(delta, "signature"))
            return
        name, belongs = _DELTAS.get(kind, ("", None)) if isinstance(kind, str) else ("", None)
        if belongs is None:
            yield Skipped(str(kind))
        elif belongs is not opened:
            raise malformed("a block of the stream goes on as another kind")
        else:
            yield from self._add(key, _text(delta, name))

    def _add(self, key: int, text: str) -> Iterator[Event]:
        if text:
            self._wordless.discard(key)
            yield Added(key, text)

    def _close_block(self, value: Mapping[str, Any]) -> Iterator[Event]:
        key = _index(value)
        if key not in self._open:
            raise malformed("a block of the stream ends that was not opened")
        if self._open[key] is not None:
            yield from self._add(key, _UNSAID if key in self._wordless else "")
            yield Closed(key)

    def _end_message(self, value: Mapping[str, Any]) -> Iterator[Event]:
        delta = value.get("delta")
        if isinstance(delta, dict) and delta.get("stop_reason") is not None:
            messages_finish(delta["stop_reason"], self._stamp, calls=self._calls)
            self._stop = delta
        self._counted = merge_messages_usage(self._counted, value.get("usage"))
        return iter(())

    def _stop_message(self, _: Mapping[str, Any]) -> Iterator[Event]:
        if self._stop is None:
            raise UpstreamFault("upstream_truncated", "the stream ended without a stop reason")
        self.complete = True
        finish = messages_finish(self._stop["stop_reason"], self._stamp, calls=self._calls)
        sequence = self._stop.get("stop_sequence")
        yield Finished(finish, self.usage, sequence if isinstance(sequence, str) else None)


def _index(value: Mapping[str, Any]) -> int:
    found = value.get("index")
    if not isinstance(found, int):
        raise malformed("a block of the stream has no index")
    return found


def _text(value: Mapping[str, Any], name: str) -> str:
    """The text in a field, empty where there is none."""
    found = value.get(name)
    if not isinstance(found, str | None):
        raise malformed(f"{name} is no text")
    return found or ""
