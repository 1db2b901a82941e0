"""What Chat Completions and Responses write: one nests under its kind what the other lays out flat."""

from collections.abc import Callable
from typing import Any

from routeproof.relay.wire.neutral import Choice, Choose, Request, Tool
from routeproof.relay.wire.report import LossReport
from routeproof.relay.wire.turns import sendable_tools

_WORDS = {Choose.AUTO: "auto", Choose.NONE: "none", Choose.ANY: "required"}
_ALIKE = ("temperature", "top_p", "user", "safety_identifier", "metadata")


def write_fields(request: Request) -> dict[str, Any]:
    """The fields that have one name and one meaning in both."""
    given = ((name, getattr(request, name)) for name in _ALIKE)
    return {name: field.value for name, field in given if field is not None}


def write_tools(
    request: Request, report: LossReport, write_tool: Callable[[Tool], dict[str, Any]], *, nested: bool
) -> dict[str, Any]:
    """The tools, and what is said of their use; nothing of it where none can be sent."""
    tools = sendable_tools(request, report, custom=True)
    if not tools:
        return {}
    body: dict[str, Any] = {
        "tools": [
            around("custom" if tool.custom else "function", write_tool(tool), nested=nested) for tool in tools
        ]
    }
    if request.choice is not None:
        body["tool_choice"] = _choice(request.choice, nested=nested)
    return {**body, "parallel_tool_calls": False} if request.serial else body


def _choice(choice: Choice, *, nested: bool) -> Any:
    if choice.kind in _WORDS:
        return _WORDS[choice.kind]
    if choice.kind is Choose.NAMED:
        return _named(choice.name, custom=choice.custom, nested=nested)
    tools = [_named(name, custom=custom, nested=nested) for name, custom in choice.names]
    return around("allowed_tools", {"mode": choice.mode, "tools": tools}, nested=nested)


def _named(name: str, *, custom: bool, nested: bool) -> dict[str, Any]:
    return around("custom" if custom else "function", {"name": name}, nested=nested)


def write_format(request: Request, *, nested: bool) -> dict[str, Any]:
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
    return around("json_schema", inner, nested=nested)


def around(kind: str, inner: dict[str, Any], *, nested: bool) -> dict[str, Any]:
    """The fields of a kind: in an object of their own, or beside the kind."""
    return {"type": kind, kind: inner} if nested else {"type": kind, **inner}
