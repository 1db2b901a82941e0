"""Streams on their way to a guest: the same in any pieces, and no success that the vendor did not say."""

import json
from pathlib import Path
from typing import Any

import pytest

from routeproof.relay.wire import Stamp, Stream, Usage
from support.wire_guests import listen

FOLDER = Path(__file__).parent / "streams"
WIRES = {"chat_completions": "chat.sse", "responses": "responses.sse", "messages": "messages.sse"}
RECORDED = {wire: (FOLDER / name).read_bytes() for wire, name in WIRES.items()}
PAIRS = [(source, target) for source in WIRES for target in WIRES]
SUCCESS = {
    "chat_completions": (b'"finish_reason":"tool_calls"', b"[DONE]"),
    "responses": (b'"response.completed"',),
    "messages": (b'"stop_reason":"tool_use"', b'"message_stop"'),
}
STEPS = pytest.mark.parametrize("step", [29, pytest.param(1, marks=pytest.mark.slow)])
"""Every place of a stream, and so many of them that each run can afford them."""
STAMP = Stamp(request="r1", created=7, provider="p")


def through(source: str, target: str, *pieces: bytes) -> tuple[bytes, Stream]:
    stream = Stream(source, target, stamp=STAMP)
    return b"".join([*(stream.feed(piece) for piece in pieces), stream.close()]), stream


def data(text: bytes) -> list[Any]:
    lines = [line.removeprefix(b"data: ") for line in text.split(b"\n") if line.startswith(b"data: ")]
    return [json.loads(line) for line in lines if line != b"[DONE]"]


def enough(source: str) -> int:
    """How many bytes of the recorded stream are needed before it may be called complete."""
    last = {"chat_completions": b'"finish_reason":"tool_calls"', "messages": b"event: message_stop"}
    mark = last.get(source, b"event: response.completed")
    return RECORDED[source].index(b"\n\n", RECORDED[source].index(mark)) + 2


def places(source: str, step: int) -> range:
    """Where a recorded stream is cut: everywhere, or at every so many bytes."""
    return range(0, len(RECORDED[source]) + 1, step)


@pytest.mark.parametrize(("source", "target"), PAIRS)
@STEPS
def test_any_two_pieces_give_the_same_bytes(source: str, target: str, step: int) -> None:
    recorded = RECORDED[source]
    whole, _ = through(source, target, recorded)
    for cut in places(source, step):
        assert through(source, target, recorded[:cut], recorded[cut:])[0] == whole, cut


@pytest.mark.parametrize(("source", "target"), PAIRS)
def test_bytes_one_by_one_give_the_same_bytes(source: str, target: str) -> None:
    recorded = RECORDED[source]
    single = [recorded[place : place + 1] for place in range(len(recorded))]
    assert through(source, target, *single)[0] == through(source, target, recorded)[0]


@pytest.mark.parametrize(("source", "target"), PAIRS)
@pytest.mark.parametrize("end", [b"\r\n", b"\r"])
def test_any_line_end_says_the_same(source: str, target: str, end: bytes) -> None:
    lines = RECORDED[source].replace(b"data: {", b"data: {\ndata:")
    recorded = b"\xef\xbb\xbf" + lines.replace(b"\n", end)
    whole, _ = through(source, target, RECORDED[source])
    once, stream = through(source, target, recorded)
    single, _ = through(source, target, *(recorded[place : place + 1] for place in range(len(recorded))))
    assert stream.end == "complete"
    assert once == single == (whole if source != target else recorded)


@pytest.mark.parametrize(("source", "target"), PAIRS)
def test_comments_and_lines_of_data_change_nothing(source: str, target: str) -> None:
    recorded = b": hello\n\n" + RECORDED[source].replace(
        b"data: {", b": between\nid: 5\nretry: 9\ndata: {\ndata:"
    )
    whole, _ = through(source, target, RECORDED[source])
    given, stream = through(source, target, recorded)
    assert stream.end == "complete"
    assert given == (whole if source != target else recorded)


@pytest.mark.parametrize(("source", "target"), PAIRS)
@STEPS
def test_what_ends_early_is_no_success(source: str, target: str, step: int) -> None:
    recorded = RECORDED[source]
    for cut in places(source, step):
        given, stream = through(source, target, recorded[:cut])
        if cut >= enough(source):
            assert stream.end == "complete"
            continue
        assert stream.end == "truncated", cut
        assert b"upstream_truncated: " in given
        if source != target:
            assert isinstance(listen(target, given), str), cut
            assert not any(word in given for word in SUCCESS[target]), cut


