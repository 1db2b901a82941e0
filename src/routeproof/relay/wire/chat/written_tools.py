"""Tools, their choice and the format of an answer, written for Chat Completions."""

from typing import Any

from routeproof.relay.wire.neutral import (
    Choice,
    Choose,
    Request,
    Tool,
)

_WORDS = {Choose.AUTO: "auto", Choose.NONE: "none", Choose.ANY: "required"}


def write_tool(tool: Tool) -> dict[str, Any]:
    """A function, or a tool that takes free text."""
    inner: dict[str, Any] = {"name": tool.name}
    if tool.description is not None:
        inner["description"] = tool.description
    if tool.custom:
        if tool.format is not None:
            inner["format"] = _nested_format(tool.format)
        return {"type": "custom", "custom": inner}
    if tool.schema is not None:
        inner["parameters"] = tool.schema
    if tool.strict is not None:
        inner["strict"] = tool.strict
    return {"type": "function", "function": inner}


def _nested_format(form: dict[str, Any]) -> dict[str, Any]:
    """A grammar's fields stand in an object of their own here."""
    if form.get("type") != "grammar":
        return form
    return {"type": "grammar", "grammar": {name: value for name, value in form.items() if name != "type"}}


def write_choice(choice: Choice) -> Any:
    """Which tools may be called, as a word or as an object."""
    if choice.kind in _WORDS:
        return _WORDS[choice.kind]
    if choice.kind is Choose.NAMED:
        return _named(choice.name, custom=choice.custom)
    tools = [_named(name, custom=custom) for name, custom in choice.names]
    return {"type": "allowed_tools", "allowed_tools": {"mode": choice.mode, "tools": tools}}


def _named(name: str, *, custom: bool) -> dict[str, Any]:
    kind = "custom" if custom else "function"
    return {"type": kind, kind: {"name": name}}


def write_format(request: Request) -> dict[str, Any]:
    """The format that the answer must have."""
    form = request.format
    if form is None or form.schema is None:
        return {"type": "json_object"}
    unnamed = form.name is None
    inner: dict[str, Any] = {"name": "response" if unnamed else form.name, "schema": form.schema}
    if form.description is not None:
        inner["description"] = form.description
    if unnamed or form.strict is not None:
        inner["strict"] = True if unnamed else form.strict
    return {"type": "json_schema", "json_schema": inner}
