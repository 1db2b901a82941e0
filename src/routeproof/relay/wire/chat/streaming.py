"""A stream as a Chat Completions guest reads it."""

from collections.abc import Iterator
from typing import Any

from routeproof.relay.wire.finishes import CHAT_WORDS
from routeproof.relay.wire.neutral import Added, Block, Event, Finished, Opened, Stamp, Started, Usage
from routeproof.relay.wire.sequence import Held, Sequencer
from routeproof.relay.wire.sse import format_event
from routeproof.relay.wire.usages import write_chat_usage
from routeproof.strict_json import write_value

_DELTAS = {Block.TEXT: "content", Block.DECLINED: "refusal", Block.THOUGHT: "reasoning_content"}


class ChatWriter:
    """Writes chunks: one start, deltas, one finish, the usage if it is asked for, `[DONE]`."""

    lossy: tuple[str, ...] = ()

    def __init__(self, stamp: Stamp, held: Held, *, include_usage: bool) -> None:
        self._stamp = stamp
        self._include_usage = include_usage
        self._model = ""
        self._sequencer = Sequencer(held)
        self._blocks: dict[Any, Opened] = {}
        self._calls: dict[Any, int] = {}

    def write(self, event: Event) -> Iterator[bytes]:
        """The bytes for what the vendor says."""
        for each in self._sequencer.order(event):
            if isinstance(each, Started):
                self._model = each.model
                yield self._delta({"role": "assistant", "content": ""})
            elif isinstance(each, Opened):
                self._blocks[each.key] = each
                if each.kind is Block.CALL:
                    yield self._open_call(each)
            elif isinstance(each, Added):
                yield self._add(each)
            elif isinstance(each, Finished):
                yield from self._finish(each)

    def fail(self, code: str, message: str, usage: Usage | None) -> bytes:  # noqa: ARG002 - as the others are
        """The end of a stream that went wrong."""
        error = {"message": f"{code}: {message}", "type": "server_error", "param": None, "code": code}
        return format_event(write_value({"error": error}))

    def _open_call(self, opened: Opened) -> bytes:
        place = self._calls[opened.key] = len(self._calls)
        kind, text = ("custom", "input") if opened.custom else ("function", "arguments")
        inner = {"name": opened.name, text: ""}
        return self._delta({"tool_calls": [{"index": place, "id": opened.id, "type": kind, kind: inner}]})

    def _add(self, added: Added) -> bytes:
        opened = self._blocks[added.key]
        if opened.kind is not Block.CALL:
            return self._delta({_DELTAS[opened.kind]: added.text})
        inner = (
            {"custom": {"input": added.text}} if opened.custom else {"function": {"arguments": added.text}}
        )
        return self._delta({"tool_calls": [{"index": self._calls[added.key], **inner}]})

    def _finish(self, finished: Finished) -> Iterator[bytes]:
        yield self._delta({}, CHAT_WORDS[finished.finish])
        if self._include_usage and finished.usage is not None:
            yield self._chunk([], usage=write_chat_usage(finished.usage))
        yield format_event("[DONE]")

    def _delta(self, delta: dict[str, Any], finish: str | None = None) -> bytes:
        return self._chunk([{"index": 0, "delta": delta, "logprobs": None, "finish_reason": finish}])

    def _chunk(self, choices: list[dict[str, Any]], **more: Any) -> bytes:
        chunk = {
            "id": f"chatcmpl-{self._stamp.request}",
            "object": "chat.completion.chunk",
            "created": self._stamp.created,
            "model": self._model,
            "choices": choices,
            **more,
        }
        return format_event(write_value(chunk))
