"""Vendors of the three protocols: one answer as each of them says it, whole and as a stream."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any

CHAT, RESPONSES, MESSAGES = WIRES = ("chat_completions", "responses", "messages")
PAIRS = tuple((vendor, guest) for vendor in WIRES for guest in WIRES if vendor != guest)
FINISHES = {
    "stop": ("stop", "completed", "end_turn"),
    "length": ("length", "max_output_tokens", "max_tokens"),
    "filter": ("content_filter", "content_filter", "refusal"),
}
"""Why an answer ends, in the words of Chat, of Responses and of Messages."""


@dataclass(frozen=True, slots=True)
class Call:
    """A call of a tool; arguments as JSON text."""

    id: str
    name: str
    arguments: str


@dataclass(frozen=True, slots=True)
class Spoken:
    """An answer, in this order; `usage` is input, of which cached, and output, of which reasoning."""

    thought: str = ""
    seal: str = ""
    texts: tuple[str, ...] = ()
    declined: str = ""
    calls: tuple[Call, ...] = ()
    finish: str = "stop"
    usage: tuple[int, int, int, int] | None = (11, 3, 5, 2)


def whole(wire: str, spoken: Spoken) -> dict[str, Any]:
    """The answer as a vendor of the protocol gives it, unstreamed."""
    return {CHAT: _chat, RESPONSES: _responses, MESSAGES: _messages}[wire](spoken)


def stream(wire: str, spoken: Spoken, size: int = 3) -> bytes:
    """The same as a stream with pieces of `size` characters; calls come interleaved where they may."""
    if wire == CHAT:
        events = [(None, chunk) for chunk in _chunks(spoken, size)]
        return b"".join(sse(kind, value) for kind, value in events) + b"data: [DONE]\n\n"
    made = _response_events(spoken, size) if wire == RESPONSES else _message_events(spoken, size)
    return b"".join(sse(value["type"], value) for value in made)


def sse(kind: str | None, value: Mapping[str, Any]) -> bytes:
    """One event of a stream."""
    head = f"event: {kind}\n" if kind else ""
    return f"{head}data: {json.dumps(value, ensure_ascii=False)}\n\n".encode()


def pieces(text: str, size: int) -> list[str]:
    """A text in pieces."""
    return [text[start : start + size] for start in range(0, len(text), size)]


def _interleaved(calls: Sequence[Call], size: int) -> Iterator[tuple[int, str]]:
    for row in zip_longest(*(pieces(call.arguments, size) for call in calls)):
        yield from ((place, piece) for place, piece in enumerate(row) if piece is not None)


# ---- Chat ----


def _chat(spoken: Spoken) -> dict[str, Any]:
    message: dict[str, Any] = {"role": "assistant", "content": "".join(spoken.texts) or None}
    message["refusal"] = spoken.declined or None
    if spoken.thought:
        message["reasoning_content"] = spoken.thought
    if spoken.calls:
        message["tool_calls"] = [
            {"id": call.id, "type": "function", "function": {"name": call.name, "arguments": call.arguments}}
            for call in spoken.calls
        ]
    finish = FINISHES[spoken.finish][0]
    choice = {"index": 0, "message": message, "logprobs": None, "finish_reason": finish}
    body = {"id": "c1", "object": "chat.completion", "created": 7, "model": "vendor-m", "choices": [choice]}
    return {**body, "usage": _chat_usage(spoken)} if spoken.usage else body


def _chat_usage(spoken: Spoken) -> dict[str, Any]:
    taken, cached, given, reasoned = spoken.usage or (0, 0, 0, 0)
    return {
        "prompt_tokens": taken,
        "completion_tokens": given,
        "total_tokens": taken + given,
        "prompt_tokens_details": {"cached_tokens": cached},
        "completion_tokens_details": {"reasoning_tokens": reasoned},
    }


def _chunks(spoken: Spoken, size: int) -> Iterator[dict[str, Any]]:
    head = {"id": "c1", "object": "chat.completion.chunk", "created": 7, "model": "vendor-m"}
    for delta in _deltas(spoken, size):
        yield {**head, "choices": [{"index": 0, "delta": delta, "finish_reason": None}]}
    finish = FINISHES[spoken.finish][0]
    yield {**head, "choices": [{"index": 0, "delta": {}, "finish_reason": finish}]}
    if spoken.usage:
        yield {**head, "choices": [], "usage": _chat_usage(spoken)}


def _deltas(spoken: Spoken, size: int) -> Iterator[dict[str, Any]]:
    yield {"role": "assistant", "content": ""}
    said = (
        ("reasoning_content", spoken.thought),
        ("content", "".join(spoken.texts)),
        ("refusal", spoken.declined),
    )
    for name, text in said:
        yield from ({name: piece} for piece in pieces(text, size))
    for place, call in enumerate(spoken.calls):
        function = {"name": call.name, "arguments": ""}
        yield {"tool_calls": [{"index": place, "id": call.id, "type": "function", "function": function}]}
    for place, piece in _interleaved(spoken.calls, size):
        yield {"tool_calls": [{"index": place, "function": {"arguments": piece}}]}


# ---- Responses ----


def _responses(spoken: Spoken) -> dict[str, Any]:
    return _response(spoken, list(_items(spoken)))


def _response(spoken: Spoken, output: list[dict[str, Any]]) -> dict[str, Any]:
    finish = FINISHES[spoken.finish][1]
    completed = finish == "completed"
    return {
        "id": "resp_1",
        "object": "response",
        "created_at": 7,
        "status": "completed" if completed else "incomplete",
        "incomplete_details": None if completed else {"reason": finish},
        "error": None,
        "model": "vendor-m",
        "output": output,
        "usage": _responses_usage(spoken) if spoken.usage else None,
    }


def _responses_usage(spoken: Spoken) -> dict[str, Any]:
    taken, cached, given, reasoned = spoken.usage or (0, 0, 0, 0)
    return {
        "input_tokens": taken,
        "input_tokens_details": {"cached_tokens": cached},
        "output_tokens": given,
        "output_tokens_details": {"reasoning_tokens": reasoned},
        "total_tokens": taken + given,
    }


def _items(spoken: Spoken) -> Iterator[dict[str, Any]]:
    if spoken.thought or spoken.seal:
        summary = [{"type": "summary_text", "text": spoken.thought}] if spoken.thought else []
        seal = {"encrypted_content": spoken.seal} if spoken.seal else {}
        yield {"type": "reasoning", "id": "rs_1", "summary": summary, **seal}
    content: list[dict[str, Any]] = [
        {"type": "output_text", "text": text, "annotations": []} for text in spoken.texts
    ]
    content += [{"type": "refusal", "refusal": spoken.declined}] if spoken.declined else []
    if content:
        yield {
            "type": "message",
            "id": "msg_1",
            "role": "assistant",
            "status": "completed",
            "content": content,
        }
    for call in spoken.calls:
        head = {"type": "function_call", "id": f"fc_{call.id}", "call_id": call.id, "status": "completed"}
        yield {**head, "name": call.name, "arguments": call.arguments}


def _response_events(spoken: Spoken, size: int) -> Iterator[dict[str, Any]]:
    started = {**_response(spoken, []), "status": "in_progress", "usage": None}
    yield {"type": "response.created", "response": started}
    yield {"type": "response.in_progress", "response": started}
    calls: list[tuple[int, dict[str, Any]]] = []
    for place, item in enumerate(_items(spoken)):
        if item["type"] == "function_call":
            calls.append((place, item))
            yield _event("output_item.added", place, item={**item, "arguments": ""})
        else:
            yield _event("output_item.added", place, item={**item, "content": [], "summary": []})
            yield from (
                _thought(place, item, size) if item["type"] == "reasoning" else _parts(place, item, size)
            )
            yield _event("output_item.done", place, item=item)
    for number, piece in _interleaved(spoken.calls, size):
        yield _event("function_call_arguments.delta", calls[number][0], delta=piece)
    for place, item in calls:
        yield _event("function_call_arguments.done", place, arguments=item["arguments"])
        yield _event("output_item.done", place, item=item)
    end = _response(spoken, list(_items(spoken)))
    yield {"type": f"response.{end['status']}", "response": end}


def _event(kind: str, place: int, **more: Any) -> dict[str, Any]:
    return {"type": f"response.{kind}", "output_index": place, **more}


def _thought(place: int, item: Mapping[str, Any], size: int) -> Iterator[dict[str, Any]]:
    for part in item["summary"]:
        for piece in pieces(part["text"], size):
            yield _event("reasoning_summary_text.delta", place, summary_index=0, delta=piece)


def _parts(place: int, item: Mapping[str, Any], size: int) -> Iterator[dict[str, Any]]:
    for number, part in enumerate(item["content"]):
        name = "text" if part["type"] == "output_text" else "refusal"
        yield _event("content_part.added", place, content_index=number, part={**part, name: ""})
        for piece in pieces(part[name], size):
            yield _event(f"{part['type']}.delta", place, content_index=number, delta=piece)
        yield _event(f"{part['type']}.done", place, content_index=number, **{name: part[name]})
        yield _event("content_part.done", place, content_index=number, part=part)


# ---- Messages ----


def _messages(spoken: Spoken) -> dict[str, Any]:
    return {
        "id": "msg_1",
        "type": "message",
        "role": "assistant",
        "model": "vendor-m",
        "content": list(_blocks(spoken)),
        "stop_reason": _stop_reason(spoken),
        "stop_sequence": None,
        **({"usage": _messages_usage(spoken)} if spoken.usage else {}),
    }


def _stop_reason(spoken: Spoken) -> str:
    return "tool_use" if spoken.calls and spoken.finish == "stop" else FINISHES[spoken.finish][2]


def _messages_usage(spoken: Spoken) -> dict[str, Any]:
    taken, cached, given, _ = spoken.usage or (0, 0, 0, 0)
    return {"input_tokens": taken - cached, "cache_read_input_tokens": cached, "output_tokens": given}


def _blocks(spoken: Spoken) -> Iterator[dict[str, Any]]:
    if spoken.thought or spoken.seal:
        yield {"type": "thinking", "thinking": spoken.thought, "signature": spoken.seal}
    yield from ({"type": "text", "text": text} for text in (*spoken.texts, spoken.declined) if text)
    for call in spoken.calls:
        yield {"type": "tool_use", "id": call.id, "name": call.name, "input": json.loads(call.arguments)}


def _message_events(spoken: Spoken, size: int) -> Iterator[dict[str, Any]]:
    usage = _messages_usage(spoken) if spoken.usage else {}
    start = {**_messages(spoken), "content": [], "stop_reason": None}
    yield {
        "type": "message_start",
        "message": {**start, "usage": {**usage, "output_tokens": 1}} if usage else start,
    }
    yield {"type": "ping"}
    arguments = iter(spoken.calls)
    for place, block in enumerate(_blocks(spoken)):
        call = next(arguments).arguments if block["type"] == "tool_use" else ""
        yield {"type": "content_block_start", "index": place, "content_block": _emptied(block)}
        for delta in _block_deltas(block, call, size):
            yield {"type": "content_block_delta", "index": place, "delta": delta}
        yield {"type": "content_block_stop", "index": place}
    end = {"stop_reason": _stop_reason(spoken), "stop_sequence": None}
    given = {"usage": {"output_tokens": usage["output_tokens"]}} if usage else {}
    yield {"type": "message_delta", "delta": end, **given}
    yield {"type": "message_stop"}


def _emptied(block: Mapping[str, Any]) -> dict[str, Any]:
    return {**block, **{name: type(block[name])() for name in block if name in _GROWING}}


_GROWING = ("text", "thinking", "signature", "input")


def _block_deltas(block: Mapping[str, Any], arguments: str, size: int) -> Iterator[dict[str, Any]]:
    if block["type"] == "text":
        yield from ({"type": "text_delta", "text": piece} for piece in pieces(block["text"], size))
    elif block["type"] == "thinking":
        yield from (
            {"type": "thinking_delta", "thinking": piece} for piece in pieces(block["thinking"], size)
        )
        if block["signature"]:
            yield {"type": "signature_delta", "signature": block["signature"]}
    else:
        yield from ({"type": "input_json_delta", "partial_json": piece} for piece in pieces(arguments, size))
