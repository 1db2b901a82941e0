"""Streams that go wrong: the error is the last word, in the form of the guest, and limits hold."""

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


# ---- errors ----

VENDORS = {
    CHAT: sse(None, {"error": {"message": "busy", "type": "server_error", "code": None}}),
    RESPONSES: sse("error", {"type": "error", "code": "x", "message": "busy", "param": None}),
    MESSAGES: sse("error", {"type": "error", "error": {"type": "overloaded_error", "message": "busy"}}),
}
FAILED = sse("response.failed", {"type": "response.failed", "response": {"error": {"message": "busy"}}})


@pytest.mark.parametrize(("source", "error"), [*VENDORS.items(), (RESPONSES, FAILED)])
@pytest.mark.parametrize("target", WIRES)
def test_a_vendors_error_ends_the_stream_with_its_words(source: str, error: bytes, target: str) -> None:
    recorded = said_by(source, HI)
    events = [event + b"\n\n" for event in recorded.split(b"\n\n")[:-1]]
    for place in range(3):
        before, after = b"".join(events[:place]), b"".join(events[place:])
        given, stream = through(source, target, before + error + after)
        assert (stream.end, getattr(stream.fault, "code", "")) == ("error", "upstream_error")
        assert (
            given == before + error
            if source == target
            else str(listen(target, given)) == "upstream_error: busy"
        )


def test_what_else_ends_a_stream_is_said_in_the_guests_form() -> None:
    for target in WIRES:
        stream = Stream(RESPONSES if target != RESPONSES else CHAT, target, stamp=STAMP)
        given = stream.fail("token_revoked", "this token was revoked")
        assert (stream.end, stream.feed(b"data: x\n\n"), stream.close()) == ("error", b"", b"")
        assert stream.fail("draining", "") == b""
        ((kind, value),) = read(given).events
        words = "token_revoked: this token was revoked"
        if target == CHAT:
            error = {"message": words, "type": "server_error", "param": None, "code": "token_revoked"}
            assert (kind, value) == ("", {"error": error})
        elif target == MESSAGES:
            assert value == {"type": "error", "error": {"type": "api_error", "message": words}}
        else:
            assert value["response"]["error"] == {"code": "server_error", "message": words}
            assert value["response"]["status"] == "failed"


@pytest.mark.parametrize("source", [CHAT, MESSAGES])
def test_a_failed_response_holds_what_there_was_of_it(source: str) -> None:
    recorded = said_by(source, Spoken("hm", "", ("one two",)), size=4)
    stream = Stream(source, RESPONSES, stamp=STAMP)
    given = stream.feed(recorded[: recorded.index(b"two")]) + stream.fail("upstream_timeout", "")
    thought, message = read(given).events[-1][1]["response"]["output"]
    assert thought["summary"][0]["text"] == "hm"
    assert (message["content"][0]["text"], message["status"]) == ("one ", "incomplete")


@pytest.mark.parametrize(("source", "target"), PAIRS)
def test_nothing_follows_an_end_that_was_told(source: str, target: str) -> None:
    recorded = said_by(source, HI)
    once, _ = through(source, target, recorded)
    stream = Stream(source, target, stamp=STAMP)
    assert stream.feed(recorded) + stream.fail("upstream_timeout", "") == once
    assert (stream.end, stream.fault) == ("complete", None)
    again, stream = through(source, target, recorded + recorded + b"data: {oops\n\n")
    assert stream.end == "complete"
    assert again == (recorded + recorded + b"data: {oops\n\n" if source == target else once)


def test_an_error_behind_a_vendors_own_events_goes_on_from_them() -> None:
    started = {"id": "resp_9", "object": "response", "status": "in_progress", "model": "m", "output": []}
    events = b"".join(
        sse(kind, {"type": kind, "sequence_number": number, "response": started})
        for number, kind in enumerate(("response.created", "response.in_progress"))
    )
    given, _ = through(RESPONSES, RESPONSES, events)
    ((_, event),) = read(given.removeprefix(events)).events
    assert (event["type"], event["sequence_number"]) == ("response.failed", 2)
    response = event["response"]
    assert (response["id"], response["model"], response["status"]) == ("resp_9", "m", "failed")
    assert response["error"]["message"].startswith("upstream_truncated: ")


# ---- what a vendor may not do ----


