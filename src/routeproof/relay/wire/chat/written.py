"""A request in the neutral form, written as a Chat Completions request."""

from collections.abc import Iterator, Sequence
from typing import Any

from routeproof.relay.wire.neutral import (
    Call,
    Declined,
    Image,
    Item,
    Outcome,
    Part,
    Pdf,
    Request,
    Said,
    Text,
    Tool,
    WireSettings,
)
from routeproof.relay.wire.openai.written import write_fields, write_format, write_tools
from routeproof.relay.wire.report import LossReport, NotConvertible
from routeproof.relay.wire.thinking import effort_of
from routeproof.relay.wire.turns import assistant_turns, is_of_assistant
from routeproof.relay.wire.values import format_data_url

_MOST_STOPS = 4


def write_request(request: Request, sent: str, settings: WireSettings, report: LossReport) -> dict[str, Any]:
    """The body that asks for the same; every loss is in the report."""
    body: dict[str, Any] = {"model": sent, "messages": list(_messages(request, report))}
    body |= write_tools(request, report, _tool, nested=True)
    if request.stop is not None:
        if len(request.stop.value) > _MOST_STOPS:
            raise NotConvertible(request.stop.path, "the provider's protocol has no more than four")
        body["stop"] = list(request.stop.value)
    if request.cap is not None:
        body[settings.max_tokens_field] = request.cap.value
    body |= write_fields(request)
    body |= {name: each.value for name, each in request.carried}
    effort = effort_of(request.thinking, report)
    if effort is not None:
        body["reasoning_effort"] = effort
    if request.format is not None:
        body["response_format"] = write_format(request, nested=True)
    if request.stream:
        body |= {"stream": True, "stream_options": {"include_usage": True}}
    return body


def _messages(request: Request, report: LossReport) -> Iterator[dict[str, Any]]:
    if request.instructions is not None:
        yield {"role": "system", "content": request.instructions.text}
    for group in assistant_turns(request.items):
        if is_of_assistant(group[0]):
            yield from _assistant(group, report)
        else:
            yield _other(group[0], report)


def _other(item: Item, report: LossReport) -> dict[str, Any]:
    if isinstance(item, Outcome):
        return {"role": "tool", "tool_call_id": item.id, "content": _outcome(item, report)}
    said = item if isinstance(item, Said) else Said("user", (), 0, "")
    return {"role": said.role, "content": _content(said.parts, report, whole=said.whole)}


def _outcome(outcome: Outcome, report: LossReport) -> Any:
    for part in outcome.parts:
        if isinstance(part, Image | Pdf):
            raise NotConvertible(part.path, "the provider's protocol has only text as the result of a tool")
    return _content(outcome.parts, report, whole=outcome.whole)


def _content(parts: Sequence[Part], report: LossReport, *, whole: bool) -> Any:
    if whole and len(parts) == 1 and isinstance(parts[0], Text):
        return parts[0].text
    return [_part(part, report) for part in parts]


def _part(part: Part, report: LossReport) -> dict[str, Any]:
    if isinstance(part, Text):
        return {"type": "text", "text": part.text}
    if isinstance(part, Declined):
        return {"type": "refusal", "refusal": part.text}
    if isinstance(part, Image):
        url = part.url or format_data_url(part.media_type or "", part.data or "")
        image = {"url": url} if part.detail is None else {"url": url, "detail": part.detail.value}
        return {"type": "image_url", "image_url": image}
    if isinstance(part, Pdf):
        return _pdf(part)
    report.changed(part.path)
    return {"type": "text", "text": part.text}


def _pdf(pdf: Pdf) -> dict[str, Any]:
    if pdf.data is None:
        raise NotConvertible(pdf.path, "the provider's protocol does not fetch documents")
    file = {"file_data": format_data_url("application/pdf", pdf.data)}
    return {"type": "file", "file": file if pdf.name is None else {"filename": pdf.name, **file}}


def _assistant(group: Sequence[Item], report: LossReport) -> Iterator[dict[str, Any]]:
    """One message with what was said and called in the turn; what was thought has no place in it."""
    said = [item for item in group if isinstance(item, Said)]
    calls = [_call(item) for item in group if isinstance(item, Call)]
    for item in group:
        if not isinstance(item, Said | Call):
            report.dropped(item.path)
    parts = [part for item in said for part in item.parts]
    if not parts and not calls:
        return
    content = _content(parts, report, whole=len(parts) == 1) if parts else None
    message: dict[str, Any] = {"role": "assistant", "content": content}
    yield {**message, "tool_calls": calls} if calls else message


def _call(call: Call) -> dict[str, Any]:
    if call.custom:
        return {"id": call.id, "type": "custom", "custom": {"name": call.name, "input": call.arguments}}
    return {"id": call.id, "type": "function", "function": {"name": call.name, "arguments": call.arguments}}


def _tool(tool: Tool) -> dict[str, Any]:
    inner: dict[str, Any] = {"name": tool.name}
    if tool.description is not None:
        inner["description"] = tool.description
    if tool.custom:
        return inner if tool.format is None else {**inner, "format": _nested_format(tool.format)}
    if tool.schema is not None:
        inner["parameters"] = tool.schema
    return inner if tool.strict is None else {**inner, "strict": tool.strict}


def _nested_format(form: dict[str, Any]) -> dict[str, Any]:
    """A grammar's fields stand in an object of their own here."""
    if form.get("type") != "grammar":
        return form
    return {"type": "grammar", "grammar": {name: value for name, value in form.items() if name != "type"}}
