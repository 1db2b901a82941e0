"""A Responses request, read into the neutral form: what was said, thought, called and answered."""

from collections.abc import Iterator, Mapping
from typing import Any

from routeproof.relay.wire.fields import (
    as_list,
    as_object,
    as_text,
    given_text,
    image_of,
    pdf_of,
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
from routeproof.relay.wire.report import NotConvertible

_ASSISTANT = frozenset({"function_call", "custom_tool_call", "reasoning"})


def read_items(body: Mapping[str, Any]) -> Iterator[Item]:
    """The history, in order; NotConvertible for what no other protocol has."""
    value = body.get("input")
    if isinstance(value, str):
        yield Said("user", (Text(value, "input"),), 0, "input", whole=True)
        return
    turn, open_turn = -1, False
    for place, each in enumerate(as_list(value if value is not None else [], "input")):
        path = f"input[{place}]"
        item = as_object(each, path)
        kind = item.get("type") or "message"
        of_assistant = kind in _ASSISTANT or (kind == "message" and item.get("role") == "assistant")
        turn += 0 if open_turn and of_assistant else 1
        open_turn = of_assistant
        yield _item(item, kind, turn, path)


def _item(item: Mapping[str, Any], kind: Any, turn: int, path: str) -> Item:
    if kind == "message":
        return _message(item, turn, path)
    if kind in ("function_call", "custom_tool_call"):
        return _call(item, turn, path, custom=kind == "custom_tool_call")
    if kind in ("function_call_output", "custom_tool_call_output"):
        return _outcome(item, turn, path, custom=kind == "custom_tool_call_output")
    if kind == "reasoning":
        return _thought(item, turn, path)
    raise NotConvertible(path, "the provider's protocol has no such item")


def _message(item: Mapping[str, Any], turn: int, path: str) -> Said:
    role = item.get("role")
    if role not in ("user", "assistant", "system", "developer"):
        raise NotConvertible(f"{path}.role", "this role is not known")
    parts, whole = _content(item.get("content"), f"{path}.content")
    return Said(str(role), parts, turn, path, whole)


def _content(content: Any, path: str) -> tuple[tuple[Part, ...], bool]:
    if isinstance(content, str):
        return (Text(content, path),), True
    return tuple(_part(part, f"{path}[{place}]") for place, part in enumerate(as_list(content, path))), False


def _part(value: Any, path: str) -> Part:
    part = as_object(value, path)
    kind = part.get("type")
    if kind in ("input_text", "output_text", "text"):
        return Text(as_text(part.get("text"), f"{path}.text"), path)
    if kind == "refusal":
        return Declined(as_text(part.get("refusal"), f"{path}.refusal"), path)
    if kind == "input_image":
        return _image(part, path)
    if kind == "input_file":
        return _file(part, path)
    raise NotConvertible(path, "the provider's protocol has no such part")


def _image(part: Mapping[str, Any], path: str) -> Image:
    if part.get("image_url") is None:
        raise NotConvertible(path, "an image that its own vendor keeps cannot be sent to another")
    url = as_text(part["image_url"], f"{path}.image_url")
    return image_of(url, given_text(part, "detail", f"{path}.detail"), path, f"{path}.image_url")


def _file(part: Mapping[str, Any], path: str) -> Pdf:
    if part.get("file_url") is not None:
        url = as_text(part["file_url"], f"{path}.file_url")
        return Pdf(url=url, name=text_or_none(part.get("filename"), f"{path}.filename"), path=path)
    if part.get("file_data") is None:
        raise NotConvertible(path, "a file that its own vendor keeps cannot be sent to another")
    return pdf_of(as_text(part["file_data"], f"{path}.file_data"), part.get("filename"), path)


def _call(item: Mapping[str, Any], turn: int, path: str, *, custom: bool) -> Call:
    text = "input" if custom else "arguments"
    return Call(
        as_text(item.get("call_id"), f"{path}.call_id"),
        as_text(item.get("name"), f"{path}.name"),
        as_text(item.get(text), f"{path}.{text}"),
        turn,
        path,
        f"{path}.{text}",
        custom=custom,
    )


def _outcome(item: Mapping[str, Any], turn: int, path: str, *, custom: bool) -> Outcome:
    parts, whole = _content(item.get("output"), f"{path}.output")
    call = as_text(item.get("call_id"), f"{path}.call_id")
    return Outcome(call, parts, turn, path, whole, custom=custom)


def _thought(item: Mapping[str, Any], turn: int, path: str) -> Thought:
    summary = as_list(item.get("summary") or [], f"{path}.summary")
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
