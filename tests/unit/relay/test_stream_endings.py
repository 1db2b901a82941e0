"""What a vendor may leave out of a stream, and what becomes of what not every protocol has."""

from typing import Any

import pytest

from routeproof.relay.wire import Stamp, Stream
from support.wire_guests import Heard, listen, read
from support.wire_vendors import CHAT, MESSAGES, RESPONSES, WIRES, Call, Spoken, sse
from support.wire_vendors import stream as said_by

PAIRS = [(source, target) for source in WIRES for target in WIRES]
STAMP = Stamp(request="r1", created=7, provider="p")
HI = Spoken(texts=("hi",))
CHUNK = b'data: {"choices":[{"index":0,"delta":%s}]}\n\n'


def through(source: str, target: str, recorded: bytes) -> tuple[bytes, Stream]:
    stream = Stream(source, target, stamp=STAMP)
    return stream.feed(recorded) + stream.close(), stream


def heard(source: str, target: str, recorded: bytes, **options: Any) -> tuple[Heard | str, Stream]:
    stream = Stream(source, target, stamp=STAMP, **options)
    return listen(target, stream.feed(recorded) + stream.close()), stream


# ---- what a vendor may leave out, and what it may not ----


@pytest.mark.parametrize("target", WIRES)
def test_done_may_be_missing_and_is_nothing_by_itself(target: str) -> None:
    recorded = said_by(CHAT, HI)
    without = recorded.replace(b"data: [DONE]\n\n", b"")
    assert through(CHAT, target, without)[1].end == "complete"
    unfinished = recorded.replace(b'"finish_reason": "stop"', b'"finish_reason": null')
    given, stream = through(CHAT, target, unfinished)
    assert stream.end == "truncated"
    assert b"upstream_truncated: " in given
    assert b"[DONE]" not in given


