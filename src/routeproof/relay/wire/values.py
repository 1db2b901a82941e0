"""What more than one protocol reads alike: pictures, PDFs, choices, efforts, schemas."""

import re
from collections.abc import Mapping
from typing import Any

from routeproof.relay.wire.fields import lose_others, read_flag, read_mapping, text_or_none
from routeproof.relay.wire.neutral import Choice, Choose, Given, Image, Pdf, Schema, Thinking
from routeproof.relay.wire.report import LossReport, NotConvertible

_DATA_URL = re.compile(r"data:([\w.+-]+/[\w.+-]+);base64,([A-Za-z0-9+/]+={0,2})", re.ASCII | re.IGNORECASE)
_OF_SCHEMA = frozenset({"type", "name", "schema", "strict", "description"})


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
        dict(read_mapping(inner, "schema", f"{path}.schema")),
        name=text_or_none(inner.get("name"), f"{path}.name"),
        strict=read_flag(inner, "strict", f"{path}.strict"),
        description=text_or_none(inner.get("description"), f"{path}.description"),
    )
