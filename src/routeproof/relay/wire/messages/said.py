"""A Messages request, read into the neutral form: what was said, thought, called and answered."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from routeproof.relay.wire.fields import as_list, as_object, as_text, lose_others, read_flag, text_or_none
from routeproof.relay.wire.neutral import (
    Call,
    Image,
    Item,
    Outcome,
    Part,
    Pdf,
    PlainDocument,
    Said,
    Text,
    Thought,
)
from routeproof.relay.wire.report import LossReport, NotConvertible
from routeproof.strict_json import write_value

_PDF = "application/pdf"
_OF_ANY = ("type", "cache_control")


def read_items(body: Mapping[str, Any], report: LossReport) -> Iterator[Item]:
    """The history in order, what the system says first; NotConvertible for what no other protocol has."""
    system = body.get("system")
    if system is not None and system not in ("", []):
        yield Said("system", _texts(system, report), -1, "system", whole=isinstance(system, str))
    for turn, value in enumerate(as_list(body.get("messages"), "messages")):
        path = f"messages[{turn}]"
        message = as_object(value, path)
        lose_others(message, ("role", "content"), path, report)
        role = message.get("role")
        if role == "user":
            yield from _user(message.get("content"), turn, f"{path}.content", report)
        elif role == "assistant":
            yield from _assistant(message.get("content"), turn, f"{path}.content", report)
        else:
            raise NotConvertible(f"{path}.role", "this role is not known")


def _texts(value: Any, report: LossReport) -> tuple[Part, ...]:
    if isinstance(value, str):
        return (Text(value, "system"),)
    return tuple(_text(block, where, report) for block, where in _blocks(value, "system"))


def _text(block: Mapping[str, Any], path: str, report: LossReport) -> Text:
    if block.get("type") != "text":
        raise NotConvertible(path, "only text can stand here")
    lose_others(block, (*_OF_ANY, "text"), path, report)
    return Text(as_text(block.get("text"), f"{path}.text"), path)


def _user(content: Any, turn: int, path: str, report: LossReport) -> Iterator[Item]:
    """Results of tools first: the others want them right behind the calls."""
    if isinstance(content, str):
        yield Said("user", (Text(content, path),), turn, path, whole=True)
        return
    parts: list[Part] = []
    for block, where in _blocks(content, path):
        if block.get("type") == "tool_result":
            yield _outcome(block, turn, where, report)
        else:
            parts.append(_part(block, where, report))
    if parts:
        yield Said("user", tuple(parts), turn, path)


def _assistant(content: Any, turn: int, path: str, report: LossReport) -> Iterator[Item]:
    if isinstance(content, str):
        yield Said("assistant", (Text(content, path),), turn, path, whole=True)
        return
    texts: list[Part] = []
    for block, where in _blocks(content, path):
        if block.get("type") == "text":
            texts.append(_text(block, where, report))
            continue
        if texts:
            yield Said("assistant", tuple(texts), turn, path)
            texts = []
        yield _own(block, turn, where, report)
    if texts:
        yield Said("assistant", tuple(texts), turn, path)


def _own(block: Mapping[str, Any], turn: int, path: str, report: LossReport) -> Item:
    """What only an assistant says: a call, or what it thought."""
    kind = block.get("type")
    if kind == "tool_use":
        lose_others(block, (*_OF_ANY, "id", "name", "input"), path, report)
        return Call(
            as_text(block.get("id"), f"{path}.id"),
            as_text(block.get("name"), f"{path}.name"),
            write_value(as_object(block.get("input"), f"{path}.input")),
            turn,
            path,
            f"{path}.input",
        )
    if kind == "thinking":
        lose_others(block, (*_OF_ANY, "thinking", "signature"), path, report)
        text = as_text(block.get("thinking"), f"{path}.thinking")
        return Thought(text, turn, path, sealed=text_or_none(block.get("signature"), f"{path}.signature"))
    if kind == "redacted_thinking":
        return Thought("", turn, path, redacted=as_text(block.get("data"), f"{path}.data"))
    raise NotConvertible(path, "the provider's protocol has no such block")


def _blocks(content: Any, path: str) -> Sequence[tuple[Mapping[str, Any], str]]:
    places = [(block, f"{path}[{place}]") for place, block in enumerate(as_list(content, path))]
    return [(as_object(block, where), where) for block, where in places]


def _part(block: Mapping[str, Any], path: str, report: LossReport) -> Part:
    kind = block.get("type")
    if kind == "text":
        return _text(block, path, report)
    if kind == "image":
        lose_others(block, (*_OF_ANY, "source"), path, report)
        return _image(as_object(block.get("source"), f"{path}.source"), path)
    if kind == "document":
        return _document(block, path, report)
    raise NotConvertible(path, "the provider's protocol has no such block")


def _image(source: Mapping[str, Any], path: str) -> Image:
    kind = source.get("type")
    if kind == "url":
        return Image(url=as_text(source.get("url"), f"{path}.source.url"), path=path)
    if kind == "base64":
        media_type = as_text(source.get("media_type"), f"{path}.source.media_type")
        data = as_text(source.get("data"), f"{path}.source.data")
        return Image(media_type=media_type, data=data, path=path)
    raise NotConvertible(f"{path}.source", "an image that its own vendor keeps cannot be sent to another")


def _document(block: Mapping[str, Any], path: str, report: LossReport) -> Part:
    known = (*_OF_ANY, "source", "title")
    uncited = block.get("citations") == {"enabled": False}
    lose_others(block, (*known, "citations") if uncited else known, path, report)
    source = as_object(block.get("source"), f"{path}.source")
    kind, title = source.get("type"), text_or_none(block.get("title"), f"{path}.title")
    if kind == "text":
        return PlainDocument(as_text(source.get("data"), f"{path}.source.data"), path)
    if kind == "url":
        return Pdf(url=as_text(source.get("url"), f"{path}.source.url"), name=title, path=path)
    if kind == "base64" and source.get("media_type") == _PDF:
        return Pdf(data=as_text(source.get("data"), f"{path}.source.data"), name=title, path=path)
    raise NotConvertible(f"{path}.source", "the provider's protocol has no such document")


def _outcome(block: Mapping[str, Any], turn: int, path: str, report: LossReport) -> Outcome:
    lose_others(block, (*_OF_ANY, "tool_use_id", "content", "is_error"), path, report)
    call = as_text(block.get("tool_use_id"), f"{path}.tool_use_id")
    if read_flag(block, "is_error", f"{path}.is_error"):
        report.dropped(f"{path}.is_error")
    content = block.get("content")
    if content is None or isinstance(content, str):
        return Outcome(call, (Text(content or "", f"{path}.content"),), turn, path, whole=True)
    parts = tuple(_part(each, where, report) for each, where in _blocks(content, f"{path}.content"))
    return Outcome(call, parts, turn, path)
