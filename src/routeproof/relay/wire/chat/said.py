"""A Chat Completions request, read into the neutral form: what was said, called and answered."""

from collections.abc import Iterator, Mapping
from typing import Any

from routeproof.relay.wire.fields import as_list, as_object, as_text, given_text, image_of, pdf_of
from routeproof.relay.wire.neutral import Call, Declined, Image, Item, Outcome, Part, Pdf, Said, Text
from routeproof.relay.wire.report import LossReport, NotConvertible


def read_items(body: Mapping[str, Any], report: LossReport) -> Iterator[Item]:
    """The history, in order; NotConvertible for what no other protocol has."""
    custom: set[str] = set()
    for turn, message in enumerate(as_list(body.get("messages"), "messages")):
        path = f"messages[{turn}]"
        given_message = as_object(message, path)
        role = given_message.get("role")
        if role in ("system", "developer", "user"):
            parts, whole = _content(given_message, path)
            yield Said(str(role), parts, turn, path, whole)
        elif role == "assistant":
            for item in _assistant(given_message, turn, path, report):
                if isinstance(item, Call) and item.custom:
                    custom.add(item.id)
                yield item
        elif role == "tool":
            call = as_text(given_message.get("tool_call_id"), f"{path}.tool_call_id")
            parts, whole = _content(given_message, path)
            yield Outcome(call, parts, turn, path, whole, custom=call in custom)
        else:
            raise NotConvertible(f"{path}.role", "this role is not known")


def _assistant(message: Mapping[str, Any], turn: int, path: str, report: LossReport) -> Iterator[Item]:
    if message.get("reasoning_content"):
        report.dropped(f"{path}.reasoning_content")
    if message.get("audio") is not None:
        raise NotConvertible(f"{path}.audio", "the provider's protocol does not speak")
    if message.get("function_call") is not None:
        raise NotConvertible(f"{path}.function_call", "calls stand in tool_calls")
    parts, whole = _content(message, path) if message.get("content") is not None else ((), False)
    if message.get("refusal"):
        parts = (*parts, Declined(as_text(message["refusal"], f"{path}.refusal"), f"{path}.refusal"))
        whole = False
    if parts:
        yield Said("assistant", parts, turn, path, whole)
    for place, call in enumerate(as_list(message.get("tool_calls") or [], f"{path}.tool_calls")):
        yield _call(call, turn, f"{path}.tool_calls[{place}]")


def _call(value: Any, turn: int, path: str) -> Call:
    call = as_object(value, path)
    kind = call.get("type") or "function"
    if kind not in ("function", "custom"):
        raise NotConvertible(f"{path}.type", "this kind of call is not known")
    inner = as_object(call.get(kind), f"{path}.{kind}")
    text = "arguments" if kind == "function" else "input"
    return Call(
        as_text(call.get("id"), f"{path}.id"),
        as_text(inner.get("name"), f"{path}.{kind}.name"),
        as_text(inner.get(text), f"{path}.{kind}.{text}"),
        turn,
        path,
        f"{path}.{kind}.{text}",
        custom=kind == "custom",
    )


def _content(message: Mapping[str, Any], path: str) -> tuple[tuple[Part, ...], bool]:
    """The parts of a message, and whether it was one text."""
    content, path = message.get("content"), f"{path}.content"
    if isinstance(content, str):
        return (Text(content, path),), True
    return tuple(_part(part, f"{path}[{place}]") for place, part in enumerate(as_list(content, path))), False


def _part(value: Any, path: str) -> Part:
    part = as_object(value, path)
    kind = part.get("type")
    if kind == "text":
        return Text(as_text(part.get("text"), f"{path}.text"), path)
    if kind == "refusal":
        return Declined(as_text(part.get("refusal"), f"{path}.refusal"), path)
    if kind == "image_url":
        return _image(as_object(part.get("image_url"), f"{path}.image_url"), path)
    if kind == "file":
        return _file(as_object(part.get("file"), f"{path}.file"), path)
    raise NotConvertible(path, "the provider's protocol has no such part")


def _image(image: Mapping[str, Any], path: str) -> Image:
    url = as_text(image.get("url"), f"{path}.image_url.url")
    detail = given_text(image, "detail", f"{path}.image_url.detail")
    return image_of(url, detail, path, f"{path}.image_url.url")


def _file(file: Mapping[str, Any], path: str) -> Pdf:
    if file.get("file_data") is None:
        raise NotConvertible(path, "a file that its own vendor keeps cannot be sent to another")
    return pdf_of(as_text(file["file_data"], f"{path}.file.file_data"), file.get("filename"), path)
