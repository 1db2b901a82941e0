"""What Chat Completions and Responses ask for: one nests under its kind what the other lays out flat."""

from collections.abc import Iterator, Mapping
from typing import Any

from routeproof.relay.wire.fields import (
    as_list,
    as_object,
    as_text,
    lose_others,
    read_flag,
    read_list,
    text_or_none,
)
from routeproof.relay.wire.neutral import Choice, Choose, Schema, Tool
from routeproof.relay.wire.report import LossReport, NotConvertible
from routeproof.relay.wire.values import schema_of, word_choice

_KINDS = ("function", "custom")
_OF_FUNCTION = frozenset({"name", "description", "parameters", "strict"})
_OF_CUSTOM = frozenset({"name", "description", "format"})


def read_tools(body: Mapping[str, Any], report: LossReport, *, nested: bool) -> Iterator[Tool]:
    """The tools of the guest; those that the vendor would run itself are dropped."""
    for place, value in enumerate(read_list(body, "tools")):
        path = f"tools[{place}]"
        tool = as_object(value, path)
        kind = as_text(tool.get("type"), f"{path}.type")
        if kind not in _KINDS:
            report.dropped(path)
            continue
        inner, within = _inside(tool, kind, path, nested=nested)
        known = _OF_CUSTOM if kind == "custom" else _OF_FUNCTION
        if nested:
            lose_others(tool, ("type", kind), path, report)
        lose_others(inner, known if nested else known | {"type"}, within, report)
        yield _tool(inner, path, within, custom=kind == "custom")


def _tool(inner: Mapping[str, Any], path: str, within: str, *, custom: bool) -> Tool:
    schema, form = inner.get("parameters"), inner.get("format")
    return Tool(
        as_text(inner.get("name"), f"{within}.name"),
        path,
        description=text_or_none(inner.get("description"), f"{within}.description"),
        schema=None if custom or schema is None else dict(as_object(schema, f"{within}.parameters")),
        strict=None if custom else read_flag(inner, "strict", f"{within}.strict"),
        custom=custom,
        format=dict(as_object(form, f"{within}.format")) if custom and form is not None else None,
    )


def read_choice(value: Any, *, nested: bool) -> Choice | None:
    """Which tools may be called; None where the guest does not say."""
    path = "tool_choice"
    if value is None:
        return None
    if isinstance(value, str):
        return word_choice(value, path)
    choice = as_object(value, path)
    kind = choice.get("type")
    if kind in _KINDS:
        inner, within = _inside(choice, kind, path, nested=nested)
        return Choice(
            Choose.NAMED, path, name=as_text(inner.get("name"), f"{within}.name"), custom=kind == "custom"
        )
    if kind == "allowed_tools":
        return _allowed(*_inside(choice, kind, path, nested=nested), nested=nested)
    raise NotConvertible(path, "the provider's protocol cannot choose so")


def _allowed(allowed: Mapping[str, Any], path: str, *, nested: bool) -> Choice:
    names = []
    for place, value in enumerate(as_list(allowed.get("tools"), f"{path}.tools")):
        where = f"{path}.tools[{place}]"
        tool = as_object(value, where)
        kind = tool.get("type")
        if kind not in _KINDS:
            raise NotConvertible(where, "the provider's protocol has no such tool")
        inner, within = _inside(tool, kind, where, nested=nested)
        names.append((as_text(inner.get("name"), f"{within}.name"), kind == "custom"))
    mode = as_text(allowed.get("mode"), f"{path}.mode")
    return Choice(Choose.ALLOWED, "tool_choice", mode=mode, names=tuple(names))


def read_format(value: Any, path: str, report: LossReport, *, nested: bool) -> Schema | None:
    """The format that the answer must have; None for text."""
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
    return schema_of(*_inside(form, kind, path, nested=nested), report)


def _inside(value: Mapping[str, Any], kind: str, path: str, *, nested: bool) -> tuple[Mapping[str, Any], str]:
    """Where the fields of a kind stand: in an object of their own, or beside the kind."""
    return (as_object(value.get(kind), f"{path}.{kind}"), f"{path}.{kind}") if nested else (value, path)
