"""What the facade sees of an answer that passes unconverted: its usage, its end, its errors."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from routeproof.relay.wire.faults import UpstreamFault, error_words, is_error, malformed
from routeproof.relay.wire.neutral import Event, Usage, Wire
from routeproof.relay.wire.sse import DONE, SseEvent
from routeproof.relay.wire.usages import chat_usage, merge_messages_usage, messages_usage, responses_usage

_USAGES: Mapping[Wire, Callable[[Any], Usage | None]] = {
    Wire.CHAT: chat_usage,
    Wire.RESPONSES: responses_usage,
    Wire.MESSAGES: messages_usage,
}
_LISTS = {Wire.CHAT: "choices", Wire.RESPONSES: "output", Wire.MESSAGES: "content"}
_ENDS = ("response.completed", "response.incomplete")


def watch_answer(body: Any, source: str) -> Usage | None:
    """What a whole answer cost; UpstreamFault when it is an error, or no answer of that protocol at all."""
    wire = Wire(source)
    if not isinstance(body, dict):
        raise malformed("the answer is no object")
    if is_error(body):
        raise UpstreamFault("upstream_error", error_words(body))
    if not isinstance(body.get(_LISTS[wire]), list):
        raise malformed(f"the answer has no {_LISTS[wire]}")
    return _USAGES[wire](body.get("usage"))


class Watcher:
    """Reads a stream that passes: what it says is its guest's affair, so that only its frame is judged.

    `complete`: nothing is missing if the stream ends here; `ended`: nothing is to follow. Of Responses,
    `number` is the last event's, and `response` the last that an event held: an error of ours goes on
    from there.
    """

    def __init__(self, wire: Wire) -> None:
        self._wire = wire
        self._counted: dict[str, Any] = {}
        self._stopped = False
        self.complete = False
        self.ended = False
        self.usage: Usage | None = None
        self.number = -1
        self.response: Mapping[str, Any] = {}

    def read(self, event: SseEvent, value: Any) -> Iterator[Event]:
        """Nothing, since nothing is to be written; UpstreamFault for an error or a broken frame."""
        if event.data == DONE and self._wire is Wire.CHAT:
            self._done()
            return iter(())
        if not isinstance(value, dict):
            raise malformed("an event of the stream is no object")
        kind = value.get("type")
        if self._wire is not Wire.CHAT and event.type and event.type != kind:
            raise malformed("an event of the stream has two types")
        if is_error(value):
            raise UpstreamFault("upstream_error", error_words(value))
        if self._wire is Wire.CHAT:
            self._chunk(value)
        elif self._wire is Wire.RESPONSES:
            self._response(kind, value)
        else:
            self._message(kind, value)
        return iter(())

    def end(self) -> Iterator[Event]:
        """Nothing."""
        return iter(())

    def _done(self) -> None:
        if not self.complete:
            raise UpstreamFault("upstream_truncated", "the stream ended without a finish reason")
        self.ended = True

    def _chunk(self, value: Mapping[str, Any]) -> None:
        self.usage = chat_usage(value.get("usage")) or self.usage
        choices = value.get("choices")
        for choice in choices if isinstance(choices, list) else ():
            if isinstance(choice, dict) and choice.get("index", 0) == 0 and choice.get("finish_reason"):
                self.complete = True

    def _response(self, kind: object, value: Mapping[str, Any]) -> None:
        response = value.get("response")
        held = response if isinstance(response, dict) else {}
        self.response = held or self.response
        if isinstance(value.get("sequence_number"), int):
            self.number = value["sequence_number"]
        if kind == "response.failed":
            raise UpstreamFault("upstream_error", error_words(held))
        if kind in _ENDS:
            self.usage = responses_usage(held.get("usage"))
            self.complete = self.ended = True

    def _message(self, kind: object, value: Mapping[str, Any]) -> None:
        if kind == "message_start" and isinstance(value.get("message"), dict):
            self._count(value["message"].get("usage"))
        elif kind == "message_delta":
            self._count(value.get("usage"))
            delta = value.get("delta")
            self._stopped |= isinstance(delta, dict) and bool(delta.get("stop_reason"))
        elif kind == "message_stop":
            if not self._stopped:
                raise UpstreamFault("upstream_truncated", "the stream ended without a stop reason")
            self.complete = self.ended = True

    def _count(self, usage: Any) -> None:
        self._counted = merge_messages_usage(self._counted, usage)
        self.usage = messages_usage(self._counted)
