"""Reading a body field by field: what has another shape than its protocol says is refused by its place."""

import re
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from typing import Any

from routeproof.relay.wire.neutral import Choice, Choose, Given, Image, Pdf, Schema, Thinking
from routeproof.relay.wire.report import LossReport, NotConvertible
from routeproof.strict_json import InvalidJson, Number, read_value

_DATA_URL = re.compile(r"data:([\w.+-]+/[\w.+-]+);base64,([A-Za-z0-9+/]+={0,2})", re.ASCII | re.IGNORECASE)
_OF_SCHEMA = frozenset({"type", "name", "schema", "strict", "description"})


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


def read_list(body: Mapping[str, Any], name: str, path: str = "") -> Sequence[Any]:
    """The list in a field; an empty one where the field is absent or null."""
    value = body.get(name)
    return [] if value is None else as_list(value, path or name)


def read_object(body: Mapping[str, Any], name: str, path: str = "") -> Mapping[str, Any]:
    """The object in a field, in the same way."""
    value = body.get(name)
    return {} if value is None else as_object(value, path or name)


def read_flag(body: Mapping[str, Any], name: str, path: str = "") -> bool | None:
    """The yes or no in a field; None where it is absent or null."""
    value = body.get(name)
    if value is not None and not isinstance(value, bool):
        raise NotConvertible(path or name, "true or false is expected here")
    return value


def given(body: Mapping[str, Any], name: str, path: str = "") -> Given[Any] | None:
    """The field with its place; None when it is absent or null."""
    value = body.get(name)
    return None if value is None else Given(value, path or name)


def given_text(body: Mapping[str, Any], name: str, path: str = "") -> Given[str] | None:
    """The same of a field that holds a text."""
    found = given(body, name, path)
    return None if found is None else Given(as_text(found.value, found.path), found.path)


def given_count(body: Mapping[str, Any], name: str, path: str = "") -> Given[int] | None:
    """The same of a field that holds a whole number."""
    found = given(body, name, path)
    if found is not None and (not isinstance(found.value, int) or isinstance(found.value, bool)):
        raise NotConvertible(found.path, "a whole number is expected here")
    return found


def given_number(body: Mapping[str, Any], name: str) -> Given[float | Number] | None:
    """The same of a field that holds any number."""
    found = given(body, name)
    number = found is None or isinstance(found.value, int | float | Number)
    if found is not None and (not number or isinstance(found.value, bool)):
        raise NotConvertible(found.path, "a number is expected here")
    return found


def given_metadata(body: Mapping[str, Any]) -> Given[Any] | None:
    """What the guest noted beside the request; None where that is nothing."""
    value = read_object(body, "metadata")
    return Given(value, "metadata") if value else None


def read_carried(body: Mapping[str, Any], names: Iterable[str]) -> Iterator[tuple[str, Given[Any]]]:
    """The fields that Chat and Responses share under one name: `store`, a yes or no, and texts."""
    for name in names:
        found = given(body, name)
        if found is not None:
            read_flag(body, name) if name == "store" else as_text(found.value, name)
            yield name, found


def lose_others(value: Mapping[str, Any], known: Container[str], path: str, report: LossReport) -> None:
    """Report what an object holds beside the known: fields that say nothing are no loss."""
    for name in unread(value, known):
        report.dropped(f"{path}.{name}")


def unread(value: Mapping[str, Any], known: Container[str]) -> Iterator[str]:
    """The names in an object beside the known, those left out that say nothing."""
    for name, each in value.items():
        if name not in known and each is not None and each not in ([], {}):
            yield name


def refuse_present(body: Mapping[str, Any], names: Sequence[str], *, unless: Sequence[Any] = ()) -> None:
    """Refuse each of the fields that says anything: null, and what is in `unless`, says nothing."""
    for name in names:
        value = body.get(name)
        if value is not None and not any(value is each or value == each for each in unless):
            raise NotConvertible(name, "the provider's protocol has no such thing")


def read_json_object(text: str) -> dict[str, Any] | None:
    """The JSON object that the text is for everybody; None when it is none."""
    try:
        value = read_value(text)
    except InvalidJson:
        return None
    return value if isinstance(value, dict) else None


def _is_data_url(url: str) -> bool:
    return url[:5].lower() == "data:"


def _read_data_url(url: str, path: str) -> tuple[str, str]:
    """The media type and the base64 text of a data URL."""
    found = _DATA_URL.fullmatch(url)
    if found is None:
        raise NotConvertible(path, "this data URL holds no base64 data with a media type")
    return found[1], found[2]


def format_data_url(media_type: str, data: str) -> str:
    """The data URL of base64 text."""
    return f"data:{media_type};base64,{data}"


def image_of(url: str, detail: Given[str] | None, path: str, url_path: str) -> Image:
    """The image of an address, which may be a data URL."""
    if not _is_data_url(url):
        return Image(url=url, detail=detail, path=path)
    media_type, data = _read_data_url(url, url_path)
    return Image(media_type=media_type, data=data, detail=detail, path=path)


def pdf_of(url: str, name: str | None, path: str, url_path: str) -> Pdf:
    """The PDF of a data URL; another kind of file is refused."""
    media_type, data = _read_data_url(url, url_path)
    if media_type.lower() != "application/pdf":
        raise NotConvertible(url_path, "of files, only a PDF can be sent")
    return Pdf(data=data, name=name, path=path)


def word_choice(value: str, path: str) -> Choice:
    """The choice that one word makes."""
    words = {"auto": Choose.AUTO, "none": Choose.NONE, "required": Choose.ANY}
    if value not in words:
        raise NotConvertible(path, "the provider's protocol cannot choose so")
    return Choice(words[value], path)


def thinking_of(effort: Given[str]) -> Thinking:
    """The thinking of an effort's word."""
    return Thinking(effort.path, effort=effort.value, off=effort.value == "none")


def schema_of(inner: Mapping[str, Any], path: str, report: LossReport) -> Schema:
    """The format of a JSON schema that stands at `path` with its name."""
    lose_others(inner, _OF_SCHEMA, path, report)
    return Schema(
        path,
        dict(read_object(inner, "schema", f"{path}.schema")),
        name=text_or_none(inner.get("name"), f"{path}.name"),
        strict=read_flag(inner, "strict", f"{path}.strict"),
        description=text_or_none(inner.get("description"), f"{path}.description"),
    )
