"""A Messages request, read into the neutral form: what is asked for."""

from collections.abc import Iterator, Mapping
from typing import Any

from routeproof.relay.wire.fields import (
    as_list,
    as_object,
    as_text,
    given_count,
    given_number,
    given_text,
    lose_others,
    read_flag,
    read_list,
    read_mapping,
    refuse_present,
    text_or_none,
)
from routeproof.relay.wire.messages.said import read_items
from routeproof.relay.wire.neutral import Choice, Choose, Given, Request, Schema, Thinking, Tool
from routeproof.relay.wire.report import LossReport, NotConvertible

_REFUSED = ("container", "mcp_servers", "context_management", "prefill")
_KNOWN = frozenset(
    {
        *_REFUSED,
        "cache_control",
        "max_tokens",
        "messages",
        "metadata",
        "model",
        "output_config",
        "service_tier",
        "stop_sequences",
        "stream",
        "system",
        "temperature",
        "thinking",
        "tool_choice",
        "tools",
        "top_k",
        "top_p",
    }
)
_OF_TOOL = frozenset({"type", "name", "description", "input_schema", "strict", "cache_control"})
_SERIAL = "disable_parallel_tool_use"
_CHOICES = {"auto": Choose.AUTO, "none": Choose.NONE, "any": Choose.ANY, "tool": Choose.NAMED}
_NAMED_BY_GUESTS = frozenset({"input", "input_schema", "schema"})
"""What holds names of the guest's own."""


def read_request(body: Mapping[str, Any], report: LossReport) -> Request:
    """The request; NotConvertible for what no other protocol has."""
    refuse_present(body, _REFUSED, unless=([], {}))
    report.unknown(name for name, value in body.items() if name not in _KNOWN and value is not None)
    _lose(body, report)
    _refuse_prefill(body)
    choice = read_mapping(body, "tool_choice")
    config = read_mapping(body, "output_config")
    lose_others(config, ("effort", "format"), "output_config", report)
    return Request(
        items=tuple(read_items(body, report)),
        tools=tuple(_tools(body, report)),
        choice=_choice(choice),
        serial=read_flag(choice, _SERIAL, f"tool_choice.{_SERIAL}") is True,
        stop=_stop(body),
        cap=given_count(body, "max_tokens"),
        temperature=given_number(body, "temperature"),
        top_p=given_number(body, "top_p"),
        user=_user(body, report),
        thinking=_thinking(body, config, report),
        format=_format(config.get("format"), report),
        stream=read_flag(body, "stream") is True,
    )


def _refuse_prefill(body: Mapping[str, Any]) -> None:
    """The start of an answer, given as the last message: other protocols would answer to it."""
    messages = as_list(body.get("messages"), "messages")
    if messages and isinstance(messages[-1], dict) and messages[-1].get("role") == "assistant":
        path = f"messages[{len(messages) - 1}]"
        raise NotConvertible(path, "the provider's protocol does not continue an answer")


def _lose(body: Mapping[str, Any], report: LossReport) -> None:
    """What only a Messages vendor knows, and an answer can do without."""
    if body.get("top_k") is not None:
        report.dropped("top_k")
    tier = given_text(body, "service_tier")
    if tier is not None and tier.value != "auto":
        report.dropped("service_tier")
    if _holds(body, "cache_control"):
        report.dropped("cache_control")


def _holds(value: Any, name: str) -> bool:
    """Whether a key of that name stands anywhere but among the guest's own."""
    if isinstance(value, dict):
        return value.get(name) is not None or any(
            _holds(each, name) for key, each in value.items() if key not in _NAMED_BY_GUESTS
        )
    return isinstance(value, list) and any(_holds(each, name) for each in value)


def _user(body: Mapping[str, Any], report: LossReport) -> Given[str] | None:
    metadata = read_mapping(body, "metadata")
    if any(value is not None for name, value in metadata.items() if name != "user_id"):
        report.dropped("metadata")
    return given_text(metadata, "user_id", "metadata.user_id")


def _stop(body: Mapping[str, Any]) -> Given[tuple[str, ...]] | None:
    words = [as_text(each, "stop_sequences") for each in read_list(body, "stop_sequences")]
    return Given(tuple(filter(None, words)), "stop_sequences") if any(words) else None


def _tools(body: Mapping[str, Any], report: LossReport) -> Iterator[Tool]:
    for place, value in enumerate(read_list(body, "tools")):
        path = f"tools[{place}]"
        tool = as_object(value, path)
        if text_or_none(tool.get("type"), f"{path}.type") not in (None, "custom"):
            report.dropped(path)
            continue
        lose_others(tool, _OF_TOOL, path, report)
        yield Tool(
            as_text(tool.get("name"), f"{path}.name"),
            path,
            description=text_or_none(tool.get("description"), f"{path}.description"),
            schema=dict(as_object(tool.get("input_schema"), f"{path}.input_schema")),
            strict=read_flag(tool, "strict", f"{path}.strict"),
        )


def _choice(choice: Mapping[str, Any]) -> Choice | None:
    kind = text_or_none(choice.get("type"), "tool_choice.type")
    if kind is None:
        return None
    if kind not in _CHOICES:
        raise NotConvertible("tool_choice", "the provider's protocol cannot choose so")
    name = as_text(choice.get("name"), "tool_choice.name") if kind == "tool" else ""
    return Choice(_CHOICES[kind], "tool_choice", name=name)


def _thinking(body: Mapping[str, Any], config: Mapping[str, Any], report: LossReport) -> Thinking | None:
    word = given_text(config, "effort", "output_config.effort")
    effort = None if word is None else Thinking(word.path, effort=word.value)
    if body.get("thinking") is None:
        return effort
    thinking = as_object(body["thinking"], "thinking")
    lose_others(thinking, ("type", "budget_tokens"), "thinking", report)
    kind = thinking.get("type")
    if kind == "adaptive":
        return effort or Thinking("thinking")
    if effort is not None:
        report.dropped(effort.path)
    if kind == "disabled":
        return Thinking("thinking", off=True)
    if kind != "enabled":
        raise NotConvertible("thinking.type", "this kind of thinking is not known")
    path = "thinking.budget_tokens"
    budget = given_count(thinking, "budget_tokens", path)
    if budget is None:
        raise NotConvertible(path, "a whole number is expected here")
    return Thinking(path, budget=budget.value)


def _format(value: Any, report: LossReport) -> Schema | None:
    path = "output_config.format"
    if value is None:
        return None
    form = as_object(value, path)
    if form.get("type") != "json_schema":
        raise NotConvertible(path, "the provider's protocol has no such format")
    lose_others(form, ("type", "schema"), path, report)
    return Schema(path, dict(as_object(form.get("schema"), f"{path}.schema")))