@pytest.mark.parametrize(("source", "target"), PAIRS)
def test_half_a_stream_is_no_success(source: str, target: str) -> None:
    recorded = said_by(source, HI)
    given, stream = through(source, target, recorded[: len(recorded) // 2])
    assert stream.end == "truncated"
    assert b"upstream_truncated: " in given


@pytest.mark.parametrize("target", WIRES)
def test_the_end_of_a_message_without_a_reason_is_none(target: str) -> None:
    recorded = said_by(MESSAGES, HI).replace(b'"stop_reason": "end_turn"', b'"stop_reason": null')
    assert through(MESSAGES, target, recorded)[1].end == "truncated"


@pytest.mark.parametrize("source", WIRES)
def test_a_vendor_that_does_not_say_what_it_cost(source: str) -> None:
    recorded = said_by(source, Spoken(texts=("hi",), usage=None))
    for target in set(WIRES) - {source}:
        found, stream = heard(source, target, recorded)
        assert isinstance(found, Heard)
        assert stream.usage is None
        if target == MESSAGES:
            assert found.usage is not None
            assert found.usage["input_tokens"] == found.usage["output_tokens"] == 0
            assert stream.lossy == ("usage=added",)
        else:
            assert found.usage is None
            assert stream.lossy == ()


def test_a_chat_guest_gets_the_usage_only_where_it_asked() -> None:
    for source in (RESPONSES, MESSAGES):
        with_usage, _ = heard(source, CHAT, said_by(source, HI))
        without, stream = heard(source, CHAT, said_by(source, HI), include_usage=False)
        assert isinstance(with_usage, Heard)
        assert isinstance(without, Heard)
        assert with_usage.usage is not None
        assert without.usage is None
        assert stream.usage is not None


@pytest.mark.parametrize(("source", "target"), [pair for pair in PAIRS if pair[0] != pair[1]])
def test_a_call_whose_arguments_never_come_is_a_call(source: str, target: str) -> None:
    recorded = said_by(source, Spoken(calls=(Call("a", "f", "{}"),)), size=9)
    if source == CHAT:
        recorded = recorded.replace(b'"arguments": "{}"', b'"arguments": ""')
    elif source == RESPONSES:
        recorded = recorded.replace(b'"delta": "{}"', b'"delta": ""').replace(b'"{}"', b'""')
    else:
        recorded = recorded.replace(b'"partial_json": "{}"', b'"partial_json": ""')
    found, _ = heard(source, target, recorded)
    assert isinstance(found, Heard)
    wordless: Any = {} if target == MESSAGES else "{}" if source == MESSAGES else ""
    assert found.calls == (("a", "f", wordless),)


def test_an_item_that_was_not_announced_is_said_whole() -> None:
    spoken = Spoken("hm", "c2ln", ("one", "two"), "no", (Call("a", "f", "{}"),))
    events = [event + b"\n\n" for event in said_by(RESPONSES, spoken).split(b"\n\n")[:-1]]
    kept = (b"response.created", b"response.output_item.done", b"response.completed")
    short = b"".join(event for event in events if any(b"event: " + kind in event for kind in kept))
    for target in (CHAT, MESSAGES):
        assert heard(RESPONSES, target, short)[0] == heard(RESPONSES, target, said_by(RESPONSES, spoken))[0]


# ---- tools of free text, and refusals ----


def _free(source: str) -> bytes:
    recorded = said_by(source, Spoken(calls=(Call("a", "c", "words"),)), size=2)
    if source == CHAT:
        return recorded.replace(b'"function"', b'"custom"').replace(b'"arguments"', b'"input"')
    for old, new in (
        (b"function_call_arguments", b"custom_tool_call_input"),
        (b'"function_call"', b'"custom_tool_call"'),
        (b'"arguments"', b'"input"'),
    ):
        recorded = recorded.replace(old, new)
    return recorded


@pytest.mark.parametrize(("source", "target"), [(CHAT, RESPONSES), (RESPONSES, CHAT)])
def test_a_call_of_free_text_is_one_between_those_that_have_it(source: str, target: str) -> None:
    found, stream = heard(source, target, _free(source))
    assert isinstance(found, Heard)
    assert found.calls == (("a", "c", "words"),)
    assert stream.lossy == ()


@pytest.mark.parametrize("source", [CHAT, RESPONSES])
def test_a_call_of_free_text_is_an_error_for_a_messages_guest(source: str) -> None:
    found, stream = heard(source, MESSAGES, _free(source))
    assert str(found).startswith("upstream_malformed: ")
    assert stream.end == "error"


@pytest.mark.parametrize(
    ("source", "target"), [pair for pair in PAIRS if pair[0] != pair[1] and pair[0] != MESSAGES]
)
def test_a_refusal_stays_one_where_there_is_such_a_thing(source: str, target: str) -> None:
    found, _ = heard(source, target, said_by(source, Spoken(texts=("so",), declined="no")))
    assert isinstance(found, Heard)
    assert (found.text, found.declined) == (("sono", "") if target == MESSAGES else ("so", "no"))


# ---- what nobody knows ----

NOVEL = [
    (CHAT, CHUNK % b'{"reasoning_details":[1],"content":"x"}', "reasoning_details"),
    (MESSAGES, sse("novelty", {"type": "novelty", "text": "boo"}), "novelty"),
    (
        MESSAGES,
        sse(None, {"type": "content_block_start", "index": 9, "content_block": {"type": "boo_block"}})
        + sse(
            None, {"type": "content_block_delta", "index": 9, "delta": {"type": "text_delta", "text": "boo"}}
        )
        + sse(None, {"type": "content_block_stop", "index": 9}),
        "boo_block",
    ),
    (RESPONSES, sse(None, {"type": "response.novelty", "delta": "boo"}), "response.novelty"),
    (
        RESPONSES,
        sse(None, {"type": "response.output_item.added", "output_index": 9, "item": {"type": "boo_call"}})
        + sse(
            None,
            {"type": "response.output_text.delta", "output_index": 9, "content_index": 0, "delta": "boo"},
        )
        + sse(None, {"type": "response.output_item.done", "output_index": 9, "item": {"type": "boo_call"}}),
        "boo_call",
    ),
    (
        MESSAGES,
        sse(None, {"type": "content_block_start", "index": 9, "content_block": {"type": "text", "text": ""}})
        + sse(
            None, {"type": "content_block_delta", "index": 9, "delta": {"type": "boo_delta", "text": "boo"}}
        )
        + sse(None, {"type": "content_block_stop", "index": 9}),
        "boo_delta",
    ),
    (MESSAGES, sse("odd name", {"type": "odd name"}), "odd?name"),
]


@pytest.mark.parametrize(("source", "events", "name"), NOVEL)
def test_what_nobody_knows_is_named_in_a_comment(source: str, events: bytes, name: str) -> None:
    head, mark, tail = said_by(source, HI).partition(b"\n\n")
    for target in set(WIRES) - {source}:
        stream = Stream(source, target, stamp=STAMP)
        given = stream.feed(head + mark + events + tail) + stream.close()
        assert read(given).comments == [f"routeproof-lossy {name}"]
        assert stream.lossy == (f"{name}=dropped",)
        found = listen(target, given)
        assert isinstance(found, Heard)
        assert "boo" not in found.text
    passed, stream = through(source, source, head + mark + events + tail)
    assert passed == head + mark + events + tail
    assert stream.lossy == ()
