"""Answers between protocols: why they end, what they cost, what only one vendor can read, and errors."""

import json
from typing import Any

import pytest

from routeproof.relay.wire import (
    Stamp,
    Stream,
    UpstreamFault,
    Usage,
    convert_answer,
    watch_answer,
)
from support.wire_guests import Heard, hear, listen
from support.wire_vendors import CHAT, MESSAGES, PAIRS, RESPONSES, WIRES, Call, Spoken, sse, stream, whole

STAMP = Stamp(request="r1", created=7, provider="p")
CALLS = (Call("a", "f", "{}"),)
ERROR = object()

# ---- why it ended ----

FINISHES: list[tuple[str, str, bool, Any, Any, Any]] = [
    # vendor, its word, with calls; what a Chat, a Responses and a Messages guest is told
    (CHAT, "stop", False, "stop", "completed", "end_turn"),
    (CHAT, "stop", True, "tool_calls", "completed", "tool_use"),
    (CHAT, "tool_calls", True, "tool_calls", "completed", "tool_use"),
    (CHAT, "length", False, "length", "incomplete max_output_tokens", "max_tokens"),
    (CHAT, "length", True, "length", "incomplete max_output_tokens", "max_tokens"),
    (CHAT, "content_filter", False, "content_filter", "incomplete content_filter", "refusal"),
    (CHAT, "function_call", False, ERROR, ERROR, ERROR),
    (CHAT, "eos", False, ERROR, ERROR, ERROR),
    (RESPONSES, "completed", False, "stop", "completed", "end_turn"),
    (RESPONSES, "completed", True, "tool_calls", "completed", "tool_use"),
    (RESPONSES, "incomplete max_output_tokens", False, "length", ..., "max_tokens"),
    (RESPONSES, "incomplete content_filter", False, "content_filter", ..., "refusal"),
    (RESPONSES, "incomplete boredom", False, ERROR, ..., ERROR),
    (RESPONSES, "failed", False, ERROR, ..., ERROR),
    (RESPONSES, "cancelled", False, ERROR, ..., ERROR),
    (RESPONSES, "queued", False, ERROR, ..., ERROR),
    (MESSAGES, "end_turn", False, "stop", "completed", ...),
    (MESSAGES, "end_turn", True, "tool_calls", "completed", ...),
    (MESSAGES, "stop_sequence", False, "stop", "completed", ...),
    (MESSAGES, "tool_use", True, "tool_calls", "completed", ...),
    (MESSAGES, "max_tokens", False, "length", "incomplete max_output_tokens", ...),
    (MESSAGES, "model_context_window_exceeded", False, "length", "incomplete max_output_tokens", ...),
    (MESSAGES, "refusal", False, "content_filter", "incomplete content_filter", ...),
    (MESSAGES, "pause_turn", False, ERROR, ERROR, ...),
    (MESSAGES, "compaction", False, ERROR, ERROR, ...),
]
TOLD = [
    (vendor, word, calls, guest, told)
    for vendor, word, calls, *guests in FINISHES
    for guest, told in zip(WIRES, guests, strict=True)
    if guest != vendor
]


def ended(vendor: str, word: str, *, calls: bool) -> tuple[dict[str, Any], bytes]:
    """An answer of the vendor that ends with its word, whole and as a stream."""
    spoken = Spoken(texts=("so",), calls=CALLS if calls else ())
    body, recorded = whole(vendor, spoken), stream(vendor, spoken)
    if vendor == RESPONSES:
        status, _, reason = word.partition(" ")
        body |= {"status": status, "incomplete_details": {"reason": reason} if reason else None}
        head, _, _ = recorded.rpartition(b"event: ")
        kind = f"response.{status}"
        return body, head + sse(kind, {"type": kind, "response": body})
    if vendor == CHAT:
        body["choices"][0]["finish_reason"] = word
        return body, recorded.replace(b'"finish_reason": "stop"', f'"finish_reason": "{word}"'.encode())
    said = json.dumps(body["stop_reason"]).encode()
    body["stop_reason"] = word
    return body, recorded.replace(b'"stop_reason": ' + said, f'"stop_reason": "{word}"'.encode())


@pytest.mark.parametrize(("vendor", "word", "calls", "guest", "told"), TOLD)
def test_why_it_ended_is_told_in_the_guests_words(
    vendor: str, word: str, calls: bool, guest: str, told: Any
) -> None:
    body, recorded = ended(vendor, word, calls=calls)
    running = Stream(vendor, guest, stamp=STAMP)
    listened = listen(guest, running.feed(recorded) + running.close())
    if told is ERROR:
        with pytest.raises(UpstreamFault):
            convert_answer(body, vendor, guest, stamp=STAMP)
        assert isinstance(listened, str)
        assert running.end in ("error", "truncated")
    else:
        assert hear(guest, convert_answer(body, vendor, guest, stamp=STAMP).body).finish == told
        assert isinstance(listened, Heard)
        assert listened.finish == told


