"""A vendor's Messages stream, read event by event."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from routeproof.relay.wire.faults import UpstreamFault, error_words, malformed
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
from routeproof.relay.wire.usages import messages_usage
from routeproof.strict_json import write_value

_KINDS = {
    "text": Block.TEXT,
    "thinking": Block.THOUGHT,
    "redacted_thinking": Block.THOUGHT,
    "tool_use": Block.CALL,
}
_DELTAS = {"text_delta": "text", "thinking_delta": "thinking", "input_json_delta": "partial_json"}
_UNSAID = "{}"


class MessagesReader:
    """Reads events; complete once `message_stop` has come behind a stop reason."""

    def __init__(self, stamp: Stamp) -> None:
        self._stamp = stamp
        self._open: dict[int, Block | None] = {}
        self._wordless: set[int] = set()
        self._calls = False
        self._stop: Mapping[str, Any] | None = None
        self.complete = False
        self.usage: Usage | None = None
        self._readers = {
            "message_start": self._start,
            "content_block_start": self._open_block,
            "content_block_delta": self._delta,
            "content_block_stop": self._close_block,
            "message_delta": self._end_message,
            "message_stop": self._stop_message,
        }

    def read(self, event: SseEvent, value: Any) -> Iterator[Event]:
        """What the event says; `value` is its data, read."""
        if not isinstance(value, dict):
            raise malformed("an event of the stream is no object")
        kind = value.get("type")
        if event.type and event.type != kind:
            raise malformed("an event of the stream has two types")
        if kind == "error":
            raise UpstreamFault("upstream_error", error_words(value.get("error")))
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
        self.usage = messages_usage(message.get("usage"))
        yield Started(str(message.get("model") or ""), self.usage)

    def _open_block(self, value: Mapping[str, Any]) -> Iterator[Event]:
        key, block = _index(value), value.get("content_block")
        if not isinstance(block, dict) or key in self._open:
            raise malformed("a block of the stream is opened twice, or is none")
        name = block.get("type")
        kind = self._open[key] = _KINDS.get(name) if isinstance(name, str) else None
        if kind is None:
            yield Skipped(str(name))
            return
        call, tool = block.get("id"), block.get("name")
        if kind is Block.CALL:
            if not (isinstance(call, str) and isinstance(tool, str)):
                raise malformed("a call in the stream has no id or no name")
            self._calls = True
            self._wordless.add(key)
            yield Opened(key, kind, call, tool)
            if block.get("input"):
                yield from self._add(key, write_value(block["input"]))
            return
        yield Opened(key, kind)
        if name == "redacted_thinking":
            yield Sealed(key, redacted=str(block.get("data") or ""))
        yield from self._add(key, block.get("text" if kind is Block.TEXT else "thinking"))

    def _delta(self, value: Mapping[str, Any]) -> Iterator[Event]:
        key, delta = _index(value), value.get("delta")
        if not isinstance(delta, dict) or key not in self._open:
            raise malformed("a block of the stream goes on that was not opened")
        if self._open[key] is None:
            return
        kind = delta.get("type")
        if kind == "signature_delta":
            yield Sealed(key, sealed=str(delta.get("signature") or ""))
        elif isinstance(kind, str) and kind in _DELTAS:
            yield from self._add(key, delta.get(_DELTAS[kind]))
        else:
            yield Skipped(str(kind))

    def _add(self, key: int, text: object) -> Iterator[Event]:
        if isinstance(text, str) and text:
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
        self.usage = _updated(self.usage, value.get("usage"))
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


def _updated(known: Usage | None, value: object) -> Usage | None:
    """The usage so far with what the end says of it: what it leaves out was said at the start."""
    if not isinstance(value, dict):
        return known
    last = messages_usage(value) or Usage()
    if known is None or "input_tokens" in value:
        return last
    return replace(known, output=last.output if "output_tokens" in value else known.output)
