"""Guests of the three protocols: what each makes of an answer, and the order it holds a stream to."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Heard:
    """What a guest has of an answer: for Messages, a refusal is text and arguments are objects."""

    text: str
    declined: str
    thought: str
    seals: tuple[str, ...]
    calls: tuple[tuple[str, str, Any], ...]
    finish: str
    usage: Mapping[str, Any] | None


@dataclass(frozen=True, slots=True)
class Sent:
    """A stream as it was sent: events by type (empty for Chat), comments aside."""

    events: list[tuple[str, Any]] = field(default_factory=list)
    comments: list[str] = field(default_factory=list)


def read(stream: bytes) -> Sent:
    """The events of a stream that the facade made, which writes them in one way only."""
    sent = Sent()
    blocks = stream.decode().split("\n\n")
    assert blocks.pop() == "", "the last event does not end"
    for block in blocks:
        *head, last = block.split("\n")
        if last.startswith(":"):
            assert not head
            sent.comments.append(last.removeprefix(": "))
            continue
        assert last.startswith("data: ")
        data = last.removeprefix("data: ")
        value: Any = data if data == "[DONE]" else json.loads(data)
        kind = head[0].removeprefix("event: ") if head else ""
        assert not kind or kind == value["type"]
        sent.events.append((kind, value))
    return sent


def usage_of(value: Mapping[str, Any] | None) -> Mapping[str, Any] | None:
    """A usage, once its total was found to be the sum."""
    if value is not None and "total_tokens" in value:
        taken = value.get("prompt_tokens", value.get("input_tokens"))
        assert value["total_tokens"] == taken + value.get("completion_tokens", value.get("output_tokens"))
    return value


# ---- whole answers ----


def hear(wire: str, body: Mapping[str, Any]) -> Heard:
    """What a guest has of a whole answer."""
    return {"chat_completions": _chat, "responses": _response, "messages": _message}[wire](body)


def _chat(body: Mapping[str, Any]) -> Heard:
    assert body["object"] == "chat.completion"
    (choice,) = body["choices"]
    message = choice["message"]
    assert message["role"] == "assistant"
    return Heard(
        message["content"] or "",
        message["refusal"] or "",
        message.get("reasoning_content", ""),
        (),
        tuple(_call(call) for call in message.get("tool_calls", ())),
        choice["finish_reason"],
        usage_of(body.get("usage")),
    )


def _call(call: Mapping[str, Any]) -> tuple[str, str, Any]:
    inner = call[call["type"]]
    return call["id"], inner["name"], inner["arguments" if call["type"] == "function" else "input"]


def _response(body: Mapping[str, Any]) -> Heard:
    output = body["output"]
    assert len({item["id"] for item in output}) == len(output)
    parts = [part for item in output if item["type"] == "message" for part in item["content"]]
    thoughts = [item for item in output if item["type"] == "reasoning"]
    calls = [item for item in output if item["type"].endswith("_call")]
    reason = body["incomplete_details"]
    return Heard(
        "".join(part["text"] for part in parts if part["type"] == "output_text"),
        "".join(part["refusal"] for part in parts if part["type"] == "refusal"),
        "".join(part["text"] for item in thoughts for part in item["summary"]),
        tuple(item["encrypted_content"] for item in thoughts if "encrypted_content" in item),
        tuple((call["call_id"], call["name"], call.get("arguments", call.get("input"))) for call in calls),
        f"{body['status']} {reason['reason']}" if reason else body["status"],
        usage_of(body["usage"]),
    )


def _message(body: Mapping[str, Any]) -> Heard:
    assert (body["type"], body["role"]) == ("message", "assistant")
    blocks = body["content"]
    thoughts = [block for block in blocks if block["type"] == "thinking"]
    return Heard(
        "".join(block["text"] for block in blocks if block["type"] == "text"),
        "",
        "".join(block["thinking"] for block in thoughts),
        tuple(block["signature"] for block in thoughts if block["signature"]),
        tuple(
            (block["id"], block["name"], block["input"]) for block in blocks if block["type"] == "tool_use"
        ),
        body["stop_reason"],
        body["usage"],
    )


# ---- streams: each is held to its order, and gathered into the whole that it says ----


def listen(wire: str, stream: bytes) -> Heard | str:
    """What a guest has of a stream, or the message of the error that ends it."""
    sent = read(stream)
    gather = {"chat_completions": _gather_chunks, "responses": _gather_items, "messages": _gather_blocks}
    found = gather[wire](sent)
    return found if isinstance(found, str) else hear(wire, found)


def _gather_chunks(sent: Sent) -> dict[str, Any] | str:
    values = [value for _, value in sent.events]
    if isinstance(values[-1], dict) and "error" in values[-1]:
        assert "[DONE]" not in values
        return str(values[-1]["error"]["message"])
    assert values.index("[DONE]") == len(values) - 1
    chunks = values[:-1]
    assert len({(chunk["id"], chunk["created"], chunk["model"], chunk["object"]) for chunk in chunks}) == 1
    assert chunks[0]["created"] > 0
    last = chunks.pop() if not chunks[-1]["choices"] else {}
    choices = [choice for chunk in chunks for choice in chunk["choices"]]
    assert len(choices) == len(chunks)
    assert choices[0]["delta"] == {"role": "assistant", "content": ""}
    assert [choice["finish_reason"] for choice in choices[:-1]] == [None] * (len(choices) - 1)
    assert choices[-1]["delta"] == {}
    message: dict[str, Any] = {"content": "", "refusal": "", "reasoning_content": "", "tool_calls": []}
    for choice in choices[1:-1]:
        _add_delta(message, choice["delta"])
    whole = {"message": {**message, "role": "assistant"}, "finish_reason": choices[-1]["finish_reason"]}
    return {"object": "chat.completion", "choices": [whole], "usage": last.get("usage")}


def _add_delta(message: dict[str, Any], delta: Mapping[str, Any]) -> None:
    ((name, value),) = delta.items()
    if name != "tool_calls":
        assert value
        message[name] += value
        return
    ((call),) = value
    calls = message["tool_calls"]
    if "id" in call:
        assert call["index"] == len(calls)
        inner = call[call["type"]]
        assert inner in ({"name": inner["name"], "arguments": ""}, {"name": inner["name"], "input": ""})
        calls.append(call)
        return
    assert call["index"] == len(calls) - 1, "one call after the other"
    ((kind, inner),) = ((key, each) for key, each in call.items() if key != "index")
    ((text, piece),) = inner.items()
    calls[-1][kind][text] += piece


def _gather_blocks(sent: Sent) -> dict[str, Any] | str:
    events = list(sent.events)
    kinds = [kind for kind, _ in events]
    if kinds[-1] == "error":
        assert "message_stop" not in kinds
        return str(events[-1][1]["error"]["message"])
    assert kinds[0] == "message_start"
    assert kinds[-2:] == ["message_delta", "message_stop"]
    message = events[0][1]["message"]
    assert (message["content"], message["stop_reason"]) == ([], None)
    content: list[dict[str, Any]] = []
    opened = False
    for kind, event in events[1:-2]:
        opened = _add_block(content, kind, event, opened=opened)
    assert not opened
    for block in content:
        if block["type"] == "tool_use":
            block["input"] = _object(block.pop("partial_json") or "{}")
    return {**message, "content": content, **events[-2][1]["delta"], "usage": events[-2][1]["usage"]}


def _object(text: str) -> Any:
    """What the arguments of a call are; a text where the vendor's were no JSON."""
    try:
        return json.loads(text)
    except ValueError:
        return text


