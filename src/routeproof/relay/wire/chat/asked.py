"""A Chat Completions request, read into the neutral form: what is asked for."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from routeproof.relay.wire.chat.said import read_items
from routeproof.relay.wire.fields import (
    as_list,
    as_text,
    given_count,
    given_metadata,
    given_number,
    given_text,
    lose_others,
    read_carried,
    read_flag,
    read_list,
    read_mapping,
    refuse_present,
)
from routeproof.relay.wire.neutral import Given, Request, Tool
from routeproof.relay.wire.openai.asked import read_choice, read_format, read_tools
from routeproof.relay.wire.report import LossReport, NotConvertible
from routeproof.relay.wire.values import thinking_of

CARRIED = ("store", "service_tier", "prompt_cache_key", "prompt_cache_retention", "verbosity")
_REFUSED = ("audio", "prediction", "web_search_options")
_PENALTIES = ("presence_penalty", "frequency_penalty")
_KNOWN = frozenset(
    {
        *CARRIED,
        *_REFUSED,
        *_PENALTIES,
        "functions",
        "logit_bias",
        "logprobs",
        "max_completion_tokens",
        "max_tokens",
        "messages",
        "metadata",
        "modalities",
        "model",
        "n",
        "parallel_tool_calls",
        "reasoning_effort",
        "response_format",
        "safety_identifier",
        "seed",
        "stop",
        "stream",
        "stream_options",
        "temperature",
        "tool_choice",
        "tools",
        "top_logprobs",
        "top_p",
        "user",
    }
)


def read_request(body: Mapping[str, Any], report: LossReport) -> Request:
    """The request; NotConvertible for what no other protocol has."""
    _refuse(body)
    report.unknown(name for name, value in body.items() if name not in _KNOWN and value is not None)
    _lose(body, report)
    effort = given_text(body, "reasoning_effort")
    return Request(
        items=tuple(read_items(body, report)),
        tools=tuple(_tools(body, report)),
        choice=read_choice(body.get("tool_choice"), nested=True),
        serial=read_flag(body, "parallel_tool_calls") is False,
        stop=_stop(body.get("stop")),
        cap=_cap(body, report),
        temperature=given_number(body, "temperature"),
        top_p=given_number(body, "top_p"),
        user=given_text(body, "user"),
        safety_identifier=given_text(body, "safety_identifier"),
        metadata=given_metadata(body),
        thinking=None if effort is None else thinking_of(effort),
        format=read_format(body.get("response_format"), "response_format", report, nested=True),
        stream=read_flag(body, "stream") is True,
        carried=tuple(read_carried(body, CARRIED)),
    )


def _refuse(body: Mapping[str, Any]) -> None:
    refuse_present(body, ("n",), unless=(1,))
    refuse_present(body, ("logprobs", "top_logprobs"), unless=(False, 0))
    refuse_present(body, ("functions",), unless=([],))
    refuse_present(body, ("logit_bias",), unless=({},))
    refuse_present(body, _REFUSED)
    if any(each != "text" for each in read_list(body, "modalities")):
        raise NotConvertible("modalities", "the provider's protocol answers with text alone")


def _lose(body: Mapping[str, Any], report: LossReport) -> None:
    """What no other protocol has, and an answer can do without."""
    for name in ("seed", *_PENALTIES):
        found = given_number(body, name)
        if found is not None and (name == "seed" or found.value != 0):
            report.dropped(name)
    options = read_mapping(body, "stream_options")
    read_flag(options, "include_usage", "stream_options.include_usage")
    lose_others(options, ("include_usage",), "stream_options", report)


def _cap(body: Mapping[str, Any], report: LossReport) -> Given[int] | None:
    cap, old = given_count(body, "max_completion_tokens"), given_count(body, "max_tokens")
    if cap is not None and old is not None and cap.value != old.value:
        report.dropped(old.path)
    return old if cap is None else cap


def _tools(body: Mapping[str, Any], report: LossReport) -> Iterator[Tool]:
    for tool in read_tools(body, report, nested=True):
        yield tool if tool.format is None else replace(tool, format=_flat_format(tool.format))


def _flat_format(form: Mapping[str, Any]) -> dict[str, Any]:
    """A custom tool's format as Responses lays it out: the grammar's fields beside the type."""
    inner = form.get("grammar")
    return {"type": form.get("type"), **inner} if isinstance(inner, dict) else dict(form)


def _stop(value: Any) -> Given[tuple[str, ...]] | None:
    if value is None:
        return None
    words = [value] if isinstance(value, str) else as_list(value, "stop")
    stop = tuple(as_text(word, "stop") for word in words)
    return Given(tuple(filter(None, stop)), "stop") if any(stop) else None
