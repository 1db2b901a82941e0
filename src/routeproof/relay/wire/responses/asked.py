"""A Responses request, read into the neutral form: what is asked for."""

from collections.abc import Iterator, Mapping
from typing import Any

from routeproof.relay.wire.fields import (
    as_list,
    as_object,
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
    text_or_none,
)
from routeproof.relay.wire.neutral import (
    Choice,
    Choose,
    Given,
    Item,
    Request,
    Said,
    Schema,
    Text,
    Thinking,
    Tool,
)
from routeproof.relay.wire.report import LossReport, NotConvertible
from routeproof.relay.wire.responses.said import read_items
from routeproof.relay.wire.values import schema_of, thinking_of, word_choice

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
_OF_FUNCTION = frozenset({"type", "name", "description", "parameters", "strict"})
_OF_CUSTOM = frozenset({"type", "name", "description", "format"})
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
        tools=tuple(_tools(body, report)),
        choice=_choice(body.get("tool_choice")),
        serial=read_flag(body, "parallel_tool_calls") is False,
        cap=given_count(body, "max_output_tokens"),
        temperature=given_number(body, "temperature"),
        top_p=given_number(body, "top_p"),
        user=given_text(body, "user"),
        safety_identifier=given_text(body, "safety_identifier"),
        metadata=given_metadata(body),
        thinking=_thinking(body, report),
        format=_format(text.get("format"), report),
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


def _tools(body: Mapping[str, Any], report: LossReport) -> Iterator[Tool]:
    for place, value in enumerate(read_list(body, "tools")):
        path = f"tools[{place}]"
        tool = as_object(value, path)
        kind = as_text(tool.get("type"), f"{path}.type")
        if kind not in ("function", "custom"):
            report.dropped(path)
            continue
        custom = kind == "custom"
        lose_others(tool, _OF_CUSTOM if custom else _OF_FUNCTION, path, report)
        schema, form = tool.get("parameters"), tool.get("format")
        yield Tool(
            as_text(tool.get("name"), f"{path}.name"),
            path,
            description=text_or_none(tool.get("description"), f"{path}.description"),
            schema=None if custom or schema is None else dict(as_object(schema, f"{path}.parameters")),
            strict=None if custom else read_flag(tool, "strict", f"{path}.strict"),
            custom=custom,
            format=dict(as_object(form, f"{path}.format")) if custom and form is not None else None,
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
        names.append((as_text(tool.get("name"), f"{where}.name"), tool["type"] == "custom"))
    mode = as_text(choice.get("mode"), f"{path}.mode")
    return Choice(Choose.ALLOWED, path, mode=mode, names=tuple(names))


def _thinking(body: Mapping[str, Any], report: LossReport) -> Thinking | None:
    reasoning = read_mapping(body, "reasoning")
    lose_others(reasoning, ("effort",), "reasoning", report)
    effort = given_text(reasoning, "effort", "reasoning.effort")
    return None if effort is None else thinking_of(effort)


def _format(value: Any, report: LossReport) -> Schema | None:
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
    return schema_of(form, path, report)
