"""A Responses request, read into the neutral form: what is asked for."""

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
    schema_of,
    text_or_none,
    thinking_of,
    word_choice,
)
from routeproof.relay.wire.neutral import Choice, Choose, Given, Request, Said, Schema, Text, Thinking, Tool
from routeproof.relay.wire.report import LossReport, NotConvertible
from routeproof.relay.wire.responses.said import read_items

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
    refuse_present(body, _REFUSED)
    refuse_present(body, ("background",), unless=(False,))
    refuse_present(body, ("top_logprobs",), unless=(0,))
    report.unknown(name for name, value in body.items() if name not in _KNOWN and value is not None)
    _lose(body, report)
    text = as_object(body.get("text") or {}, "text")
    items = tuple(read_items(body))
    if items and isinstance(items[-1], Said) and items[-1].role == "assistant":
        raise NotConvertible(items[-1].path, "the provider's protocol does not continue an answer")
    instructions = given_text(body, "instructions")
    return Request(
        instructions=None if instructions is None else Text(instructions.value, instructions.path),
        items=items,
        tools=tuple(_tools(body, report)),
        choice=_choice(body.get("tool_choice")),
        serial="parallel_tool_calls" if body.get("parallel_tool_calls") is False else "",
        cap=given_count(body, "max_output_tokens"),
        temperature=given(body, "temperature"),
        top_p=given(body, "top_p"),
        user=given_text(body, "user"),
        safety_identifier=given_text(body, "safety_identifier"),
        metadata=given(body, "metadata") if body.get("metadata") else None,
        thinking=_thinking(body, report),
        format=_format(text.get("format")),
        stream=body.get("stream") is True,
        carried=tuple(_carried(body, text)),
    )


def _lose(body: Mapping[str, Any], report: LossReport) -> None:
    """What only a Responses vendor knows, and an answer can do without."""
    for name, nothing in (("include", []), ("truncation", "disabled"), ("client_metadata", {})):
        if body.get(name) is not None and body[name] != nothing:
            report.dropped(name)


def _carried(body: Mapping[str, Any], text: Mapping[str, Any]) -> Iterator[tuple[str, Given[Any]]]:
    for name in CARRIED:
        if body.get(name) is not None:
            yield name, Given(body[name], name)
    if text.get("verbosity") is not None:
        yield "verbosity", Given(text["verbosity"], "text.verbosity")


def _tools(body: Mapping[str, Any], report: LossReport) -> Iterator[Tool]:
    for place, value in enumerate(as_list(body.get("tools") or [], "tools")):
        path = f"tools[{place}]"
        tool = as_object(value, path)
        kind = tool.get("type")
        if kind not in ("function", "custom"):
            report.dropped(path)
            continue
        schema, form = tool.get("parameters"), tool.get("format")
        yield Tool(
            as_text(tool.get("name"), f"{path}.name"),
            path,
            description=text_or_none(tool.get("description"), f"{path}.description"),
            schema=None if schema is None else dict(as_object(schema, f"{path}.parameters")),
            strict=tool.get("strict"),
            custom=kind == "custom",
            format=None if form is None else dict(as_object(form, f"{path}.format")),
        )


def _choice(value: Any) -> Choice | None:
    path = "tool_choice"
    if value is None:
        return None
    if isinstance(value, str):
        return word_choice(value, path)
    choice = as_object(value, path)
    kind = choice.get("type")
    if kind in ("function", "custom"):
        name = as_text(choice.get("name"), f"{path}.name")
        return Choice(Choose.NAMED, path, name=name, custom=kind == "custom")
    if kind == "allowed_tools":
        return _allowed(choice, path)
    raise NotConvertible(path, "the provider's protocol cannot choose so")


def _allowed(choice: Mapping[str, Any], path: str) -> Choice:
    names = []
    for place, value in enumerate(as_list(choice.get("tools"), f"{path}.tools")):
        where = f"{path}.tools[{place}]"
        tool = as_object(value, where)
        if tool.get("type") not in ("function", "custom"):
            raise NotConvertible(where, "the provider's protocol has no such tool")
        names.append((as_text(tool.get("name"), where), tool["type"] == "custom"))
    mode = as_text(choice.get("mode"), f"{path}.mode")
    return Choice(Choose.ALLOWED, path, mode=mode, names=tuple(names))


def _thinking(body: Mapping[str, Any], report: LossReport) -> Thinking | None:
    reasoning = as_object(body.get("reasoning") or {}, "reasoning")
    for name, value in reasoning.items():
        if name != "effort" and value is not None:
            report.dropped(f"reasoning.{name}")
    effort = given_text(reasoning, "effort", "reasoning.effort")
    return None if effort is None else thinking_of(effort)


def _format(value: Any) -> Schema | None:
    path = "text.format"
    if value is None:
        return None
    form = as_object(value, path)
    kind = form.get("type")
    if kind == "text":
        return None
    if kind == "json_object":
        return Schema(path)
    if kind != "json_schema":
        raise NotConvertible(path, "the provider's protocol has no such format")
    return schema_of(form, path, f"{path}.name")
