"""Answers that are none, what of an answer has no place, and how a guest is told."""

from typing import Any

import pytest

from routeproof.relay.wire import (
    UpstreamFault,
    Wire,
    convert_answer,
    error_body,
    format_losses,
    upstream_words,
    watch_answer,
)
from support.wire_vendors import CHAT, MESSAGES, RESPONSES, WIRES, Call, Spoken, whole

# ---- what has no place ----


def test_what_is_left_out_is_named() -> None:
    body = whole(MESSAGES, Spoken(texts=("so",)))
    body["content"][0]["citations"] = [{"type": "char_location"}]
    body["content"].append({"type": "server_tool_use", "id": "s", "name": "web_search", "input": {}})
    converted = convert_answer(body, MESSAGES, CHAT)
    assert converted.lossy == ("citations=dropped", "server_tool_use=dropped")
    body = whole(RESPONSES, Spoken(texts=("so",)))
    body["output"][0]["content"][0]["annotations"] = [{"type": "url_citation"}]
    body["output"].append({"type": "web_search_call", "id": "ws"})
    assert convert_answer(body, RESPONSES, CHAT).lossy == ("annotations=dropped", "web_search_call=dropped")
    body = whole(CHAT, Spoken(texts=("so",)))
    body["choices"][0]["message"] |= {"annotations": [{"type": "url_citation"}], "audio": None}
    assert convert_answer(body, CHAT, MESSAGES).lossy == ("annotations=dropped",)


@pytest.mark.parametrize("vendor", [CHAT, RESPONSES])
@pytest.mark.parametrize("arguments", ["[]", "{", "words", '{"a":1,"a":2}'])
def test_arguments_that_are_no_object_are_no_call_for_a_messages_guest(vendor: str, arguments: str) -> None:
    body = whole(vendor, Spoken(calls=(Call("a", "f", arguments),)))
    with pytest.raises(UpstreamFault, match="arguments"):
        convert_answer(body, vendor, MESSAGES)


@pytest.mark.parametrize("wire", WIRES)
def test_between_equals_the_answer_is_the_vendors(wire: str) -> None:
    body = {**whole(wire, Spoken(texts=("so",))), "novelty": {"a": None}}
    assert convert_answer(body, wire, wire).body == body


# ---- errors ----

ERRORS: list[tuple[str, Any, str]] = [
    (CHAT, {"error": {"message": "busy", "type": "x", "code": None}}, "busy"),
    (CHAT, {"error": "busy"}, "busy"),
    (RESPONSES, {"error": {"message": "busy"}, "status": "failed", "output": []}, "busy"),
    (MESSAGES, {"type": "error", "error": {"type": "overloaded_error", "message": "busy"}}, "busy"),
    (MESSAGES, {"type": "error"}, ""),
    (CHAT, {"error": {"code": 5}}, ""),
    (CHAT, {"error": {"error": {"error": {"message": "deep"}}}}, "deep"),
]


@pytest.mark.parametrize(("vendor", "body", "words"), ERRORS)
def test_an_error_object_is_no_answer(vendor: str, body: Any, words: str) -> None:
    for guest in WIRES:
        with pytest.raises(UpstreamFault) as raised:
            convert_answer(body, vendor, guest)
        assert (raised.value.code, raised.value.words) == ("upstream_error", words)
    with pytest.raises(UpstreamFault):
        watch_answer(body, vendor)


MALFORMED: list[tuple[str, Any]] = [
    (CHAT, []),
    (CHAT, {"choices": []}),
    (CHAT, {"choices": [{"message": 5}]}),
    (CHAT, {"choices": [{"message": {"content": ["a"]}, "finish_reason": "stop"}]}),
    (CHAT, {"choices": [{"message": {"tool_calls": 5}, "finish_reason": "stop"}]}),
    (CHAT, {"choices": [{"message": {"tool_calls": [{"type": []}]}, "finish_reason": "stop"}]}),
    (CHAT, {"choices": [{"message": {"content": "a"}, "finish_reason": None}]}),
    (RESPONSES, {"output": {}}),
    (RESPONSES, {"output": [5], "status": "completed"}),
    (RESPONSES, {"output": [{"type": "message", "content": 5}], "status": "completed"}),
    (RESPONSES, {"output": [{"type": "reasoning", "summary": 5}], "status": "completed"}),
    (RESPONSES, {"output": [{"type": "function_call", "name": "f"}], "status": "completed"}),
    (MESSAGES, {"content": "a"}),
    (MESSAGES, {"content": [5], "stop_reason": "end_turn"}),
    (MESSAGES, {"content": [{"type": "text"}], "stop_reason": "end_turn"}),
    (
        MESSAGES,
        {"content": [{"type": "tool_use", "id": "a", "name": "f", "input": "{}"}], "stop_reason": "tool_use"},
    ),
]


@pytest.mark.parametrize(("vendor", "body"), MALFORMED)
def test_what_keeps_to_no_protocol_is_no_answer(vendor: str, body: Any) -> None:
    for guest in set(WIRES) - {vendor}:
        assert fault_of(body, vendor, guest) == "upstream_malformed"


def fault_of(body: Any, vendor: str, guest: str) -> str:
    """The code of the fault, or the name of what else is raised."""
    try:
        convert_answer(body, vendor, guest)
    except UpstreamFault as fault:
        return fault.code
    except Exception as wrong:
        return type(wrong).__name__
    return ""


NO_WORDS: tuple[Any, ...] = ({}, [], "", None)


def test_the_words_of_an_answer_that_is_no_success() -> None:
    assert upstream_words({"error": {"message": "no money"}}, 402) == "no money"
    assert [upstream_words(body, 503) for body in NO_WORDS] == ["upstream answered 503"] * 4


OPENAI = {401: "authentication_error", 403: "permission_error", 429: "rate_limit_error", 500: "server_error"}
OPENAI |= {
    400: "invalid_request_error",
    404: "invalid_request_error",
    503: "server_error",
    529: "server_error",
}
ANTHROPIC = {
    400: "invalid_request_error",
    405: "invalid_request_error",
    408: "invalid_request_error",
    415: "invalid_request_error",
    401: "authentication_error",
    403: "permission_error",
    404: "not_found_error",
    413: "request_too_large",
    429: "rate_limit_error",
    504: "timeout_error",
    529: "overloaded_error",
    500: "api_error",
    503: "api_error",
}


def test_an_error_has_the_shape_of_the_guests_protocol() -> None:
    for status, kind in OPENAI.items():
        for wire in (Wire.CHAT, Wire.RESPONSES):
            body = error_body(wire, status, "some_code", "words", param="messages[0]")
            expected = {"message": "words", "type": kind, "param": "messages[0]", "code": "some_code"}
            assert body == {"error": expected}
    for status, kind in ANTHROPIC.items():
        body = error_body(Wire.MESSAGES, status, "some_code", "words", request="r1")
        assert body == {"type": "error", "error": {"type": kind, "message": "words"}, "request_id": "r1"}


# ---- the header that tells losses ----


def test_losses_are_told_in_a_header_of_two_thousand_characters_at_most() -> None:
    assert format_losses(()) == ""
    assert format_losses(("a=dropped", "b=added")) == "a=dropped, b=added"
    many = tuple(f"messages[{number}].content[0].citations=dropped" for number in range(1000))
    told = format_losses(many)
    assert 1900 < len(told) <= 2048
    *shown, more = told.split(", ")
    assert tuple(shown) == many[: len(shown)]
    assert more == f"more={1000 - len(shown)}"
    for limit in range(20, 100):
        assert len(format_losses(many[:9], limit)) <= limit