def test_a_vendors_own_word_counts_as_the_standard_one_of_its_settings() -> None:
    stamp = Stamp(finish_reasons=(("eos", "stop"),))
    body, recorded = ended(CHAT, "eos", calls=False)
    assert convert_answer(body, CHAT, MESSAGES, stamp=stamp).body["stop_reason"] == "end_turn"
    running = Stream(CHAT, RESPONSES, stamp=stamp)
    assert b"response.completed" in running.feed(recorded) + running.close()


def test_what_stopped_it_is_told() -> None:
    body = whole(MESSAGES, Spoken(texts=("so",))) | {"stop_reason": "stop_sequence", "stop_sequence": "END"}
    assert convert_answer(body, MESSAGES, CHAT).body["choices"][0]["finish_reason"] == "stop"


# ---- what it cost ----

COSTS: dict[str, dict[str, Any]] = {
    CHAT: {
        "prompt_tokens": 11,
        "completion_tokens": 5,
        "total_tokens": 16,
        "prompt_tokens_details": {"cached_tokens": 3, "cache_write_tokens": 2},
        "completion_tokens_details": {"reasoning_tokens": 1},
    },
    RESPONSES: {
        "input_tokens": 11,
        "output_tokens": 5,
        "total_tokens": 16,
        "input_tokens_details": {"cached_tokens": 3, "cache_write_tokens": 2},
        "output_tokens_details": {"reasoning_tokens": 1},
    },
    MESSAGES: {
        "input_tokens": 6,
        "cache_read_input_tokens": 3,
        "cache_creation_input_tokens": 2,
        "output_tokens": 5,
        "output_tokens_details": {"thinking_tokens": 1},
    },
}
"""One cost in three protocols; the last counts what a cache gave or took beside the input."""


@pytest.mark.parametrize(("vendor", "guest"), PAIRS)
def test_what_it_cost_is_told_and_counted(vendor: str, guest: str) -> None:
    body = whole(vendor, Spoken(texts=("so",))) | {"usage": COSTS[vendor]}
    assert convert_answer(body, vendor, guest).body["usage"] == COSTS[guest]
    assert watch_answer(body, vendor) == Usage(input=11, cached=3, cache_write=2, output=5, reasoning=1)


@pytest.mark.parametrize(("vendor", "guest"), PAIRS)
def test_what_it_cost_is_told_at_the_end_of_a_stream(vendor: str, guest: str) -> None:
    spoken = Spoken(texts=("so",))
    said = json.dumps(whole(vendor, spoken)["usage"]).encode()
    recorded = stream(vendor, spoken).replace(said, json.dumps(COSTS[vendor]).encode())
    if vendor == MESSAGES:
        recorded = stream(vendor, Spoken(texts=("so",), usage=None)).replace(
            b'"stop_sequence": null}}',
            b'"stop_sequence": null}, "usage": %s}' % json.dumps(COSTS[vendor]).encode(),
        )
    running = Stream(vendor, guest, stamp=STAMP)
    listened = listen(guest, running.feed(recorded) + running.close())
    assert isinstance(listened, Heard)
    assert listened.usage == COSTS[guest]


def test_what_it_cost_at_the_end_of_a_stream_goes_over_what_the_start_said() -> None:
    start = {"type": "message", "role": "assistant", "model": "m", "content": [], "usage": COSTS[MESSAGES]}
    end = {"output_tokens": 50, "input_tokens": None, "cache_read_input_tokens": 4}
    events: tuple[dict[str, Any], ...] = (
        {"type": "message_start", "message": start},
        {"type": "message_delta", "delta": {"stop_reason": "end_turn"}, "usage": end},
        {"type": "message_stop"},
    )
    recorded = b"".join(sse(event["type"], event) for event in events)
    for guest in WIRES:
        running = Stream(MESSAGES, guest, stamp=STAMP)
        running.feed(recorded)
        assert running.usage == Usage(input=6 + 4 + 2, cached=4, cache_write=2, output=50, reasoning=1)


@pytest.mark.parametrize(("vendor", "guest"), PAIRS)
@pytest.mark.parametrize("usage", [None, {}, [], {"total_tokens": 5}, {"input_tokens": "5"}])
def test_a_vendor_that_does_not_say_what_it_cost(vendor: str, guest: str, usage: Any) -> None:
    body = whole(vendor, Spoken(texts=("so",))) | {"usage": usage}
    converted = convert_answer(body, vendor, guest)
    assert watch_answer(body, vendor) is None
    if guest == MESSAGES:
        assert converted.body["usage"]["input_tokens"] == converted.body["usage"]["output_tokens"] == 0
        assert converted.lossy == ("usage=added",)
    else:
        assert converted.body.get("usage") is None
