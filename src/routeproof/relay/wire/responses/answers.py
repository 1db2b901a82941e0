"""A whole Responses answer: read from a vendor, written for a guest."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from routeproof.relay.wire.faults import malformed
from routeproof.relay.wire.finishes import INCOMPLETE_WORDS, responses_finish
from routeproof.relay.wire.neutral import (
    Answer,
    Call,
    Declined,
    Finish,
    Item,
    Said,
    Skipped,
    Stamp,
    Text,
    Thought,
    Usage,
)
from routeproof.relay.wire.sealed import seal
from routeproof.relay.wire.usages import responses_usage, write_responses_usage


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


def write_answer(answer: Answer, stamp: Stamp) -> tuple[dict[str, Any], tuple[str, ...]]:
    """The answer as a Responses guest reads it, and what it lost."""
    output = [written for place, item in enumerate(answer.items) for written in _item(item, place, stamp)]
    body = write_response(answer.model, stamp, output, answer.finish, answer.usage)
    return body, ()


def write_response(
    model: str, stamp: Stamp, output: list[dict[str, Any]], finish: Finish | None, usage: Usage | None
) -> dict[str, Any]:
    """A response around its items; without a finish it is in progress."""
    reason = INCOMPLETE_WORDS.get(finish) if finish else None
    status = "in_progress" if finish is None else "incomplete" if reason else "completed"
    return {
        "id": f"resp_{stamp.request}",
        "object": "response",
        "created_at": stamp.created,
        "status": status,
        "error": None,
        "incomplete_details": {"reason": reason} if reason else None,
        "instructions": None,
        "metadata": {},
        "model": model,
        "output": output,
        "parallel_tool_calls": True,
        "temperature": None,
        "tool_choice": "auto",
        "tools": [],
        "top_p": None,
        "usage": None if usage is None else write_responses_usage(usage),
    }


def _item(item: Item, place: int, stamp: Stamp) -> Iterator[dict[str, Any]]:
    if isinstance(item, Said):
        for part in item.parts:
            yield write_message(part, f"msg_{stamp.request}_{place}")
    elif isinstance(item, Call):
        yield write_call(item, f"fc_{stamp.request}_{place}")
    elif isinstance(item, Thought):
        yield write_reasoning(item, f"rs_{stamp.request}_{place}", stamp.provider)


def write_message(part: Any, item_id: str) -> dict[str, Any]:
    """A message of the assistant with one part."""
    content: dict[str, Any]
    if isinstance(part, Declined):
        content = {"type": "refusal", "refusal": part.text}
    else:
        content = {"type": "output_text", "text": part.text, "annotations": []}
    return {
        "id": item_id,
        "type": "message",
        "role": "assistant",
        "status": "completed",
        "content": [content],
    }


def write_call(call: Call, item_id: str) -> dict[str, Any]:
    """A call of a tool."""
    head = {"id": item_id, "call_id": call.id, "name": call.name, "status": "completed"}
    if call.custom:
        return {**head, "type": "custom_tool_call", "input": call.arguments}
    return {**head, "type": "function_call", "arguments": call.arguments}


def write_reasoning(thought: Thought, item_id: str, provider: str) -> dict[str, Any]:
    """A reasoning item; what only the vendor can read is sealed for the way back."""
    summary = [{"type": "summary_text", "text": thought.text}] if thought.text else []
    item: dict[str, Any] = {"id": item_id, "type": "reasoning", "summary": summary}
    if thought.sealed is not None:
        item["encrypted_content"] = seal(provider, "signature", thought.sealed)
    elif thought.redacted is not None:
        item["encrypted_content"] = seal(provider, "redacted", thought.redacted)
    return item
