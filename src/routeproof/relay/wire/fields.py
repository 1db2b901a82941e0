"""Reading a body field by field: what has another shape than its protocol says is refused by its place."""

from collections.abc import Mapping, Sequence
from typing import Any

from routeproof.relay.wire.neutral import Choice, Choose, Given, Image, Pdf, Schema, Thinking
from routeproof.relay.wire.report import NotConvertible
from routeproof.strict_json import InvalidJson, read_value


def as_object(value: Any, path: str) -> Mapping[str, Any]:
    """An object, or the refusal that says where one was to be."""
    if not isinstance(value, dict):
        raise NotConvertible(path, "an object is expected here")
    return value


def as_list(value: Any, path: str) -> Sequence[Any]:
    """A list, or the refusal."""
    if not isinstance(value, list):
        raise NotConvertible(path, "a list is expected here")
    return value


def as_text(value: Any, path: str) -> str:
    """A text, or the refusal."""
    if not isinstance(value, str):
        raise NotConvertible(path, "a text is expected here")
    return value


def text_or_none(value: Any, path: str) -> str | None:
    """A text or None; null counts as absent."""
    return None if value is None else as_text(value, path)


def given(body: Mapping[str, Any], name: str, path: str = "") -> Given[Any] | None:
    """The field with its place; None when it is absent or null."""
    value = body.get(name)
    return None if value is None else Given(value, path or name)


def given_text(body: Mapping[str, Any], name: str, path: str = "") -> Given[str] | None:
    """The same of a field that holds a text."""
    found = given(body, name, path)
    return None if found is None else Given(as_text(found.value, found.path), found.path)


def given_count(body: Mapping[str, Any], name: str) -> Given[int] | None:
    """The same of a field that holds a whole number."""
    found = given(body, name)
    if found is not None and (not isinstance(found.value, int) or isinstance(found.value, bool)):
        raise NotConvertible(name, "a whole number is expected here")
    return found


def refuse_present(body: Mapping[str, Any], names: Sequence[str], *, unless: Sequence[Any] = ()) -> None:
    """Refuse each of the fields that says anything: null, and what is in `unless`, says nothing."""
    for name in names:
        value = body.get(name)
        if value is not None and not any(value is each or value == each for each in unless):
            raise NotConvertible(name, "the provider's protocol has no such thing")


def is_json_object(text: str) -> bool:
    """Whether the text is one JSON object that everybody reads alike."""
    try:
        return isinstance(read_value(text), dict)
    except InvalidJson:
        return False


def parse_data_url(url: str, path: str) -> tuple[str, str]:
    """The media type and the base64 text of a data URL."""
    head, comma, data = url.removeprefix("data:").partition(",")
    media_type, _, encoding = head.rpartition(";")
    if not (comma and media_type and encoding == "base64" and data):
        raise NotConvertible(path, "this data URL holds no base64 data with a media type")
    return media_type, data


def format_data_url(media_type: str, data: str) -> str:
    """The data URL of base64 text."""
    return f"data:{media_type};base64,{data}"


def image_of(url: str, detail: Given[str] | None, path: str, url_path: str) -> Image:
    """The image of an address, which may be a data URL."""
    if not url.startswith("data:"):
        return Image(url=url, detail=detail, path=path)
    media_type, data = parse_data_url(url, url_path)
    return Image(media_type=media_type, data=data, detail=detail, path=path)


def pdf_of(url: str, name: Any, path: str) -> Pdf:
    """The PDF of a data URL; another kind of file is refused."""
    media_type, data = parse_data_url(url, path)
    if media_type != "application/pdf":
        raise NotConvertible(path, "of files, only a PDF can be sent")
    return Pdf(data=data, name=text_or_none(name, path), path=path)


def word_choice(value: str, path: str) -> Choice:
    """The choice that one word makes."""
    words = {"auto": Choose.AUTO, "none": Choose.NONE, "required": Choose.ANY}
    if value not in words:
        raise NotConvertible(path, "the provider's protocol cannot choose so")
    return Choice(words[value], path)


def thinking_of(effort: Given[str]) -> Thinking:
    """The thinking of an effort's word."""
    return Thinking(effort.path, effort=effort.value, off=effort.value == "none")


def schema_of(inner: Mapping[str, Any], path: str, name_path: str) -> Schema:
    """The format of a JSON schema with its name."""
    return Schema(
        path,
        dict(as_object(inner.get("schema") or {}, path)),
        name=text_or_none(inner.get("name"), name_path),
        name_path=name_path,
        strict=inner.get("strict"),
        description=text_or_none(inner.get("description"), path),
    )
