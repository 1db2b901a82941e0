"""A request in the neutral form, written as a Responses request."""

from collections.abc import Iterator
from hashlib import sha256
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
    Thought,
    Tool,
    WireSettings,
)
from routeproof.relay.wire.openai.written import write_fields, write_format, write_tools
from routeproof.relay.wire.report import LossReport, NotConvertible
from routeproof.relay.wire.sealed import unseal
from routeproof.relay.wire.thinking import effort_of
from routeproof.relay.wire.turns import EMPTY_SCHEMA
from routeproof.relay.wire.values import format_data_url


def write_request(request: Request, sent: str, settings: WireSettings, report: LossReport) -> dict[str, Any]:
    """The body that asks for the same; every loss is in the report."""
    if request.stop is not None:
        raise NotConvertible(request.stop.path, "the provider's protocol cannot stop at a word")
    body: dict[str, Any] = {"model": sent}
    instructions = _instructions(request)
    if instructions is not None:
        body["instructions"] = instructions
    body["input"] = [item for each in request.items for item in _item(each, settings, report)]
    body |= write_tools(request, report, _tool, nested=False)
    if request.cap is not None:
        body["max_output_tokens"] = request.cap.value
    body |= write_fields(request)
    body |= _thinking(request, report)
    body |= _carried(request)
    if request.stream:
        body["stream"] = True
    return body


def _thinking(request: Request, report: LossReport) -> dict[str, Any]:
    """What was thought comes back only when it is asked for, and when the vendor keeps nothing itself."""
    effort = effort_of(request.thinking, report)
    if effort is None:
        return {}
    if request.thinking is None or request.thinking.off:
        return {"reasoning": {"effort": effort}}
    return {"reasoning": {"effort": effort}, "include": ["reasoning.encrypted_content"], "store": False}


def _carried(request: Request) -> dict[str, Any]:
    fields = {name: each.value for name, each in request.carried if name != "verbosity"}
    text: dict[str, Any] = {name: each.value for name, each in request.carried if name == "verbosity"}
    if request.format is not None:
        text["format"] = write_format(request, nested=False)
    return {**fields, "text": text} if text else fields


# ---- what was said ----


def _of_messages(item: Item) -> bool:
    return isinstance(item, Said) and item.turn < 0


def _instructions(request: Request) -> str | None:
    """What a Messages guest's system says."""
    said = [item for item in request.items if isinstance(item, Said) and _of_messages(item)]
    texts = [part.text for item in said for part in item.parts if isinstance(part, Text)]
    return "\n\n".join(texts) if texts else None


def _item(item: Item, settings: WireSettings, report: LossReport) -> Iterator[dict[str, Any]]:
    if isinstance(item, Said):
        if not _of_messages(item):
            yield from _said(item, report)
    elif isinstance(item, Call):
        yield _call(item)
    elif isinstance(item, Outcome):
        yield _outcome(item, report)
    else:
        yield from _thought(item, settings, report)


def _said(said: Said, report: LossReport) -> Iterator[dict[str, Any]]:
    first = said.parts[0] if said.parts else None
    if said.whole and isinstance(first, Text):
        yield {"type": "message", "role": said.role, "content": first.text}
    elif said.role == "assistant":
        yield from (_own(part) for part in said.parts)
    else:
        content = [_part(part, report) for part in said.parts]
        yield {"type": "message", "role": said.role, "content": content}


def _own(part: Part) -> dict[str, Any]:
    """What the assistant said: a message for each text, and one with an id for what it declined."""
    if isinstance(part, Text):
        return {"type": "message", "role": "assistant", "content": part.text}
    if isinstance(part, Declined):
        own = {"id": f"msg_{sha256(part.path.encode()).hexdigest()[:24]}", "status": "completed"}
        content = [{"type": "refusal", "refusal": part.text}]
        return {"type": "message", "role": "assistant", **own, "content": content}
    raise NotConvertible(part.path, "the provider's protocol has no such part of an answer")


def _part(part: Part, report: LossReport) -> dict[str, Any]:
    if isinstance(part, Text):
        return {"type": "input_text", "text": part.text}
    if isinstance(part, Image):
        url = part.url or format_data_url(part.media_type or "", part.data or "")
        return {
            "type": "input_image",
            "image_url": url,
            "detail": part.detail.value if part.detail else "auto",
        }
    if isinstance(part, Pdf):
        return _pdf(part)
    if isinstance(part, Declined):
        raise NotConvertible(part.path, "only an assistant declines")
    report.changed(part.path)
    return {"type": "input_text", "text": part.text}


def _pdf(pdf: Pdf) -> dict[str, Any]:
    if pdf.url is not None:
        file = {"file_url": pdf.url}
    else:
        file = {"file_data": format_data_url("application/pdf", pdf.data or "")}
    return {"type": "input_file", **({} if pdf.name is None else {"filename": pdf.name}), **file}


def _call(call: Call) -> dict[str, Any]:
    if call.custom:
        return {"type": "custom_tool_call", "call_id": call.id, "name": call.name, "input": call.arguments}
    return {"type": "function_call", "call_id": call.id, "name": call.name, "arguments": call.arguments}


def _outcome(outcome: Outcome, report: LossReport) -> dict[str, Any]:
    kind = "custom_tool_call_output" if outcome.custom else "function_call_output"
    output: Any
    if outcome.whole and isinstance(outcome.parts[0], Text):
        output = outcome.parts[0].text
    else:
        output = [_part(part, report) for part in outcome.parts]
    return {"type": kind, "call_id": outcome.id, "output": output}


def _thought(thought: Thought, settings: WireSettings, report: LossReport) -> Iterator[dict[str, Any]]:
    held = unseal(thought.sealed, settings.provider)
    if held is None or held.kind != "encrypted":
        report.dropped(thought.path)
        return
    summary = [{"type": "summary_text", "text": thought.text}] if thought.text else []
    item: dict[str, Any] = {"type": "reasoning", "summary": summary, "encrypted_content": held.text}
    yield item if held.id is None else {**item, "id": held.id}


# ---- what is asked for ----


def _tool(tool: Tool) -> dict[str, Any]:
    written: dict[str, Any] = {"name": tool.name}
    if tool.description is not None:
        written["description"] = tool.description
    if tool.custom:
        return written if tool.format is None else {**written, "format": tool.format}
    # Left out, `strict` would be true here, and false where the guest comes from.
    schema = dict(EMPTY_SCHEMA) if tool.schema is None else tool.schema
    return {**written, "parameters": schema, "strict": bool(tool.strict)}
