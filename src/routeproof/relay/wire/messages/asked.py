"""A Messages request, read into the neutral form: what is asked for."""

from collections.abc import Iterator, Mapping
from typing import Any

from routeproof.relay.wire.fields import (
    as_list,
    as_object,
    as_text,
    given,
    given_count,
    given_text,
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
_SERIAL = "tool_choice.disable_parallel_tool_use"
_CHOICES = {"auto": Choose.AUTO, "none": Choose.NONE, "any": Choose.ANY, "tool": Choose.NAMED}


def read_request(body: Mapping[str, Any], report: LossReport) -> Request:
    """The request; NotConvertible for what no other protocol has."""
    refuse_present(body, _REFUSED, unless=([], {}))
    report.unknown(name for name, value in body.items() if name not in _KNOWN and value is not None)
    _lose(body, report)
    _refuse_prefill(body)
    choice = as_object(body.get("tool_choice") or {}, "tool_choice")
    metadata = as_object(body.get("metadata") or {}, "metadata")
    config = as_object(body.get("output_config") or {}, "output_config")
    for name, value in config.items():
        if name not in ("effort", "format") and value is not None:
            report.dropped(f"output_config.{name}")
    stop = as_list(body.get("stop_sequences") or [], "stop_sequences")
    words = tuple(as_text(each, "stop_sequences") for each in stop)
    return Request(
        items=tuple(read_items(body, report)),
        tools=tuple(_tools(body, report)),
        choice=_choice(choice),
        serial="tool_choice.disable_parallel_tool_use"
        if choice.get("disable_parallel_tool_use") is True
        else "",
        stop=Given(words, "stop_sequences") if any(words) else None,
        cap=given_count(body, "max_tokens"),
        temperature=given(body, "temperature"),
        top_p=given(body, "top_p"),
        user=given_text(metadata, "user_id", "metadata.user_id"),
        thinking=_thinking(body, config),
        format=_format(config.get("format")),
        stream=body.get("stream") is True,
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
    if body.get("service_tier") not in (None, "auto"):
        report.dropped("service_tier")
    if any(name != "user_id" and value is not None for name, value in (body.get("metadata") or {}).items()):
        report.dropped("metadata")
    if _holds(body, "cache_control"):
        report.dropped("cache_control")


def _holds(value: Any, name: str) -> bool:
    """Whether a key of that name stands anywhere but in a tool's schema or input."""
    if isinstance(value, dict):
        return value.get(name) is not None or any(
            _holds(each, name) for key, each in value.items() if key not in ("input", "input_schema")
        )
    return isinstance(value, list) and any(_holds(each, name) for each in value)


def _tools(body: Mapping[str, Any], report: LossReport) -> Iterator[Tool]:
    for place, value in enumerate(as_list(body.get("tools") or [], "tools")):
        path = f"tools[{place}]"
        tool = as_object(value, path)
        if tool.get("type") not in (None, "custom"):
            report.dropped(path)
            continue
        yield Tool(
            as_text(tool.get("name"), f"{path}.name"),
            path,
            description=text_or_none(tool.get("description"), f"{path}.description"),
            schema=dict(as_object(tool.get("input_schema"), f"{path}.input_schema")),
            strict=tool.get("strict"),
        )


def _choice(choice: Mapping[str, Any]) -> Choice | None:
    kind = choice.get("type")
    if kind is None:
        return None
    if kind not in _CHOICES:
        raise NotConvertible("tool_choice", "the provider's protocol cannot choose so")
    name = as_text(choice.get("name"), "tool_choice.name") if kind == "tool" else ""
    return Choice(_CHOICES[kind], "tool_choice", name=name)


def _thinking(body: Mapping[str, Any], config: Mapping[str, Any]) -> Thinking | None:
    effort = text_or_none(config.get("effort"), "output_config.effort")
    value = body.get("thinking")
    if value is None:
        return None if effort is None else Thinking("output_config.effort", effort=effort)
    thinking = as_object(value, "thinking")
    kind = thinking.get("type")
    if kind == "disabled":
        return Thinking("thinking", off=True)
    if kind == "adaptive":
        return Thinking("thinking", effort=effort, adaptive=True)
    if kind != "enabled":
        raise NotConvertible("thinking", "this kind of thinking is not known")
    budget = given_count(thinking, "budget_tokens")
    if budget is None:
        raise NotConvertible("thinking.budget_tokens", "a whole number is expected here")
    return Thinking("thinking", budget=budget.value)


def _format(value: Any) -> Schema | None:
    path = "output_config.format"
    if value is None:
        return None
    form = as_object(value, path)
    if form.get("type") != "json_schema":
        raise NotConvertible(path, "the provider's protocol has no such format")
    return Schema(path, dict(as_object(form.get("schema"), f"{path}.schema")))
