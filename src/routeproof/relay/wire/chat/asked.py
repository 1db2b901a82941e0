"""A Chat Completions request, read into the neutral form: what is asked for."""

from collections.abc import Iterator, Mapping
from typing import Any

from routeproof.relay.wire.chat.said import read_items
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
from routeproof.relay.wire.neutral import Choice, Choose, Given, Request, Schema, Tool
from routeproof.relay.wire.report import LossReport, NotConvertible
from routeproof.relay.wire.values import schema_of, thinking_of, word_choice

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
_OF_FUNCTION = frozenset({"name", "description", "parameters", "strict"})
_OF_CUSTOM = frozenset({"name", "description", "format"})


def read_request(body: Mapping[str, Any], report: LossReport) -> Request:
    """The request; NotConvertible for what no other protocol has."""
    _refuse(body)
    report.unknown(name for name, value in body.items() if name not in _KNOWN and value is not None)
    _lose(body, report)
    effort = given_text(body, "reasoning_effort")
    return Request(
        items=tuple(read_items(body, report)),
        tools=tuple(_tools(body, report)),
        choice=_choice(body.get("tool_choice")),
        serial=read_flag(body, "parallel_tool_calls") is False,
        stop=_stop(body.get("stop")),
        cap=_cap(body, report),
        temperature=given_number(body, "temperature"),
        top_p=given_number(body, "top_p"),
        user=given_text(body, "user"),
        safety_identifier=given_text(body, "safety_identifier"),
        metadata=given_metadata(body),
        thinking=None if effort is None else thinking_of(effort),
        format=_format(body.get("response_format"), report),
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
    for place, value in enumerate(read_list(body, "tools")):
        path = f"tools[{place}]"
        tool = as_object(value, path)
        kind = as_text(tool.get("type"), f"{path}.type")
        if kind not in ("function", "custom"):
            report.dropped(path)
            continue
        lose_others(tool, ("type", kind), path, report)
        inner = as_object(tool.get(kind), f"{path}.{kind}")
        yield _tool(inner, path, f"{path}.{kind}", report, custom=kind == "custom")


def _tool(inner: Mapping[str, Any], path: str, within: str, report: LossReport, *, custom: bool) -> Tool:
    lose_others(inner, _OF_CUSTOM if custom else _OF_FUNCTION, within, report)
    schema, form = inner.get("parameters"), inner.get("format")
    return Tool(
        as_text(inner.get("name"), f"{within}.name"),
        path,
        description=text_or_none(inner.get("description"), f"{within}.description"),
        schema=None if custom or schema is None else dict(as_object(schema, f"{within}.parameters")),
        strict=None if custom else read_flag(inner, "strict", f"{within}.strict"),
        custom=custom,
        format=_flat_format(as_object(form, f"{within}.format")) if custom and form is not None else None,
    )


def _flat_format(form: Mapping[str, Any]) -> dict[str, Any]:
    """A custom tool's format as Responses lays it out: the grammar's fields beside the type."""
    inner = form.get("grammar")
    return {"type": form.get("type"), **inner} if isinstance(inner, dict) else dict(form)


def _choice(value: Any) -> Choice | None:
    path = "tool_choice"
    if value is None:
        return None
    if isinstance(value, str):
        return word_choice(value, path)
    choice = as_object(value, path)
    kind = choice.get("type")
    if kind in ("function", "custom"):
        inner = as_object(choice.get(kind), f"{path}.{kind}")
        name = as_text(inner.get("name"), f"{path}.{kind}.name")
        return Choice(Choose.NAMED, path, name=name, custom=kind == "custom")
    if kind == "allowed_tools":
        allowed = as_object(choice.get("allowed_tools"), f"{path}.allowed_tools")
        return _allowed(allowed, path)
    raise NotConvertible(path, "the provider's protocol cannot choose so")


def _allowed(allowed: Mapping[str, Any], path: str) -> Choice:
    names = []
    for place, value in enumerate(as_list(allowed.get("tools"), f"{path}.allowed_tools.tools")):
        where = f"{path}.allowed_tools.tools[{place}]"
        tool = as_object(value, where)
        kind = tool.get("type")
        if kind not in ("function", "custom"):
            raise NotConvertible(where, "the provider's protocol has no such tool")
        inner = as_object(tool.get(kind), f"{where}.{kind}")
        names.append((as_text(inner.get("name"), f"{where}.{kind}.name"), kind == "custom"))
    mode = as_text(allowed.get("mode"), f"{path}.allowed_tools.mode")
    return Choice(Choose.ALLOWED, path, mode=mode, names=tuple(names))


def _stop(value: Any) -> Given[tuple[str, ...]] | None:
    if value is None:
        return None
    words = [value] if isinstance(value, str) else as_list(value, "stop")
    stop = tuple(as_text(word, "stop") for word in words)
    return Given(tuple(filter(None, stop)), "stop") if any(stop) else None


def _format(value: Any, report: LossReport) -> Schema | None:
    path = "response_format"
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
    inner = f"{path}.json_schema"
    return schema_of(as_object(form.get("json_schema"), inner), inner, report)
