"""A vendor's Responses stream, read event by event."""

from collections.abc import Container, Iterator, Mapping
from hashlib import sha256
from typing import Any

from routeproof.relay.wire.faults import UpstreamFault, error_words, is_error, malformed
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
from routeproof.relay.wire.responses.answers import incomplete_reason, list_of, read_thought
from routeproof.relay.wire.sse import SseEvent
from routeproof.relay.wire.usages import responses_usage

_QUIET = frozenset(
    {
        "response.in_progress",
        "response.queued",
        "response.output_text.done",
        "response.refusal.done",
        "response.function_call_arguments.done",
        "response.custom_tool_call_input.done",
        "response.reasoning_summary_text.done",
        "response.reasoning_summary_part.added",
        "response.reasoning_summary_part.done",
    }
)
"""What says nothing that the end of its item does not say."""

_PARTS = {"output_text": (Block.TEXT, "text"), "refusal": (Block.DECLINED, "refusal")}
_CALLS = {"function_call": "arguments", "custom_tool_call": "input"}
_Key = tuple[int, int]


class ResponsesReader:
    """Reads events; complete once the response is completed or incomplete."""

    def __init__(self, stamp: Stamp) -> None:  # noqa: ARG002 - as the others are made
        self._said: dict[_Key, _Spoken] = {}
        self._unknown: set[int] = set()
        self._calls = False
        self.complete = False
        self.usage: Usage | None = None
        self._readers = {
            "response.created": self._start,
            "response.output_item.added": self._open_item,
            "response.content_part.added": self._open_part,
            "response.output_text.delta": self._delta_of_text,
            "response.refusal.delta": self._delta_of_refusal,
            "response.content_part.done": self._close_part,
            "response.function_call_arguments.delta": self._delta_of_item,
            "response.custom_tool_call_input.delta": self._delta_of_item,
            "response.reasoning_summary_text.delta": self._delta_of_item,
            "response.output_item.done": self._close_item,
            "response.completed": self._finish,
            "response.incomplete": self._finish,
            "response.failed": self._fail,
        }

    @property
    def ended(self) -> bool:
        """Whether nothing is to follow."""
        return self.complete

    def read(self, event: SseEvent, value: Any) -> Iterator[Event]:
        """What the event says; `value` is its data, read."""
        if not isinstance(value, dict):
            raise malformed("an event of the stream is no object")
        kind, place = _kind(value), value.get("output_index")
        if event.type and event.type != kind:
            raise malformed("an event of the stream has two types")
        if is_error(value):
            raise UpstreamFault("upstream_error", error_words(value))
        if isinstance(place, int) and place in self._unknown:
            return
        reader = self._readers.get(kind)
        if reader is not None:
            yield from reader(value)
        elif kind not in _QUIET:
            yield Skipped(kind)

    def end(self) -> Iterator[Event]:
        """Nothing: the last event has said it."""
        return iter(())

    def _start(self, value: Mapping[str, Any]) -> Iterator[Event]:
        model = _response(value).get("model")
        yield Started(model if isinstance(model, str) else "")

    def _open_item(self, value: Mapping[str, Any]) -> Iterator[Event]:
        place, item = _number(value, "output_index"), _object(value, "item")
        kind = _kind(item)
        if kind in _CALLS:
            call, name = item.get("call_id"), item.get("name")
            if not (isinstance(call, str) and call and isinstance(name, str) and name):
                raise malformed("a call in the stream has no id or no name")
            self._calls = True
            custom = kind == "custom_tool_call"
            yield self._open(Opened((place, 0), Block.CALL, call, name, custom=custom))
        elif kind == "reasoning":
            yield self._open(Opened((place, 0), Block.THOUGHT))
        elif kind != "message":
            self._unknown.add(place)
            yield Skipped(kind)

    def _open(self, opened: Opened) -> Event:
        if opened.key in self._said:
            raise malformed("an item of the stream is opened twice")
        self._said[opened.key] = _Spoken(opened.kind)
        return opened

    def _open_part(self, value: Mapping[str, Any]) -> Iterator[Event]:
        kind, key = _kind(_object(value, "part")), _key(value)
        if kind in _PARTS:
            yield self._open(Opened(key, _PARTS[kind][0]))
        else:
            yield Skipped(kind)

    def _delta_of_text(self, value: Mapping[str, Any]) -> Iterator[Event]:
        return self._delta(value, Block.TEXT)

    def _delta_of_refusal(self, value: Mapping[str, Any]) -> Iterator[Event]:
        return self._delta(value, Block.DECLINED)

    def _delta(self, value: Mapping[str, Any], kind: Block) -> Iterator[Event]:
        """More of a part, also of one that was not announced, since some vendors announce none."""
        key = _key(value)
        if key not in self._said:
            yield self._open(Opened(key, kind))
        yield from self._add(key, value.get("delta"), (kind,))

    def _delta_of_item(self, value: Mapping[str, Any]) -> Iterator[Event]:
        key = (_number(value, "output_index"), 0)
        yield from self._add(key, value.get("delta"), (Block.CALL, Block.THOUGHT))

    def _add(self, key: _Key, text: object, kinds: Container[Block]) -> Iterator[Event]:
        said = self._said.get(key)
        if not isinstance(text, str) or said is None or said.whole or said.kind not in kinds:
            raise malformed("a piece of the stream is no text, or belongs nowhere")
        if text:
            said.add(text)
            yield Added(key, text)

    def _close_part(self, value: Mapping[str, Any]) -> Iterator[Event]:
        key, part = _key(value), _object(value, "part")
        kind = _kind(part)
        if kind in _PARTS:
            yield from self._close(key, part.get(_PARTS[kind][1]))

    def _close_item(self, value: Mapping[str, Any]) -> Iterator[Event]:
        """The end of an item; one that was not announced is said whole."""
        place, item = _number(value, "output_index"), _object(value, "item")
        kind = _kind(item)
        if kind == "message":
            yield from self._close_message(place, item)
            return
        if (place, 0) not in self._said:
            yield from self._open_item(value)
        if kind in _CALLS:
            yield from self._close((place, 0), item.get(_CALLS[kind]))
        elif kind == "reasoning":
            thought = read_thought(item)
            if thought.sealed:
                yield Sealed((place, 0), sealed=thought.sealed, id=thought.id)
            yield from self._close((place, 0), thought.text)

    def _close_message(self, place: int, item: Mapping[str, Any]) -> Iterator[Event]:
        for number, part in enumerate(list_of(item, "content")):
            kind = _kind(part) if isinstance(part, dict) else ""
            if kind in _PARTS:
                block, field = _PARTS[kind]
                if (place, number) not in self._said:
                    yield self._open(Opened((place, number), block))
                yield from self._close((place, number), part.get(field))
        for key in [each for each in self._said if each[0] == place]:
            yield from self._close(key, None)

    def _close(self, key: _Key, whole: object) -> Iterator[Event]:
        """The end of a block; what it was to hold and was not said is said now."""
        said = self._said.get(key)
        if said is None:
            raise malformed("an item of the stream ends that was not opened")
        if said.whole:
            return
        if isinstance(whole, str):
            yield from self._add(key, said.missing(whole), (said.kind,))
        said.whole = True
        yield Closed(key)

    def _finish(self, value: Mapping[str, Any]) -> Iterator[Event]:
        response = _response(value)
        self.usage = responses_usage(response.get("usage"))
        status = str(value["type"]).rpartition(".")[2]
        finish = responses_finish(status, incomplete_reason(response), calls=self._calls)
        for key in self._said:
            yield from self._close(key, None)
        self.complete = True
        yield Finished(finish, self.usage)

    def _fail(self, value: Mapping[str, Any]) -> Iterator[Event]:
        raise UpstreamFault("upstream_error", error_words(_response(value)))


