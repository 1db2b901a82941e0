"""What only one vendor can read of a thought travels through a guest and back, to that vendor alone."""

import base64
import json
from typing import Any

import pytest

from routeproof.relay.wire import Stamp, Stream, WireSettings, convert_answer, convert_request
from support.wire_guests import Heard, hear, listen
from support.wire_vendors import CHAT, MESSAGES, RESPONSES, Spoken, stream, whole

STAMP = Stamp(request="r1", created=7, provider="p")

SEALED = Spoken("hm", "c2ln", ("so",))


def sealed_by(vendor: str, guest: str, spoken: Spoken = SEALED) -> Heard:
    body = convert_answer(whole(vendor, spoken), vendor, guest, stamp=STAMP).body
    running = Stream(vendor, guest, stamp=STAMP)
    listened = listen(guest, running.feed(stream(vendor, spoken)) + running.close())
    heard = hear(guest, body)
    assert isinstance(listened, Heard)
    assert listened.seals == heard.seals
    return heard


@pytest.mark.parametrize(("vendor", "guest"), [(MESSAGES, RESPONSES), (RESPONSES, MESSAGES)])
def test_a_seal_goes_out_with_its_provider_and_comes_back_to_it_alone(vendor: str, guest: str) -> None:
    heard = sealed_by(vendor, guest)
    (seal,) = heard.seals
    assert heard.thought == "hm"
    assert seal.startswith("rp1.")
    assert json.loads(base64.urlsafe_b64decode(seal.removeprefix("rp1.")))["provider"] == "p"
    if guest == RESPONSES:
        summary = [{"type": "summary_text", "text": "hm"}]
        thought: dict[str, Any] = {"type": "reasoning", "summary": summary, "encrypted_content": seal}
        asked: dict[str, Any] = {"input": [thought, {"role": "user", "content": "on"}]}
        asked["max_output_tokens"] = 9
        back: dict[str, Any] = {"type": "thinking", "thinking": "hm", "signature": "c2ln"}
    else:
        block = {"type": "thinking", "thinking": "hm", "signature": seal}
        user = {"role": "user", "content": "on"}
        asked = {"messages": [{"role": "assistant", "content": [block]}, user], "max_tokens": 9}
        summary = [{"type": "summary_text", "text": "hm"}]
        back = {"type": "reasoning", "summary": summary, "encrypted_content": "c2ln", "id": "rs_1"}
    same = convert_request(asked, guest, vendor, sent="m", settings=WireSettings(provider="p"))
    assert back in (same.body["messages"][0]["content"] if vendor == MESSAGES else same.body["input"])
    assert same.lossy == ()
    other = convert_request(asked, guest, vendor, sent="m", settings=WireSettings(provider="q"))
    assert "c2ln" not in json.dumps(other.body)
    assert len(other.lossy) == 1


@pytest.mark.parametrize("seal", ["rp1.", "rp1.!", "rp1.e30=", "rp1.W10=", "rp1.gICA", "c2ln", ""])
def test_a_seal_that_nobody_made_here_is_dropped(seal: str) -> None:
    thought = {"type": "reasoning", "summary": [], "encrypted_content": seal}
    asked = {"input": [thought, {"role": "user", "content": "on"}], "max_output_tokens": 9}
    converted = convert_request(asked, RESPONSES, MESSAGES, sent="m", settings=WireSettings(provider="p"))
    assert converted.lossy == ("input[0]=dropped",)


def test_what_a_vendor_keeps_to_itself_travels_too() -> None:
    body = whole(MESSAGES, Spoken(texts=("so",)))
    body["content"].insert(0, {"type": "redacted_thinking", "data": "b3Bh"})
    (item, _) = convert_answer(body, MESSAGES, RESPONSES, stamp=STAMP).body["output"]
    asked = {"input": [item, {"role": "user", "content": "on"}], "max_output_tokens": 9}
    converted = convert_request(asked, RESPONSES, MESSAGES, sent="m", settings=WireSettings(provider="p"))
    assert converted.body["messages"][0]["content"] == [{"type": "redacted_thinking", "data": "b3Bh"}]


def test_a_chat_guest_hears_the_thought_and_no_seal() -> None:
    for vendor in (MESSAGES, RESPONSES):
        assert sealed_by(vendor, CHAT).thought == "hm"
    assert "c2ln" not in json.dumps(convert_answer(whole(MESSAGES, SEALED), MESSAGES, CHAT).body)
