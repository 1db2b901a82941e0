"""Whole or as a stream, an answer says the same, in its protocol's order; a broken one fails."""

import json
import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from routeproof.relay.wire import Stamp, Stream, UpstreamFault, convert_answer, watch_answer
from support.wire_bodies import TYPES, spoiled
from support.wire_guests import Heard, hear, listen
from support.wire_spoken import SPOKEN
from support.wire_vendors import PAIRS, WIRES, Call, Spoken, stream, whole

STAMP = Stamp(request="r1", created=7, provider="p")
RICH = Spoken("hm", "c2ln", ("so ", "it is"), "", (Call("a", "f", '{"a": 1}'), Call("b", "g", "{}")))
LEAVES = st.none() | st.booleans() | st.integers(-2, 2) | st.sampled_from(["", "x", "stop", "{}", *TYPES])
SOUP = st.recursive(
    LEAVES,
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.sampled_from(["type", "text"]), inner),
    max_leaves=5,
)


def streamed(source: str, target: str, recorded: bytes) -> tuple[bytes, Stream]:
    running = Stream(source, target, stamp=STAMP)
    return running.feed(recorded) + running.close(), running


def expected(target: str, spoken: Spoken, source: str) -> tuple[str, str, str, list[Any]]:
    """What the guest must have: a Messages guest has what was declined as text, its calls as objects."""
    text, declined = "".join(spoken.texts), spoken.declined
    if "messages" in (source, target):
        text, declined = text + declined, ""
    calls: list[Any] = [(call.id, call.name, json.loads(call.arguments)) for call in spoken.calls]
    return text, declined, spoken.thought, calls


def said(heard: Heard) -> tuple[str, str, str, list[Any]]:
    calls = [
        (call, name, json.loads(text) if isinstance(text, str) else text) for call, name, text in heard.calls
    ]
    return heard.text, heard.declined, heard.thought, calls


@pytest.mark.parametrize(("source", "target"), PAIRS)
@given(spoken=SPOKEN, size=st.integers(1, 5))
def test_stream_and_whole_say_the_same(source: str, target: str, spoken: Spoken, size: int) -> None:
    converted = convert_answer(whole(source, spoken), source, target, stamp=STAMP)
    heard = hear(target, converted.body)
    given_bytes, running = streamed(source, target, stream(source, spoken, size))
    assert running.end == "complete"
    listened = listen(target, given_bytes)
    assert isinstance(listened, Heard)
    assert said(heard) == said(listened) == expected(target, spoken, source)
    assert (heard.finish, heard.seals) == (listened.finish, listened.seals)
    assert heard.usage == listened.usage
    assert converted.lossy == running.lossy == (("usage=added",) if heard_nothing(target, spoken) else ())


def heard_nothing(target: str, spoken: Spoken) -> bool:
    return target == "messages" and spoken.usage is None


@pytest.mark.parametrize(("source", "target"), PAIRS)
@given(data=st.data())
def test_a_spoiled_answer_is_an_answer_or_a_fault(source: str, target: str, data: st.DataObject) -> None:
    body = data.draw(spoiled(whole(source, RICH), SOUP))
    try:
        json.dumps(convert_answer(body, source, target, stamp=STAMP).body)
    except UpstreamFault as fault:
        assert fault.code in ("upstream_malformed", "upstream_error")  # noqa: PT017 - or there is none


@pytest.mark.parametrize("wire", WIRES)
@given(body=SOUP)
def test_what_is_no_answer_is_a_fault_whoever_looks(wire: str, body: Any) -> None:
    for target in WIRES:
        with pytest.raises(UpstreamFault):
            convert_answer(body, wire, target, stamp=STAMP) if target != wire else watch_answer(body, wire)


def spoil_event(recorded: bytes, data: st.DataObject) -> bytes:
    """The stream with one event changed, doubled, left out, or moved."""
    events = [event + b"\n\n" for event in recorded.split(b"\n\n")[:-1]]
    place = data.draw(st.integers(0, len(events) - 1))
    how = data.draw(st.sampled_from(["value", "twice", "out", "swap", "bytes"]))
    if how == "value" and b"[DONE]" not in events[place]:
        head, _, text = events[place].partition(b"data: ")
        value = data.draw(spoiled(json.loads(text), SOUP))
        events[place] = head + b"data: " + json.dumps(value).encode() + b"\n\n"
    elif how == "twice":
        events.insert(place, events[place])
    elif how == "out":
        del events[place]
    elif how == "swap":
        other = data.draw(st.integers(0, len(events) - 1))
        events[place], events[other] = events[other], events[place]
    else:
        events[place] = b"data: " + data.draw(st.binary(max_size=6)) + events[place]
    return b"".join(events)


@pytest.mark.parametrize("source", WIRES)
@pytest.mark.parametrize("target", WIRES)
@given(data=st.data())
def test_a_spoiled_stream_ends_in_order(source: str, target: str, data: st.DataObject) -> None:
    """Whatever a vendor sends, a guest of another protocol gets its own order, or an error in it."""
    recorded = spoil_event(stream(source, RICH, 4), data)
    given_bytes, running = streamed(source, target, recorded)
    assert running.end in ("complete", "error", "truncated")
    if source != target:
        listened = listen(target, given_bytes)
        assert isinstance(listened, str) == (running.end != "complete")


@pytest.mark.parametrize("source", WIRES)
@pytest.mark.parametrize("target", WIRES)
@given(soup=st.binary(max_size=40) | st.text('data:{}[]\r\n"eventDONE 1', max_size=40).map(str.encode))
def test_bytes_that_are_no_stream_are_no_success(source: str, target: str, soup: bytes) -> None:
    given_bytes, running = streamed(source, target, soup)
    assert running.end in ("error", "truncated")
    assert b"upstream_" in given_bytes


@pytest.mark.parametrize(("source", "target"), [(source, target) for source in WIRES for target in WIRES])
@given(spoken=SPOKEN, data=st.data())
def test_cut_anywhere_it_is_no_success_and_split_anywhere_it_is_the_same(
    source: str, target: str, spoken: Spoken, data: st.DataObject
) -> None:
    recorded = stream(source, spoken, 4)
    cut = data.draw(st.integers(0, len(recorded)))
    once, _ = streamed(source, target, recorded)
    running = Stream(source, target, stamp=STAMP)
    assert running.feed(recorded[:cut]) + running.feed(recorded[cut:]) + running.close() == once
    given_bytes, shortened = streamed(source, target, recorded[:cut])
    assert (shortened.end == "complete") == (cut >= enough(source, recorded))
    if source != target:
        assert isinstance(listen(target, given_bytes), str) == (shortened.end != "complete")


def enough(source: str, recorded: bytes) -> int:
    """How many bytes of a stream say that it is complete."""
    last = list(re.finditer(LAST[source], recorded))[-1]
    return recorded.index(b"\n\n", last.end()) + 2


LAST = {
    "chat_completions": rb'"finish_reason": "',
    "responses": rb"event: response[.](completed|incomplete)",
    "messages": rb"event: message_stop",
}
