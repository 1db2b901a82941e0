"""A whole Messages answer: read from a vendor, written for a guest."""

from collections.abc import Iterator, Mapping
from typing import Any

from routeproof.relay.wire.faults import malformed
from routeproof.relay.wire.fields import read_json_object
from routeproof.relay.wire.finishes import MESSAGES_WORDS, messages_finish
from routeproof.relay.wire.neutral import Answer, Call, Item, Said, Skipped, Stamp, Text, Thought, Usage
from routeproof.relay.wire.sealed import seal
from routeproof.relay.wire.usages import messages_usage, write_messages_usage
from routeproof.strict_json import write_value


def read_answer(body: Mapping[str, Any], stamp: Stamp) -> Answer:
    """The answer; UpstreamFault when the body is none."""
    content = body.get("content")
    if not isinstance(content, list):
        raise malformed("the answer has no content")
    read = [each for block in content for each in _items(block)]
    items = tuple(item for item in read if not isinstance(item, Skipped))
    calls = any(isinstance(item, Call) for item in items)
    finish = messages_finish(body.get("stop_reason"), stamp, calls=calls)
    model, sequence = body.get("model"), body.get("stop_sequence")
    return Answer(
        model if isinstance(model, str) else "",
        items,
        finish,
        messages_usage(body.get("usage")),
        stop_sequence=sequence if isinstance(sequence, str) else None,
        lost=tuple(item.type for item in read if isinstance(item, Skipped)),
    )


def _items(block: Any) -> Iterator[Item | Skipped]:
    """What a block says, and what of it nobody here knows."""
    if not isinstance(block, dict):
        raise malformed("a block of the answer is no object")
    kind = block.get("type")
    if kind == "text":
        yield Said("assistant", (Text(_text(block, "text")),), 0, "")
        if block.get("citations"):
            yield Skipped("citations")
    elif kind == "tool_use":
        if not isinstance(block.get("input"), dict) or not (_text(block, "id") and _text(block, "name")):
            raise malformed("a call in the answer lacks its id, its name or its input")
        yield Call(block["id"], block["name"], write_value(block["input"]), 0, "")
    elif kind == "thinking":
        sealed = block.get("signature")
        held = sealed if isinstance(sealed, str) and sealed else None
        yield Thought(_text(block, "thinking"), 0, "", sealed=held)
    elif kind == "redacted_thinking":
        yield Thought("", 0, "", redacted=_text(block, "data"))
    else:
        yield Skipped(str(kind))


def _text(block: Mapping[str, Any], name: str) -> str:
    found = block.get(name)
    if not isinstance(found, str):
        raise malformed(f"{name} is no text")
    return found


def write_answer(answer: Answer, stamp: Stamp) -> tuple[dict[str, Any], tuple[str, ...]]:
    """The answer as a Messages guest reads it, and what it lost."""
    body = {
        "id": f"msg_{stamp.request}",
        "type": "message",
        "role": "assistant",
        "model": answer.model,
        "content": [block for item in answer.items for block in _blocks(item, stamp)],
        "stop_reason": MESSAGES_WORDS[answer.finish],
        "stop_sequence": answer.stop_sequence,
        "usage": write_messages_usage(answer.usage or Usage()),
    }
    return body, () if answer.usage is not None else ("usage=added",)


def _blocks(item: Item, stamp: Stamp) -> Iterator[dict[str, Any]]:
    if isinstance(item, Said):
        for part in item.parts:
            text = getattr(part, "text", "")
            if text:
                yield {"type": "text", "text": text}
    elif isinstance(item, Call):
        yield _call(item)
    elif isinstance(item, Thought):
        yield from _thought(item, stamp)


def _call(call: Call) -> dict[str, Any]:
    arguments = None if call.custom else read_json_object(call.arguments or "{}")
    if arguments is None:
        raise malformed("the arguments of a call are no JSON object")
    return {"type": "tool_use", "id": call.id, "name": call.name, "input": arguments}


def _thought(thought: Thought, stamp: Stamp) -> Iterator[dict[str, Any]]:
    signature = sign(thought, stamp.provider)
    if thought.text or signature:
        yield {"type": "thinking", "thinking": thought.text, "signature": signature}


def sign(thought: Thought, provider: str) -> str:
    """What a Messages guest is given as the signature of another vendor's thought."""
    return "" if thought.sealed is None else seal(provider, "encrypted", thought.sealed, thought.id)
