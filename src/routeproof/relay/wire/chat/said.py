"""A Chat Completions request, read into the neutral form: what was said, called and answered."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from routeproof.relay.wire.fields import (
    as_list,
    as_object,
    as_text,
    given_text,
    lose_others,
    read_list,
    text_or_none,
)
from routeproof.relay.wire.neutral import Call, Declined, Image, Item, Outcome, Part, Pdf, Said, Text
from routeproof.relay.wire.report import LossReport, NotConvertible
from routeproof.relay.wire.values import image_of, pdf_of

_OF_ANY = ("role", "content")
_OF_ASSISTANT = (*_OF_ANY, "refusal", "tool_calls", "audio", "function_call")
_KINDS = {"user": ("text", "image_url", "file"), "assistant": ("text", "refusal")}
_TEXTS = ("text",)


def read_items(body: Mapping[str, Any], report: LossReport) -> Iterator[Item]:
    """The history, in order; NotConvertible for what no other protocol has."""
    custom: set[str] = set()
    for turn, value in enumerate(as_list(body.get("messages"), "messages")):
        path = f"messages[{turn}]"
        message = as_object(value, path)
        role = message.get("role")
        if role in ("system", "developer", "user"):
            lose_others(message, _OF_ANY, path, report)
            parts = _content(message, path, report)
            yield Said(role, parts, turn, path, whole=isinstance(message["content"], str))
        elif role == "assistant":
            lose_others(message, _OF_ASSISTANT, path, report)
            for item in _assistant(message, turn, path, report):
                if isinstance(item, Call) and item.custom:
                    custom.add(item.id)
                yield item
        elif role == "tool":
            yield _outcome(message, turn, path, report, custom)
        else:
            raise NotConvertible(f"{path}.role", "this role is not known")


def _outcome(
    message: Mapping[str, Any], turn: int, path: str, report: LossReport, custom: set[str]
) -> Outcome:
    lose_others(message, (*_OF_ANY, "tool_call_id"), path, report)
    call = as_text(message.get("tool_call_id"), f"{path}.tool_call_id")
    parts = _content(message, path, report)
    whole = isinstance(message["content"], str)
    return Outcome(call, parts, turn, path, whole, custom=call in custom)


def _assistant(message: Mapping[str, Any], turn: int, path: str, report: LossReport) -> Iterator[Item]:
    if message.get("audio") is not None:
        raise NotConvertible(f"{path}.audio", "the provider's protocol does not speak")
    if message.get("function_call") is not None:
        raise NotConvertible(f"{path}.function_call", "calls stand in tool_calls")
    content = message.get("content")
    parts = () if content is None else _content(message, path, report)
    refusal = text_or_none(message.get("refusal"), f"{path}.refusal")
    if refusal:
        parts = (*parts, Declined(refusal, f"{path}.refusal"))
    if parts:
        yield Said("assistant", parts, turn, path, whole=isinstance(content, str) and not refusal)
    for place, call in enumerate(read_list(message, "tool_calls", f"{path}.tool_calls")):
        yield _call(call, turn, f"{path}.tool_calls[{place}]", report)


def _call(value: Any, turn: int, path: str, report: LossReport) -> Call:
    call = as_object(value, path)
    kind = "function" if call.get("type") is None else call["type"]
    if kind not in ("function", "custom"):
        raise NotConvertible(f"{path}.type", "this kind of call is not known")
    lose_others(call, ("id", "type", "index", kind), path, report)
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


def _content(message: Mapping[str, Any], path: str, report: LossReport) -> tuple[Part, ...]:
    """The parts of a message; only a user shows pictures and files, only an assistant declines."""
    content, where = message.get("content"), f"{path}.content"
    if isinstance(content, str):
        return (Text(content, where),)
    kinds = _KINDS.get(message["role"], _TEXTS)
    parts = enumerate(as_list(content, where))
    return tuple(_part(part, f"{where}[{place}]", kinds, report) for place, part in parts)


def _part(value: Any, path: str, kinds: Sequence[str], report: LossReport) -> Part:
    part = as_object(value, path)
    kind = str(part.get("type"))
    if kind not in kinds:
        raise NotConvertible(path, "the provider's protocol has no such part here")
    lose_others(part, ("type", kind), path, report)
    if kind == "text":
        return Text(as_text(part.get("text"), f"{path}.text"), path)
    if kind == "refusal":
        return Declined(as_text(part.get("refusal"), f"{path}.refusal"), path)
    within = f"{path}.{kind}"
    inner = as_object(part.get(kind), within)
    return _image(inner, path, within) if kind == "image_url" else _file(inner, path, within)


def _image(image: Mapping[str, Any], path: str, within: str) -> Image:
    url = as_text(image.get("url"), f"{within}.url")
    return image_of(url, given_text(image, "detail", f"{within}.detail"), path, f"{within}.url")


def _file(file: Mapping[str, Any], path: str, within: str) -> Pdf:
    if file.get("file_data") is None:
        where = f"{within}.file_id" if "file_id" in file else within
        raise NotConvertible(where, "a file that its own vendor keeps cannot be sent to another")
    data = as_text(file["file_data"], f"{within}.file_data")
    return pdf_of(data, text_or_none(file.get("filename"), f"{within}.filename"), path, f"{within}.file_data")
