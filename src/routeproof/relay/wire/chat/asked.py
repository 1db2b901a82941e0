"""A Chat Completions request, read into the neutral form: what is asked for."""

from collections.abc import Iterator, Mapping
from typing import Any

from routeproof.relay.wire.chat.said import read_items
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
from routeproof.relay.wire.neutral import Choice, Choose, Given, Request, Schema, Thinking, Tool
from routeproof.relay.wire.report import LossReport, NotConvertible

CARRIED = ("store", "service_tier", "prompt_cache_key", "prompt_cache_retention", "verbosity")
_REFUSED = ("logit_bias", "functions", "audio", "prediction", "web_search_options")
_LOST = ("seed", "presence_penalty", "frequency_penalty")
_KNOWN = frozenset(
    {
        *CARRIED,
        *_REFUSED,
        *_LOST,
        "max_completion_tokens",
        "max_tokens",
        "messages",
        "metadata",
        "modalities",
        "model",
        "n",
        "logprobs",
        "parallel_tool_calls",
        "reasoning_effort",
        "response_format",
        "safety_identifier",
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
_NOTHING = (None, 0, False)


def read_request(body: Mapping[str, Any], report: LossReport) -> Request:
    """The request; NotConvertible for what no other protocol has."""
    _refuse(body)
    report.unknown(name for name, value in body.items() if name not in _KNOWN and value is not None)
    for name in _LOST:
        if body.get(name) not in _NOTHING:
            report.dropped(name)
    options = body.get("stream_options")
    return Request(
        items=tuple(read_items(body, report)),
        tools=tuple(_tools(body, report)),
        choice=_choice(body.get("tool_choice")),
        serial="parallel_tool_calls" if body.get("parallel_tool_calls") is False else "",
        stop=_stop(body.get("stop")),
        cap=given_count(body, "max_completion_tokens") or given_count(body, "max_tokens"),
        temperature=given(body, "temperature"),
        top_p=given(body, "top_p"),
        user=given_text(body, "user"),
        safety_identifier=given_text(body, "safety_identifier"),
        metadata=given(body, "metadata") if body.get("metadata") else None,
        thinking=_thinking(body),
        format=_format(body.get("response_format")),
        stream=body.get("stream") is True,
        include_usage=bool(isinstance(options, dict) and options.get("include_usage")),
        carried=tuple((name, Given(body[name], name)) for name in CARRIED if body.get(name) is not None),
    )


def _refuse(body: Mapping[str, Any]) -> None:
    refuse_present(body, ("n",), unless=(1,))
    refuse_present(body, ("logprobs", "top_logprobs"), unless=(False, 0))
    refuse_present(body, _REFUSED, unless=({}, []))
    if "audio" in (body.get("modalities") or ()):
        raise NotConvertible("modalities", "the provider's protocol does not speak")


def _tools(body: Mapping[str, Any], report: LossReport) -> Iterator[Tool]:
    for place, value in enumerate(as_list(body.get("tools") or [], "tools")):
        path = f"tools[{place}]"
        tool = as_object(value, path)
        kind = tool.get("type")
        if kind == "function":
            yield _function(as_object(tool.get("function"), f"{path}.function"), path)
        elif kind == "custom":
            custom = as_object(tool.get("custom"), f"{path}.custom")
            yield Tool(
                as_text(custom.get("name"), f"{path}.custom.name"),
                path,
                description=text_or_none(custom.get("description"), f"{path}.custom.description"),
                custom=True,
                format=_flat_format(custom.get("format")),
            )
        else:
            report.dropped(path)


def _function(function: Mapping[str, Any], path: str) -> Tool:
    schema = function.get("parameters")
    return Tool(
        as_text(function.get("name"), f"{path}.function.name"),
        path,
        description=text_or_none(function.get("description"), f"{path}.function.description"),
        schema=None if schema is None else dict(as_object(schema, f"{path}.function.parameters")),
        strict=function.get("strict"),
    )


def _flat_format(value: Any) -> dict[str, Any] | None:
    """A custom tool's format as Responses lays it out: the grammar's fields beside the type."""
    if not isinstance(value, dict):
        return None
    inner = value.get("grammar")
    return {"type": value.get("type"), **inner} if isinstance(inner, dict) else dict(value)


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
        inner = as_object(tool.get(kind), where)
        names.append((as_text(inner.get("name"), where), kind == "custom"))
    mode = as_text(allowed.get("mode"), f"{path}.allowed_tools.mode")
    return Choice(Choose.ALLOWED, path, mode=mode, names=tuple(names))


def _stop(value: Any) -> Given[tuple[str, ...]] | None:
    if value is None:
        return None
    words = [value] if isinstance(value, str) else as_list(value, "stop")
    stop = tuple(as_text(word, "stop") for word in words)
    return Given(stop, "stop") if any(stop) else None


def _thinking(body: Mapping[str, Any]) -> Thinking | None:
    effort = given_text(body, "reasoning_effort")
    return None if effort is None else thinking_of(effort)


def _format(value: Any) -> Schema | None:
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
    inner = as_object(form.get("json_schema"), f"{path}.json_schema")
    return schema_of(inner, path, f"{path}.json_schema.name")