def _add_block(content: list[dict[str, Any]], kind: str, event: Mapping[str, Any], *, opened: bool) -> bool:
    """Whether a block is open behind the event."""
    if kind == "content_block_start":
        assert not opened, "two blocks are open"
        assert event["index"] == len(content)
        content.append({**event["content_block"], "partial_json": ""})
        return True
    assert opened
    assert event["index"] == len(content) - 1
    block = content[-1]
    if kind == "content_block_stop":
        assert block["type"] != "thinking" or block.get("sealed")
        return False
    assert kind == "content_block_delta"
    delta = event["delta"]
    name = delta["type"].removesuffix("_delta").replace("input_json", "partial_json")
    assert name in {"text": ("text",), "thinking": ("thinking", "signature")}.get(
        block["type"], ("partial_json",)
    )
    assert not block.get("sealed"), "the seal is last"
    block["sealed"] = name == "signature"
    block[name] += delta[name]
    return True


def _gather_items(sent: Sent) -> dict[str, Any] | str:
    events = [value for _, value in sent.events]
    assert [event["sequence_number"] for event in events] == list(range(len(events)))
    kinds = [event["type"].removeprefix("response.") for event in events]
    assert len({"completed", "incomplete", "failed"} & set(kinds)) == 1
    assert len({event["response"]["id"] for event in events if "response" in event}) == 1
    end = events[-1]["response"]
    if kinds[-1] == "failed":
        assert (end["status"], end["error"]["code"]) == ("failed", "server_error")
        return str(end["error"]["message"])
    assert kinds[:2] == ["created", "in_progress"]
    assert [kinds.count(kind) for kind in ("created", "in_progress")] == [1, 1]
    assert kinds[-1] == end["status"]
    done: list[dict[str, Any]] = [{} for _ in end["output"]]
    growing: dict[int, list[Mapping[str, Any]]] = {}
    for event in events[2:-1]:
        place = event["output_index"]
        growing.setdefault(place, []).append(event)
        assert sorted(growing) == list(range(len(growing))), "items open in the order of their indices"
        if event["type"].endswith("output_item.done"):
            done[place] = _grown(growing[place])
    assert done == end["output"]
    return dict(end)


