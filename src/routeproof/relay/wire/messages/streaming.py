"""A stream as a Messages guest reads it."""

from collections.abc import Iterator
from typing import Any

from routeproof.relay.wire.finishes import MESSAGES_WORDS
from routeproof.relay.wire.messages.answers import sign
from routeproof.relay.wire.neutral import (
    Added,
    Block,
    Closed,
    Event,
    Finished,
    Opened,
    Sealed,
    Stamp,
    Started,
    Thought,
    Usage,
)
from routeproof.relay.wire.sequence import Sequencer
from routeproof.relay.wire.sse import format_event
from routeproof.relay.wire.usages import write_messages_usage
from routeproof.strict_json import write_value

_DELTAS = {
    Block.TEXT: ("text_delta", "text"),
    Block.DECLINED: ("text_delta", "text"),
    Block.THOUGHT: ("thinking_delta", "thinking"),
    Block.CALL: ("input_json_delta", "partial_json"),
}


class MessagesWriter:
    """Writes one message: its start, blocks one after the other, its delta with the usage, its stop."""

    def __init__(self, stamp: Stamp) -> None:
        self._stamp = stamp
        self._sequencer = Sequencer()
        self._open: Opened | None = None
        self._place = -1
        self._signature: str | None = None
        self.lossy: tuple[str, ...] = ()

    def write(self, event: Event) -> Iterator[bytes]:
        """The bytes for what the vendor says."""
        for each in self._sequencer.order(event):
            if isinstance(each, Started):
                yield self._start(each)
            elif isinstance(each, Opened):
                yield self._open_block(each)
            elif isinstance(each, Added):
                yield self._add(each)
            elif isinstance(each, Sealed):
                thought = Thought("", 0, "", sealed=each.sealed, id=each.id)
                self._signature = sign(thought, self._stamp.provider)
            elif isinstance(each, Closed):
                yield from self._close()
            elif isinstance(each, Finished):
                yield from self._finish(each)

    def fail(self, code: str, message: str) -> bytes:
        """The end of a stream that went wrong."""
        error = {"type": "error", "error": {"type": "api_error", "message": f"{code}: {message}"}}
        return _event(error)

    def _start(self, started: Started) -> bytes:
        message: dict[str, Any] = {
            "id": f"msg_{self._stamp.request}",
            "type": "message",
            "role": "assistant",
            "model": started.model,
            "content": [],
            "stop_reason": None,
            "stop_sequence": None,
            "usage": write_messages_usage(started.usage or Usage()),
        }
        return _event({"type": "message_start", "message": message})

    def _open_block(self, opened: Opened) -> bytes:
        self._open, self._signature = opened, None
        self._place += 1
        block: dict[str, Any]
        if opened.kind is Block.CALL:
            block = {"type": "tool_use", "id": opened.id, "name": opened.name, "input": {}}
        elif opened.kind is Block.THOUGHT:
            block = {"type": "thinking", "thinking": "", "signature": ""}
        else:
            block = {"type": "text", "text": ""}
        return _event({"type": "content_block_start", "index": self._place, "content_block": block})

    def _add(self, added: Added) -> bytes:
        kind, name = _DELTAS[self._open.kind] if self._open else _DELTAS[Block.TEXT]
        return self._delta({"type": kind, name: added.text})

    def _close(self) -> Iterator[bytes]:
        if self._signature:
            yield self._delta({"type": "signature_delta", "signature": self._signature})
        self._open, self._signature = None, None
        yield _event({"type": "content_block_stop", "index": self._place})

    def _delta(self, delta: dict[str, Any]) -> bytes:
        return _event({"type": "content_block_delta", "index": self._place, "delta": delta})

    def _finish(self, finished: Finished) -> Iterator[bytes]:
        if finished.usage is None:
            self.lossy = ("usage=added",)
        delta = {"stop_reason": MESSAGES_WORDS[finished.finish], "stop_sequence": finished.stop_sequence}
        usage = write_messages_usage(finished.usage or Usage())
        yield _event({"type": "message_delta", "delta": delta, "usage": usage})
        yield _event({"type": "message_stop"})


def _event(value: dict[str, Any]) -> bytes:
    return format_event(write_value(value), str(value["type"]))
