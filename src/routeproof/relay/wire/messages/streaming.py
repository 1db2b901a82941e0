"""A stream as a Messages guest reads it."""

from collections.abc import Iterator
from typing import Any

from routeproof.relay.wire.faults import malformed
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
from routeproof.relay.wire.sequence import Held, Sequencer
from routeproof.relay.wire.sse import format_event
from routeproof.relay.wire.usages import write_messages_usage
from routeproof.strict_json import write_value

_DELTAS = {
    Block.TEXT: ("text_delta", "text"),
    Block.DECLINED: ("text_delta", "text"),
    Block.THOUGHT: ("thinking_delta", "thinking"),
    Block.CALL: ("input_json_delta", "partial_json"),
}
_FAILURES = {"upstream_timeout": "timeout_error"}


class MessagesWriter:
    """Writes one message: its start, blocks one after the other, its delta with the usage, its stop."""

    def __init__(self, stamp: Stamp, held: Held) -> None:
        self._stamp = stamp
        self._sequencer = Sequencer(held)
        self._opened: Opened | None = None
        self._begun = False
        self._place = -1
        self._signature = ""
        self.lossy: tuple[str, ...] = ()

    def write(self, event: Event) -> Iterator[bytes]:
        """The bytes for what the vendor says."""
        for each in self._sequencer.order(event):
            if isinstance(each, Started):
                yield self._start(each)
            elif isinstance(each, Opened):
                yield from self._open(each)
            elif isinstance(each, Added):
                yield from self._add(each.text)
            elif isinstance(each, Sealed):
                self._signature = sign(
                    Thought("", 0, "", sealed=each.sealed, id=each.id), self._stamp.provider
                )
            elif isinstance(each, Closed):
                yield from self._close()
            elif isinstance(each, Finished):
                yield from self._finish(each)

    def fail(self, code: str, message: str, usage: Usage | None) -> bytes:  # noqa: ARG002 - as the others are
        """The end of a stream that went wrong."""
        error = {"type": _FAILURES.get(code, "api_error"), "message": f"{code}: {message}"}
        return _event({"type": "error", "error": error})

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

    def _open(self, opened: Opened) -> Iterator[bytes]:
        """A call begins at once, what may stay empty with its first word."""
        if opened.custom:
            raise malformed("a call of a tool that takes free text has no place in this protocol")
        self._opened, self._begun, self._signature = opened, False, ""
        if opened.kind is Block.CALL:
            yield self._begin(opened)

    def _begin(self, opened: Opened) -> bytes:
        self._begun = True
        self._place += 1
        block: dict[str, Any]
        if opened.kind is Block.CALL:
            block = {"type": "tool_use", "id": opened.id, "name": opened.name, "input": {}}
        elif opened.kind is Block.THOUGHT:
            block = {"type": "thinking", "thinking": "", "signature": ""}
        else:
            block = {"type": "text", "text": ""}
        return _event({"type": "content_block_start", "index": self._place, "content_block": block})

    def _add(self, text: str) -> Iterator[bytes]:
        if self._opened is not None:
            if not self._begun:
                yield self._begin(self._opened)
            kind, name = _DELTAS[self._opened.kind]
            yield self._delta({"type": kind, name: text})

    def _close(self) -> Iterator[bytes]:
        opened, self._opened = self._opened, None
        if opened is None or not (self._begun or self._signature):
            return
        if not self._begun:
            yield self._begin(opened)
        if opened.kind is Block.THOUGHT:
            yield self._delta({"type": "signature_delta", "signature": self._signature})
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
