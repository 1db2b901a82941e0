"""A whole Responses answer, written for a guest."""

from collections.abc import Iterator
from typing import Any

from routeproof.relay.wire.finishes import INCOMPLETE_WORDS
from routeproof.relay.wire.neutral import (
    Answer,
    Call,
    Declined,
    Finish,
    Item,
    Said,
    Stamp,
    Thought,
    Usage,
)
from routeproof.relay.wire.sealed import seal
from routeproof.relay.wire.usages import write_responses_usage


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