@pytest.mark.parametrize("wire", WIRES)
def test_between_equals_every_byte_stays(wire: str) -> None:
    given, stream = through(wire, wire, RECORDED[wire])
    assert given == RECORDED[wire]
    assert (stream.end, stream.lossy) == ("complete", ())


@pytest.mark.parametrize(("source", "target"), PAIRS)
def test_the_usage_is_the_vendors(source: str, target: str) -> None:
    _, stream = through(source, target, RECORDED[source])
    if source == "messages":
        assert stream.usage == Usage(input=9, cached=3, cache_write=2, output=5)
    else:
        assert stream.usage == Usage(input=11, cached=3, output=5, reasoning=2)


@pytest.mark.parametrize("source", WIRES)
def test_a_chat_guest_gets_the_text_and_both_calls_in_order(source: str) -> None:
    chunks = data(through(source, "chat_completions", RECORDED[source])[0])
    deltas = [choice["delta"] for chunk in chunks for choice in chunk["choices"]]
    assert "".join(delta.get("content") or "" for delta in deltas) == "Grüße 😀"
    assert "".join(delta.get("reasoning_content") or "" for delta in deltas) == "hm"
    calls: dict[int, dict[str, str]] = {}
    for each in [call for delta in deltas for call in delta.get("tool_calls", ())]:
        held = calls.setdefault(each["index"], {"arguments": ""})
        held |= {"id": each["id"], "name": each["function"]["name"]} if "id" in each else {}
        held["arguments"] += each["function"].get("arguments", "")
    assert calls == {
        0: {"id": "call_a", "name": "first", "arguments": '{"a": 1.0}'},
        1: {"id": "call_b", "name": "second", "arguments": '{"b": 2}'},
    }


@pytest.mark.parametrize("source", ["chat_completions", "responses"])
def test_a_messages_guest_never_sees_two_open_blocks(source: str) -> None:
    events = data(through(source, "messages", RECORDED[source])[0])
    opened: int | None = None
    blocks: list[Any] = []
    texts: list[str] = []
    for event in events:
        if event["type"] == "content_block_start":
            assert (opened, event["index"]) == (None, len(blocks))
            opened = event["index"]
            blocks.append(event["content_block"])
            texts.append("")
        elif event["type"] == "content_block_delta":
            assert event["index"] == opened
            delta = event["delta"]
            texts[-1] += delta.get("text") or delta.get("thinking") or delta.get("partial_json") or ""
        elif event["type"] == "content_block_stop":
            assert event["index"] == opened
            opened = None
    assert [block["type"] for block in blocks] == ["thinking", "text", "tool_use", "tool_use"]
    assert texts == ["hm", "Grüße 😀", '{"a": 1.0}', '{"b": 2}']
    assert events[-2]["usage"]["cache_read_input_tokens"] == 3
    assert events[-2]["usage"]["input_tokens"] == 8


@pytest.mark.parametrize("source", ["chat_completions", "messages"])
def test_a_responses_guest_gets_the_whole_at_the_end(source: str) -> None:
    events = data(through(source, "responses", RECORDED[source])[0])
    assert [event["sequence_number"] for event in events] == list(range(len(events)))
    output = events[-1]["response"]["output"]
    assert [item["type"] for item in output] == ["reasoning", "message", "function_call", "function_call"]
    assert output[1]["content"][0]["text"] == "Grüße 😀"
    assert [item["arguments"] for item in output[2:]] == ['{"a": 1.0}', '{"b": 2}']
    assert events[-1]["response"]["status"] == "completed"


@pytest.mark.parametrize("target", WIRES)
def test_a_vendors_error_is_the_last_word(target: str) -> None:
    recorded = RECORDED["messages"].partition(b"event: message_delta")[0]
    error = b'event: error\ndata: {"type":"error","error":{"type":"overloaded_error","message":"busy"}}\n\n'
    given, stream = through("messages", target, recorded + error)
    assert stream.end == "error"
    assert b"busy" in given
    assert not any(word in given for word in SUCCESS[target])


def test_what_nobody_knows_is_named_and_never_text() -> None:
    odd = b'event: novelty\ndata: {"type":"novelty","text":"boo"}\n\n'
    head, mark, tail = RECORDED["messages"].partition(b"event: ping")
    given, stream = through("messages", "chat_completions", head + odd + mark + tail)
    assert b": routeproof-lossy novelty\n\n" in given
    assert b"boo" not in given
    assert stream.lossy == ("novelty=dropped",)


def test_a_finish_that_nobody_knows_is_the_vendors_own_between_equals_alone() -> None:
    recorded = RECORDED["messages"].replace(b'"stop_reason":"tool_use"', b'"stop_reason":"pause_turn"')
    assert through("messages", "messages", recorded)[0] == recorded
    assert through("messages", "responses", recorded)[1].end == "error"
