"""A whole Responses answer: read from a vendor, written for a guest."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from routeproof.relay.wire.faults import malformed
from routeproof.relay.wire.finishes import responses_finish
from routeproof.relay.wire.neutral import (
    Answer,
    Call,
    Declined,
    Item,
    Said,
    Skipped,
    Stamp,
    Text,
    Thought,
)
from routeproof.relay.wire.usages import responses_usage


def read_answer(body: Mapping[str, Any], stamp: Stamp) -> Answer:  # noqa: ARG001 - as the others are called
    """The answer; UpstreamFault when the body is none."""
    output = body.get("output")
    if not isinstance(output, list):
        raise malformed("the answer has no output")
    read = [each for value in output for each in read_item(value)]
    items = tuple(item for item in read if not isinstance(item, Skipped))
    calls = any(isinstance(item, Call) for item in items)
    finish = responses_finish(body.get("status"), incomplete_reason(body), calls=calls)
    model, lost = body.get("model"), tuple(item.type for item in read if isinstance(item, Skipped))
    usage = responses_usage(body.get("usage"))
    return Answer(model if isinstance(model, str) else "", items, finish, usage, lost=lost)


def incomplete_reason(body: Mapping[str, Any]) -> Any:
    """Why an incomplete answer is one."""
    details = body.get("incomplete_details")
    return details.get("reason") if isinstance(details, dict) else None


def read_item(value: Any) -> Iterator[Item | Skipped]:
    """What an item says, and what of it nobody here knows."""
    if not isinstance(value, dict):
        raise malformed("an item of the answer is no object")
    kind = value.get("type")
    if kind == "message":
        for part in list_of(value, "content"):
            yield from _part(part)
    elif kind == "function_call":
        yield Call(_word(value, "call_id"), _word(value, "name"), _text(value, "arguments"), 0, "")
    elif kind == "custom_tool_call":
        call, name, text = _word(value, "call_id"), _word(value, "name"), _text(value, "input")
        yield Call(call, name, text, 0, "", custom=True)
    elif kind == "reasoning":
        yield read_thought(value)
        if list_of(value, "content"):
            yield Skipped("reasoning_text")
    else:
        yield Skipped(str(kind))


def list_of(value: Mapping[str, Any], name: str) -> Sequence[Any]:
    """The list in a field of an answer; an empty one where there is none."""
    found = value.get(name)
    if not isinstance(found, list | None):
        raise malformed(f"{name} is no list")
    return found or []


def _part(part: Any) -> Iterator[Item | Skipped]:
    if not isinstance(part, dict):
        raise malformed("a part of the answer is no object")
    if part.get("type") == "output_text":
        yield Said("assistant", (Text(_text(part, "text")),), 0, "")
        if list_of(part, "annotations"):
            yield Skipped("annotations")
    elif part.get("type") == "refusal":
        yield Said("assistant", (Declined(_text(part, "refusal")),), 0, "")
    else:
        yield Skipped(str(part.get("type")))


def read_thought(value: Mapping[str, Any]) -> Thought:
    """A reasoning item: what is summed up, and what only the vendor can read."""
    texts = [part.get("text") for part in list_of(value, "summary") if isinstance(part, dict)]
    sealed, item_id = value.get("encrypted_content"), value.get("id")
    return Thought(
        "".join(text for text in texts if isinstance(text, str)),
        0,
        "",
        sealed=sealed if isinstance(sealed, str) else None,
        id=item_id if isinstance(item_id, str) else None,
    )


def _text(value: Mapping[str, Any], name: str) -> str:
    found = value.get(name)
    if not isinstance(found, str):
        raise malformed(f"{name} is no text")
    return found


def _word(value: Mapping[str, Any], name: str) -> str:
    found = _text(value, name)
    if not found:
        raise malformed(f"{name} is empty")
    return found