MALFORMED = [
    (CHAT, CHUNK % b'{"content":5}'),
    (CHAT, CHUNK % b'{"tool_calls":5}'),
    (CHAT, CHUNK % b'{"tool_calls":[{"id":"a","function":{"name":"f"}}]}'),
    (CHAT, CHUNK % b'{"tool_calls":[{"index":0,"function":{"arguments":"x"}}]}'),
    (CHAT, CHUNK % b"[]"),
    (CHAT, b'data: {"choices":[5]}\n\n'),
    (CHAT, b'data: {"choices":5}\n\n'),
    (CHAT, b"data: 5\n\n"),
    (CHAT, b"data: \xff\n\n"),
    (CHAT, b'data: {"choices":[],"choices":[]}\n\n'),
    (MESSAGES, sse("ping", {"type": "pong"})),
    (
        MESSAGES,
        sse(None, {"type": "content_block_delta", "index": 0, "delta": {"type": "text_delta", "text": "x"}}),
    ),
    (MESSAGES, sse(None, {"type": "content_block_stop", "index": 9})),
    (MESSAGES, sse(None, {"type": "content_block_start", "content_block": {"type": "text", "text": ""}})),
    (MESSAGES, said_by(MESSAGES, HI).partition(b"event: ping")[0] * 2),
    (RESPONSES, sse(None, {"type": "response.output_text.delta", "output_index": 0, "delta": "x"})),
    (
        RESPONSES,
        sse(None, {"type": "response.function_call_arguments.delta", "output_index": 0, "delta": "x"}),
    ),
    (RESPONSES, sse(None, {"type": "response.output_item.added", "output_index": 0, "item": 5})),
    (RESPONSES, sse(None, {"type": "response.completed"})),
    (RESPONSES, sse(None, {"type": "response.created", "response": {}}) * 2),
]


@pytest.mark.parametrize(("source", "events"), MALFORMED)
def test_what_keeps_to_no_protocol_is_an_error_between_protocols(source: str, events: bytes) -> None:
    for target in set(WIRES) - {source}:
        found, stream = heard(source, target, events)
        assert str(found).startswith("upstream_malformed: "), target
        assert stream.end == "error"


def test_an_item_that_ends_as_another_is_an_error() -> None:
    recorded = said_by(RESPONSES, Spoken(calls=(Call("a", "f", '{"pay": 1}'),)))
    other = recorded.replace(b'"arguments": "{\\"pay\\": 1}"', b'"arguments": "{\\"pay\\": 2}"')
    assert other != recorded
    assert str(heard(RESPONSES, CHAT, other)[0]).startswith("upstream_malformed: ")


def test_what_passes_is_judged_by_its_frame_alone() -> None:
    odd = CHUNK % b'{"tool_calls":[{"id":"a","function":{"name":"f"}}],"novelty":5}'
    recorded = odd + said_by(CHAT, HI).replace(b'"finish_reason": "stop"', b'"finish_reason": "eos"')
    given, stream = through(CHAT, CHAT, recorded)
    assert (given, stream.end, stream.lossy) == (recorded, "complete", ())
    for source, broken in ((CHAT, b"data: {oops\n\n"), (MESSAGES, b'event: a\ndata: {"type":"b"}\n\n')):
        before = said_by(source, HI).partition(b"\n\n")[0] + b"\n\n"
        given, stream = through(source, source, before + broken)
        assert stream.end == "error"
        assert given.startswith(before)
        assert b"upstream_malformed: " in given.removeprefix(before)


# ---- limits ----


@pytest.mark.parametrize(("source", "target"), PAIRS)
def test_a_line_that_is_too_long_is_an_error_behind_what_was_whole(source: str, target: str) -> None:
    whole = said_by(source, HI)
    before, rest = whole.partition(b"\n\n")[0] + b"\n\n", b"data: " + b"x" * 3000
    for pieces in ((before, rest), (before + rest,), (before + b": " + rest,)):
        stream = Stream(source, target, stamp=STAMP, line_bytes=2000)
        given = b"".join(stream.feed(piece) for piece in pieces)
        started = Stream(source, target, stamp=STAMP).feed(before)
        assert stream.end == "error"
        assert given.startswith(started)
        assert b"upstream_malformed: " in given.removeprefix(started)


def test_an_event_that_never_ends_is_an_error() -> None:
    for line in (b"data: x\n", b": x\n", b"id: 5\n"):
        stream = Stream(CHAT, CHAT, stamp=STAMP, line_bytes=500)
        fed = 0
        while stream.end is None:
            stream.feed(line)
            fed += len(line)
            assert fed < 2000
        assert stream.end == "error"


@pytest.mark.parametrize("target", WIRES)
def test_what_must_be_held_is_bounded(target: str) -> None:
    """The second call waits for the first; a Responses guest is told the whole at the end."""
    source = RESPONSES if target != RESPONSES else CHAT
    spoken = Spoken(calls=(Call("a", "f", "{}"), Call("b", "g", '"' + "ü" * 5000 + '"')))
    for limit, kept in ((8000, False), (30000, True)):
        found, stream = heard(source, target, said_by(source, spoken, size=7), held_bytes=limit)
        assert (stream.end == "complete") == kept
        assert isinstance(found, Heard) == kept
        assert kept or str(found).startswith("upstream_malformed: ")


@pytest.mark.parametrize("source", [CHAT, RESPONSES])
def test_the_first_call_is_not_held(source: str) -> None:
    spoken = Spoken(calls=(Call("a", "f", '"' + "x" * 50_000 + '"'),))
    found, _ = heard(source, MESSAGES, said_by(source, spoken, size=1000), held_bytes=1000)
    assert isinstance(found, Heard)
