"""A stream as a Responses guest reads it."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from io import StringIO
from typing import Any

from routeproof.relay.wire.neutral import (
    Added,
    Block,
    Call,
    Closed,
    Declined,
    Event,
    Finished,
    Opened,
    Sealed,
    Stamp,
    Started,
    Text,
    Thought,
    Usage,
)
from routeproof.relay.wire.responses.answering import (
    write_call,
    write_message,
    write_reasoning,
    write_response,
)
from routeproof.relay.wire.sequence import Held
from routeproof.relay.wire.sse import format_event
from routeproof.strict_json import write_value

_OF_AN_ITEM = 256


class _Item:
    """An item of the answer while it grows."""

    def __init__(self, opened: Opened, place: int, item_id: str) -> None:
        self.opened = opened
        self.place = place
        self.id = item_id
        self.thought = Thought("", 0, "")
        self.done: dict[str, Any] | None = None
        self._text = StringIO()

    @property
    def at(self) -> dict[str, Any]:
        """Where its events belong."""
        return {"item_id": self.id, "output_index": self.place}

    @property
    def text(self) -> str:
        """What it holds so far."""
        return self._text.getvalue()

    def add(self, text: str) -> bool:
        """Whether this is the first that it holds."""
        first = self._text.tell() == 0
        self._text.write(text)
        return first


class ResponsesWriter:
    """Writes one response: created, in progress, its items, and one end that holds all of it."""

    lossy: tuple[str, ...] = ()

    def __init__(self, stamp: Stamp, held: Held) -> None:
        self._stamp = stamp
        self._held = held
        self._number = -1
        self._model = ""
        self._items: dict[Any, _Item] = {}
        self._about: Mapping[str, Any] = {}

    def write(self, event: Event) -> Iterator[bytes]:
        """The bytes for what the vendor says."""
        if isinstance(event, Started):
            self._model = event.model
            for name in ("created", "in_progress"):
                yield self._event(f"response.{name}", response=self._response(None, None))
        elif isinstance(event, Opened):
            yield from self._open(event)
        elif isinstance(event, Added):
            self._held.add(event.text)
            yield self._add(self._items[event.key], event.text)
        elif isinstance(event, Sealed):
            item = self._items[event.key]
            item.thought = Thought("", 0, "", sealed=event.sealed, redacted=event.redacted, id=event.id)
        elif isinstance(event, Closed):
            yield from self._close(self._items[event.key])
        elif isinstance(event, Finished):
            yield from self._finish(event)

    def go_on(self, number: int, response: Mapping[str, Any]) -> None:
        """Go on behind a vendor's own events: the last number, and the response they are of."""
        self._number, self._about = number, response

    def fail(self, code: str, message: str, usage: Usage | None) -> bytes:
        """The end of a stream that went wrong, with what there was of it; nothing follows."""
        response = self._response(None, usage)
        output = [item.done or self._written(item, "incomplete") for item in self._items.values()]
        error = {"code": "server_error", "message": f"{code}: {message}"}
        failed = {**response, "output": output, **self._about, "status": "failed", "error": error}
        return self._event("response.failed", response=failed)

    # ---- items ----

    def _open(self, opened: Opened) -> Iterator[bytes]:
        place = len(self._items)
        self._held.add(opened.id + opened.name, _OF_AN_ITEM)
        prefix = {Block.CALL: "fc", Block.THOUGHT: "rs"}.get(opened.kind, "msg")
        item = self._items[opened.key] = _Item(opened, place, f"{prefix}_{self._stamp.request}_{place}")
        yield self._event("response.output_item.added", output_index=place, item=self._opened(item))
        if opened.kind in (Block.TEXT, Block.DECLINED):
            yield self._part(item, "added", _part_of(item))

    def _opened(self, item: _Item) -> dict[str, Any]:
        written = self._written(item, "in_progress")
        return {**written, "content": []} if "content" in written else written

    def _written(self, item: _Item, status: str) -> dict[str, Any]:
        """The item as far as it goes."""
        opened = item.opened
        if opened.kind is Block.THOUGHT:
            return write_reasoning(replace(item.thought, text=item.text), item.id, self._stamp.provider)
        if opened.kind is Block.CALL:
            call = Call(opened.id, opened.name, item.text, 0, "", custom=opened.custom)
            written = write_call(call, item.id)
        else:
            part = Declined(item.text) if opened.kind is Block.DECLINED else Text(item.text)
            written = write_message(part, item.id)
        return {**written, "status": status}

    def _add(self, item: _Item, text: str) -> bytes:
        first, kind = item.add(text), item.opened.kind
        if kind is Block.CALL:
            name = "custom_tool_call_input" if item.opened.custom else "function_call_arguments"
            return self._event(f"response.{name}.delta", **item.at, delta=text)
        if kind is Block.THOUGHT:
            start = self._summary(item, "part.added", part=_summary("")) if first else b""
            return start + self._summary(item, "text.delta", delta=text)
        name = "output_text" if kind is Block.TEXT else "refusal"
        more: dict[str, Any] = {"logprobs": []} if kind is Block.TEXT else {}
        return self._event(f"response.{name}.delta", **item.at, content_index=0, delta=text, **more)

    def _close(self, item: _Item) -> Iterator[bytes]:
        if item.done is not None:
            return
        item.done = self._written(item, "completed")
        yield from self._end(item)
        yield self._event("response.output_item.done", output_index=item.place, item=item.done)

    def _end(self, item: _Item) -> Iterator[bytes]:
        kind, text = item.opened.kind, item.text
        if kind is Block.CALL and item.opened.custom:
            yield self._event("response.custom_tool_call_input.done", **item.at, input=text)
        elif kind is Block.CALL:
            name = item.opened.name
            yield self._event("response.function_call_arguments.done", **item.at, name=name, arguments=text)
        elif kind is Block.THOUGHT:
            if text:
                yield self._summary(item, "text.done", text=text)
                yield self._summary(item, "part.done", part=_summary(text))
        else:
            name, field = ("output_text", "text") if kind is Block.TEXT else ("refusal", "refusal")
            more: dict[str, Any] = {field: text, "logprobs": []} if kind is Block.TEXT else {field: text}
            yield self._event(f"response.{name}.done", **item.at, content_index=0, **more)
            yield self._part(item, "done", _part_of(item))

    def _part(self, item: _Item, what: str, part: dict[str, Any]) -> bytes:
        return self._event(f"response.content_part.{what}", **item.at, content_index=0, part=part)

    def _summary(self, item: _Item, what: str, **more: Any) -> bytes:
        return self._event(f"response.reasoning_summary_{what}", **item.at, summary_index=0, **more)

    # ---- the end ----

    def _finish(self, finished: Finished) -> Iterator[bytes]:
        for item in self._items.values():
            yield from self._close(item)
        response = self._response(finished, finished.usage)
        yield self._event(f"response.{response['status']}", response=response)

    def _response(self, finished: Finished | None, usage: Usage | None) -> dict[str, Any]:
        output = [item.done for item in self._items.values() if item.done] if finished else []
        finish = None if finished is None else finished.finish
        return write_response(self._model, self._stamp, output, finish, usage)

    def _event(self, kind: str, **fields: Any) -> bytes:
        self._number += 1
        value = {"type": kind, "sequence_number": self._number, **fields}
        return format_event(write_value(value), kind)


def _summary(text: str) -> dict[str, Any]:
    return {"type": "summary_text", "text": text}


def _part_of(item: _Item) -> dict[str, Any]:
    if item.opened.kind is Block.DECLINED:
        return {"type": "refusal", "refusal": item.text}
    return {"type": "output_text", "text": item.text, "annotations": [], "logprobs": []}
