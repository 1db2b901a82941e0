"""A Responses request, read into the neutral form: what was said, thought, called and answered."""

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
from routeproof.relay.wire.neutral import (
    Call,
    Declined,
    Image,
    Item,
    Outcome,
    Part,
    Pdf,
    Said,
    Text,
    Thought,
)
from routeproof.relay.wire.report import LossReport, NotConvertible
from routeproof.relay.wire.values import image_of, pdf_of

_OF_ASSISTANT = frozenset({"function_call", "custom_tool_call", "reasoning"})
_OF_ANY = ("type", "id", "status")
_TEXTS = ("input_text", "output_text", "text")
_SHOWN = (*_TEXTS, "input_image", "input_file")
_KINDS = {"user": _SHOWN, "assistant": (*_TEXTS, "refusal")}


def read_items(body: Mapping[str, Any], report: LossReport) -> Iterator[Item]:
    """The history, in order; NotConvertible for what no other protocol has."""
    value = body.get("input")
    if isinstance(value, str):
        yield Said("user", (Text(value, "input"),), 0, "input", whole=True)
        return
    turn, open_turn = -1, False
    for place, each in enumerate(read_list(body, "input")):
        path = f"input[{place}]"
        item = as_object(each, path)
        kind = "message" if item.get("type") is None else as_text(item["type"], f"{path}.type")
        of_assistant = kind in _OF_ASSISTANT or (kind == "message" and item.get("role") == "assistant")
        turn += 0 if open_turn and of_assistant else 1
        open_turn = of_assistant
        yield _item(item, kind, turn, path, report)


def _item(item: Mapping[str, Any], kind: str, turn: int, path: str, report: LossReport) -> Item:
    if kind == "message":
        return _message(item, turn, path, report)
    if kind in ("function_call", "custom_tool_call"):
        return _call(item, turn, path, report, custom=kind == "custom_tool_call")
    if kind in ("function_call_output", "custom_tool_call_output"):
        return _outcome(item, turn, path, report, custom=kind == "custom_tool_call_output")
    if kind == "reasoning":
        return _thought(item, turn, path, report)
    raise NotConvertible(path, "the provider's protocol has no such item")


def _message(item: Mapping[str, Any], turn: int, path: str, report: LossReport) -> Said:
    role = item.get("role")
    if role not in ("user", "assistant", "system", "developer"):
        raise NotConvertible(f"{path}.role", "this role is not known")
    lose_others(item, (*_OF_ANY, "role", "content"), path, report)
    parts, whole = _content(item.get("content"), f"{path}.content", _KINDS.get(role, _TEXTS), report)
    return Said(role, parts, turn, path, whole)


def _content(
    content: Any, path: str, kinds: Sequence[str], report: LossReport
) -> tuple[tuple[Part, ...], bool]:
    """The parts, of which those of another kind are refused, and whether it was one text."""
    if isinstance(content, str):
        return (Text(content, path),), True
    parts = enumerate(as_list(content, path))
    return tuple(_part(part, f"{path}[{place}]", kinds, report) for place, part in parts), False


def _part(value: Any, path: str, kinds: Sequence[str], report: LossReport) -> Part:
    part = as_object(value, path)
    kind = part.get("type")
    if kind not in kinds:
        raise NotConvertible(path, "the provider's protocol has no such part here")
    if kind == "refusal":
        lose_others(part, ("type", "refusal"), path, report)
        return Declined(as_text(part.get("refusal"), f"{path}.refusal"), path)
    if kind == "input_image":
        return _image(part, path, report)
    if kind == "input_file":
        return _file(part, path, report)
    lose_others(part, ("type", "text"), path, report)
    return Text(as_text(part.get("text"), f"{path}.text"), path)


def _image(part: Mapping[str, Any], path: str, report: LossReport) -> Image:
    if part.get("image_url") is None:
        where = f"{path}.file_id" if "file_id" in part else path
        raise NotConvertible(where, "an image that its own vendor keeps cannot be sent to another")
    lose_others(part, ("type", "image_url", "detail"), path, report)
    url = as_text(part["image_url"], f"{path}.image_url")
    return image_of(url, given_text(part, "detail", f"{path}.detail"), path, f"{path}.image_url")


def _file(part: Mapping[str, Any], path: str, report: LossReport) -> Pdf:
    name = text_or_none(part.get("filename"), f"{path}.filename")
    lose_others(part, ("type", "file_url", "file_data", "filename"), path, report)
    if part.get("file_url") is not None:
        return Pdf(url=as_text(part["file_url"], f"{path}.file_url"), name=name, path=path)
    if part.get("file_data") is None:
        where = f"{path}.file_id" if "file_id" in part else path
        raise NotConvertible(where, "a file that its own vendor keeps cannot be sent to another")
    return pdf_of(as_text(part["file_data"], f"{path}.file_data"), name, path, f"{path}.file_data")


def _call(item: Mapping[str, Any], turn: int, path: str, report: LossReport, *, custom: bool) -> Call:
    text = "input" if custom else "arguments"
    lose_others(item, (*_OF_ANY, "call_id", "name", text), path, report)
    return Call(
        as_text(item.get("call_id"), f"{path}.call_id"),
        as_text(item.get("name"), f"{path}.name"),
        as_text(item.get(text), f"{path}.{text}"),
        turn,
        path,
        f"{path}.{text}",
        custom=custom,
    )


def _outcome(item: Mapping[str, Any], turn: int, path: str, report: LossReport, *, custom: bool) -> Outcome:
    lose_others(item, (*_OF_ANY, "call_id", "output"), path, report)
    parts, whole = _content(item.get("output"), f"{path}.output", _SHOWN, report)
    call = as_text(item.get("call_id"), f"{path}.call_id")
    return Outcome(call, parts, turn, path, whole, custom=custom)


def _thought(item: Mapping[str, Any], turn: int, path: str, report: LossReport) -> Thought:
    lose_others(item, (*_OF_ANY, "summary", "encrypted_content"), path, report)
    summary = read_list(item, "summary", f"{path}.summary")
    texts = [
        as_text(as_object(part, f"{path}.summary[{place}]").get("text"), f"{path}.summary[{place}].text")
        for place, part in enumerate(summary)
    ]
    return Thought(
        "".join(texts),
        turn,
        path,
        sealed=text_or_none(item.get("encrypted_content"), f"{path}.encrypted_content"),
        id=text_or_none(item.get("id"), f"{path}.id"),
    )
