"""A vendor's Responses stream, read event by event."""

from collections.abc import Iterator, Mapping
from typing import Any

from routeproof.relay.wire.faults import UpstreamFault, error_words, malformed
from routeproof.relay.wire.finishes import responses_finish
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
from routeproof.relay.wire.responses.answers import incomplete_reason, read_thought
from routeproof.relay.wire.sse import SseEvent
from routeproof.relay.wire.usages import responses_usage

_QUIET = frozenset(
    {
        "response.in_progress",
        "response.queued",
        "response.output_text.annotation.added",
        "response.reasoning_summary_part.added",
        "response.reasoning_summary_part.done",
    }
)
_PARTS = {"output_text": (Block.TEXT, "text"), "refusal": (Block.DECLINED, "refusal")}
_CALLS = {"function_call": "arguments", "custom_tool_call": "input"}
_Key = tuple[int, int]


class ResponsesReader:
    """Reads events; complete once the response is completed or incomplete."""

    def __init__(self, stamp: Stamp) -> None:
        self._stamp = stamp
        self._said: dict[_Key, str] = {}
        self._closed: set[_Key] = set()
        self._unknown: set[int] = set()
        self._calls = False
        self.complete = False
        self.usage: Usage | None = None
        self._readers = {
            "response.created": self._start,
            "response.output_item.added": self._open_item,
            "response.content_part.added": self._open_part,
            "response.output_text.delta": self._delta,
            "response.output_text.done": self._nothing,
            "response.refusal.delta": self._delta,
            "response.refusal.done": self._nothing,
            "response.content_part.done": self._close_part,
            "response.function_call_arguments.delta": self._delta_of_item,
            "response.function_call_arguments.done": self._nothing,
            "response.custom_tool_call_input.delta": self._delta_of_item,
            "response.custom_tool_call_input.done": self._nothing,
            "response.reasoning_summary_text.delta": self._delta_of_item,
            "response.reasoning_summary_text.done": self._nothing,
            "response.output_item.done": self._close_item,
            "response.completed": self._finish,
            "response.incomplete": self._finish,
            "response.failed": self._fail,
            "error": self._fail,
        }

    def read(self, event: SseEvent, value: Any) -> Iterator[Event]:
        """What the event says; `value` is its data, read."""
        if not isinstance(value, dict):
            raise malformed("an event of the stream is no object")
        kind = value.get("type")
        if event.type and event.type != kind:
            raise malformed("an event of the stream has two types")
        reader = self._readers.get(kind) if isinstance(kind, str) else None
        if reader is not None:
            yield from reader(value)
        elif kind not in _QUIET and not self._within_unknown(value):
            yield Skipped(str(kind))

    def end(self) -> Iterator[Event]:
        """Nothing: the last event has said it."""
        return iter(())

    def _within_unknown(self, value: Mapping[str, Any]) -> bool:
        return value.get("output_index") in self._unknown

    def _start(self, value: Mapping[str, Any]) -> Iterator[Event]:
        yield Started(str(_response(value).get("model") or ""))

    def _open_item(self, value: Mapping[str, Any]) -> Iterator[Event]:
        place, item = _number(value, "output_index"), value.get("item")
        if not isinstance(item, dict):
            raise malformed("an item of the stream is no object")
        kind = item.get("type")
        if kind in _CALLS:
            call, name = item.get("call_id"), item.get("name")
            if not (isinstance(call, str) and isinstance(name, str)):
                raise malformed("a call in the stream has no id or no name")
            self._calls = True
            yield from self._open(
                (place, 0), Opened((place, 0), Block.CALL, call, name, kind != "function_call")
            )
        elif kind == "reasoning":
            yield from self._open((place, 0), Opened((place, 0), Block.THOUGHT))
        elif kind != "message":
            self._unknown.add(place)
            yield Skipped(str(kind))

    def _open(self, key: _Key, opened: Opened) -> Iterator[Event]:
        if key in self._said:
            raise malformed("an item of the stream is opened twice")
        self._said[key] = ""
        yield opened

    def _open_part(self, value: Mapping[str, Any]) -> Iterator[Event]:
        part, key = value.get("part"), _key(value)
        kind = part.get("type") if isinstance(part, dict) else None
        if kind in _PARTS:
            yield from self._open(key, Opened(key, _PARTS[str(kind)][0]))
        elif kind != "reasoning_text":
            yield Skipped(str(kind))

    def _delta(self, value: Mapping[str, Any]) -> Iterator[Event]:
        """More of a text: of a part that was not announced too, since some vendors announce none."""
        key = _key(value)
        if key not in self._said:
            yield from self._open(key, Opened(key, Block.TEXT))
        yield from self._add(key, value.get("delta"))

    def _delta_of_item(self, value: Mapping[str, Any]) -> Iterator[Event]:
        key = (_number(value, "output_index"), 0)
        if key not in self._said:
            raise malformed("an item of the stream goes on that was not opened")
        yield from self._add(key, value.get("delta"))

    def _add(self, key: _Key, text: object) -> Iterator[Event]:
        if not isinstance(text, str) or key in self._closed:
            raise malformed("a piece of the stream is no text, or comes too late")
        if text:
            self._said[key] += text
            yield Added(key, text)

    def _close_part(self, value: Mapping[str, Any]) -> Iterator[Event]:
        key, part = _key(value), value.get("part")
        if key in self._said and isinstance(part, dict) and part.get("type") in _PARTS:
            yield from self._close(key, part.get(_PARTS[part["type"]][1]))

    def _close_item(self, value: Mapping[str, Any]) -> Iterator[Event]:
        place, item = _number(value, "output_index"), value.get("item")
        if not isinstance(item, dict):
            raise malformed("an item of the stream is no object")
        kind = item.get("type")
        if kind in _CALLS:
            yield from self._close((place, 0), item.get(_CALLS[kind]))
        elif kind == "reasoning":
            thought = read_thought(item)
            if thought.sealed is not None:
                yield Sealed((place, 0), sealed=thought.sealed, id=thought.id)
            yield from self._close((place, 0), thought.text)
        elif kind == "message":
            for key in [each for each in self._said if each[0] == place]:
                yield from self._close(key, None)

    def _close(self, key: _Key, whole: object) -> Iterator[Event]:
        """The end of a block; what it was to hold and was not said is said now."""
        if key in self._closed:
            return
        if key not in self._said:
            raise malformed("an item of the stream ends that was not opened")
        said = self._said[key]
        if isinstance(whole, str) and whole.startswith(said):
            yield from self._add(key, whole[len(said) :])
        self._closed.add(key)
        yield Closed(key)

    def _nothing(self, _: Mapping[str, Any]) -> Iterator[Event]:
        """The end of a text, whose part or item ends too."""
        return iter(())

    def _finish(self, value: Mapping[str, Any]) -> Iterator[Event]:
        response = _response(value)
        self.usage = responses_usage(response.get("usage"))
        status = str(value["type"]).rpartition(".")[2]
        finish = responses_finish(status, incomplete_reason(response), self._stamp, calls=self._calls)
        for key in [each for each in self._said if each not in self._closed]:
            yield from self._close(key, None)
        self.complete = True
        yield Finished(finish, self.usage)

    def _fail(self, value: Mapping[str, Any]) -> Iterator[Event]:
        response = value.get("response")
        error = response.get("error") if isinstance(response, dict) else value
        raise UpstreamFault("upstream_error", error_words(error))


def _response(value: Mapping[str, Any]) -> Mapping[str, Any]:
    found = value.get("response")
    if not isinstance(found, dict):
        raise malformed("an event of the stream holds no response")
    return found


def _number(value: Mapping[str, Any], name: str) -> int:
    found = value.get(name)
    if not isinstance(found, int):
        raise malformed(f"an event of the stream has no {name}")
    return found


def _key(value: Mapping[str, Any]) -> _Key:
    return _number(value, "output_index"), _number(value, "content_index")
