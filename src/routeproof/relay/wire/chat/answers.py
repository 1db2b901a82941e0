"""A whole Chat Completions answer: read from a vendor, written for a guest."""

from collections.abc import Iterator, Mapping
from typing import Any

from routeproof.relay.wire.faults import malformed
from routeproof.relay.wire.fields import unread
from routeproof.relay.wire.finishes import CHAT_WORDS, chat_finish
from routeproof.relay.wire.neutral import Answer, Call, Declined, Item, Said, Stamp, Text, Thought
from routeproof.relay.wire.usages import chat_usage, write_chat_usage

OF_MESSAGE = ("role", "content", "refusal", "reasoning_content", "tool_calls")
"""What of a message, or of a piece of one, is passed on."""


def read_answer(body: Mapping[str, Any], stamp: Stamp) -> Answer:
    """The answer of the first choice; UpstreamFault when the body is none."""
    choices = body.get("choices")
    if not isinstance(choices, list) or not choices or not isinstance(choices[0], dict):
        raise malformed("the answer has no choice")
    choice = choices[0]
    message = choice.get("message")
    if not isinstance(message, dict):
        raise malformed("the answer has no message")
    items = tuple(_items(message))
    calls = any(isinstance(item, Call) for item in items)
    finish = chat_finish(choice.get("finish_reason"), stamp, calls=calls)
    usage = chat_usage(body.get("usage"))
    lost = tuple(unread(message, OF_MESSAGE))
    return Answer(_text(body, "model") or "", items, finish, usage, lost=lost)


def _items(message: Mapping[str, Any]) -> Iterator[Item]:
    thought = _text(message, "reasoning_content")
    if thought:
        yield Thought(thought, 0, "")
    content, refusal = _text(message, "content"), _text(message, "refusal")
    if content:
        yield Said("assistant", (Text(content),), 0, "")
    if refusal:
        yield Said("assistant", (Declined(refusal),), 0, "")
    calls = message.get("tool_calls")
    if not isinstance(calls, list | None):
        raise malformed("the calls of the answer are no list")
    for call in calls or ():
        yield _call(call)


def _call(value: Any) -> Call:
    if not isinstance(value, dict):
        raise malformed("a call in the answer is no object")
    kind = value.get("type") or "function"
    if kind not in ("function", "custom") or not isinstance(value.get(kind), dict):
        raise malformed("a call in the answer has no function")
    inner = value[kind]
    text = _text(inner, "arguments" if kind == "function" else "input")
    name, call = _text(inner, "name"), _text(value, "id")
    if text is None or not name or not call:
        raise malformed("a call in the answer lacks its id, its name or its arguments")
    return Call(call, name, text, 0, "", custom=kind == "custom")


def _text(value: Mapping[str, Any], name: str) -> str | None:
    found = value.get(name)
    if found is not None and not isinstance(found, str):
        raise malformed(f"{name} is no text")
    return found


def write_answer(answer: Answer, stamp: Stamp) -> tuple[dict[str, Any], tuple[str, ...]]:
    """The answer as a Chat guest reads it, and what it lost."""
    texts = [part for item in answer.items if isinstance(item, Said) for part in item.parts]
    content = "".join(part.text for part in texts if isinstance(part, Text))
    refusal = "".join(part.text for part in texts if isinstance(part, Declined))
    thought = "".join(item.text for item in answer.items if isinstance(item, Thought))
    calls = [_write_call(item) for item in answer.items if isinstance(item, Call)]
    message: dict[str, Any] = {"role": "assistant", "content": content or None, "refusal": refusal or None}
    if thought:
        message["reasoning_content"] = thought
    if calls:
        message["tool_calls"] = calls
    choice = {"index": 0, "message": message, "logprobs": None, "finish_reason": CHAT_WORDS[answer.finish]}
    body: dict[str, Any] = {
        "id": f"chatcmpl-{stamp.request}",
        "object": "chat.completion",
        "created": stamp.created,
        "model": answer.model,
        "choices": [choice],
    }
    if answer.usage is not None:
        body["usage"] = write_chat_usage(answer.usage)
    return body, ()


def _write_call(call: Call) -> dict[str, Any]:
    if call.custom:
        return {"id": call.id, "type": "custom", "custom": {"name": call.name, "input": call.arguments}}
    return {"id": call.id, "type": "function", "function": {"name": call.name, "arguments": call.arguments}}
