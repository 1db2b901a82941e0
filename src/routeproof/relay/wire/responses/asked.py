"""A Responses request, read into the neutral form: what is asked for."""

from collections.abc import Iterator, Mapping
from typing import Any

from routeproof.relay.wire.fields import (
    given_count,
    given_metadata,
    given_number,
    given_text,
    lose_others,
    read_carried,
    read_flag,
    read_mapping,
    refuse_present,
)
from routeproof.relay.wire.neutral import (
    Given,
    Item,
    Request,
    Said,
    Text,
    Thinking,
)
from routeproof.relay.wire.openai.asked import read_choice, read_format, read_tools
from routeproof.relay.wire.report import LossReport, NotConvertible
from routeproof.relay.wire.responses.said import read_items
from routeproof.relay.wire.values import thinking_of

CARRIED = ("store", "service_tier", "prompt_cache_key", "prompt_cache_retention")
_REFUSED = (
    "previous_response_id",
    "conversation",
    "prompt",
    "container",
    "mcp_servers",
    "context_management",
    "prefill",
)
_KNOWN = frozenset(
    {
        *CARRIED,
        *_REFUSED,
        "background",
        "client_metadata",
        "include",
        "input",
        "instructions",
        "max_output_tokens",
        "metadata",
        "model",
        "parallel_tool_calls",
        "reasoning",
        "safety_identifier",
        "stream",
        "stream_options",
        "temperature",
        "text",
        "tool_choice",
        "tools",
        "top_logprobs",
        "top_p",
        "truncation",
        "user",
    }
)


def read_request(body: Mapping[str, Any], report: LossReport) -> Request:
    """The request; NotConvertible for what no other protocol has."""
    refuse_present(body, _REFUSED, unless=([], {}))
    refuse_present(body, ("background",), unless=(False,))
    refuse_present(body, ("top_logprobs",), unless=(0,))
    report.unknown(name for name, value in body.items() if name not in _KNOWN and value is not None)
    _lose(body, report)
    text = read_mapping(body, "text")
    lose_others(text, ("format", "verbosity"), "text", report)
    instructions = given_text(body, "instructions")
    return Request(
        instructions=None if instructions is None else Text(instructions.value, instructions.path),
        items=_items(body, report),
        tools=tuple(read_tools(body, report, nested=False)),
        choice=read_choice(body.get("tool_choice"), nested=False),
        serial=read_flag(body, "parallel_tool_calls") is False,
        cap=given_count(body, "max_output_tokens"),
        temperature=given_number(body, "temperature"),
        top_p=given_number(body, "top_p"),
        user=given_text(body, "user"),
        safety_identifier=given_text(body, "safety_identifier"),
        metadata=given_metadata(body),
        thinking=_thinking(body, report),
        format=read_format(text.get("format"), "text.format", report, nested=False),
        stream=read_flag(body, "stream") is True,
        carried=(*read_carried(body, CARRIED), *_verbosity(text)),
    )


def _items(body: Mapping[str, Any], report: LossReport) -> tuple[Item, ...]:
    """The history; one that ends with the start of an answer would be answered, not continued."""
    items = tuple(read_items(body, report))
    last = items[-1] if items else None
    if isinstance(last, Said) and last.role == "assistant":
        raise NotConvertible(last.path, "the provider's protocol does not continue an answer")
    return items


def _lose(body: Mapping[str, Any], report: LossReport) -> None:
    """What only a Responses vendor knows, and an answer can do without."""
    for name, nothing in (("include", []), ("truncation", "disabled"), ("client_metadata", {})):
        if body.get(name) is not None and body[name] != nothing:
            report.dropped(name)
    lose_others(read_mapping(body, "stream_options"), (), "stream_options", report)


def _verbosity(text: Mapping[str, Any]) -> Iterator[tuple[str, Given[Any]]]:
    found = given_text(text, "verbosity", "text.verbosity")
    if found is not None:
        yield "verbosity", found


def _thinking(body: Mapping[str, Any], report: LossReport) -> Thinking | None:
    reasoning = read_mapping(body, "reasoning")
    lose_others(reasoning, ("effort",), "reasoning", report)
    effort = given_text(reasoning, "effort", "reasoning.effort")
    return None if effort is None else thinking_of(effort)