_GROWTH = {
    "message": ("content_part.added", "*.delta", "*.done", "content_part.done"),
    "function_call": ("function_call_arguments.delta", "function_call_arguments.done"),
    "custom_tool_call": ("custom_tool_call_input.delta", "custom_tool_call_input.done"),
    "reasoning": (
        "reasoning_summary_part.added",
        "reasoning_summary_text.delta",
        "reasoning_summary_text.done",
        "reasoning_summary_part.done",
    ),
}
_PARTS = ("output_text", "refusal")


def _grown(events: list[Mapping[str, Any]]) -> dict[str, Any]:
    """The item at the end of its events, which come in its order and say the same twice."""
    item: dict[str, Any] = events[-1]["item"]
    kinds = [event["type"].removeprefix("response.") for event in events]
    assert (kinds[0], kinds[-1]) == ("output_item.added", "output_item.done")
    assert {event["item_id"] for event in events[1:-1]} <= {item["id"]}
    assert events[0]["item"]["id"] == item["id"]
    order = [kind.replace("output_text", "*").replace("refusal", "*") for kind in kinds[1:-1]]
    steps = _GROWTH[item["type"]]
    places = [steps.index(step) for step in order]
    assert places == sorted(places)
    assert all(steps[place].endswith("delta") or places.count(place) == 1 for place in places)
    text = "".join(event["delta"] for event in events if "delta" in event)
    if item["type"] == "message":
        (part,) = item["content"]
        assert text == part["text" if part["type"] == "output_text" else "refusal"]
        assert {kind.partition(".")[0] for kind in kinds[2:-2]} == {part["type"]}
    elif item["type"] == "reasoning":
        assert text == "".join(part["text"] for part in item["summary"])
        assert len(places) in (0, 3 + places.count(1))
    else:
        assert text == item["arguments" if item["type"] == "function_call" else "input"]
    return item