class _Spoken:
    """How much of a block was said, and what that was, without holding it."""

    def __init__(self, kind: Block) -> None:
        self.kind = kind
        self.whole = False
        self._length = 0
        self._digest = sha256()

    def add(self, text: str) -> None:
        """Count a piece."""
        self._length += len(text)
        self._digest.update(text.encode())

    def missing(self, whole: str) -> str:
        """What the whole says behind what was said; UpstreamFault where it says something else."""
        if whole and sha256(whole[: self._length].encode()).digest() != self._digest.digest():
            raise malformed("an item of the stream ends as another than it was")
        return whole[self._length :]


def _kind(value: Mapping[str, Any]) -> str:
    found = value.get("type")
    return found if isinstance(found, str) else ""


def _object(value: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    found = value.get(name)
    if not isinstance(found, dict):
        raise malformed(f"an event of the stream holds no {name}")
    return found


def _response(value: Mapping[str, Any]) -> Mapping[str, Any]:
    return _object(value, "response")


def _number(value: Mapping[str, Any], name: str) -> int:
    found = value.get(name)
    if not isinstance(found, int):
        raise malformed(f"an event of the stream has no {name}")
    return found


def _key(value: Mapping[str, Any]) -> _Key:
    return _number(value, "output_index"), _number(value, "content_index")
