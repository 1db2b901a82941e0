"""A team's configuration as a JSON text: read strictly, and stamped so that nothing else of it changes."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from routeproof.bindings.export import FORMAT
from routeproof.bindings.json_layout import DEEPEST, ObjectLayout, layouts, place_of
from routeproof.errors import InputError, Place
from routeproof.strict_json import InvalidJson, read_value

_KEY = "provider_connection"
_BOM = b"\xef\xbb\xbf"
_WIDE = (b"\xff\xfe", b"\xfe\xff", b"\x00\x00\xfe\xff")
_OURS = "routeproof/"


@dataclass(frozen=True, slots=True)
class ConfigDocument:
    """A configuration: the text as it is written, and the object that it says."""

    file: str
    text: str
    value: Mapping[str, Any]


def read_config(data: bytes, file: str) -> ConfigDocument:
    """Read a JSON configuration; messages call it `file`.

    Raises InputError, with line and column where there are any, for whatever is not one JSON object in UTF-8
    that all read alike, and for another document of ours.
    """
    text = _decode(data, file)
    try:
        value = read_value(text, depth=DEEPEST)
    except InvalidJson as error:
        layouts(text, file)  # says where, and raises
        raise InputError(f"is no JSON: {error}", place=Place(file)) from None
    if not isinstance(value, dict):
        at = len(text) - len(text.lstrip(" \t\r\n"))
        raise InputError("is no object, and so no configuration", place=place_of(text, at, file))
    kind = value.get("format")
    if isinstance(kind, str) and kind.startswith(_OURS) and kind != FORMAT:
        raise InputError(f"is a document of the format `{kind}`, and no configuration", place=Place(file))
    return ConfigDocument(file, text, value)


def _decode(data: bytes, file: str) -> str:
    if data.startswith(_BOM):
        hint = "save the file as UTF-8 without the mark"
        raise InputError("starts with a byte-order mark", place=Place(file, 1, 1, 1, 2), hint=hint)
    if data.startswith(_WIDE):
        hint = "save the file as UTF-8"
        raise InputError("looks like UTF-16 or UTF-32", place=Place(file, 1, 1, 1, 2), hint=hint)
    try:
        return data.decode()
    except UnicodeDecodeError as error:
        before = data[: error.start].decode()
        message = f"is not UTF-8: byte 0x{data[error.start]:02x} at offset {error.start:,}"
        raise InputError(message, place=place_of(before, len(before), file)) from None


def stamped(document: ConfigDocument, stamps: Iterable[tuple[str, str]]) -> str:
    """The text with each entry, by pointer, naming its connection.

    A `provider_connection` that is there gives way to the name, and is added behind the last key otherwise,
    laid out as that one. Nothing else differs. Raises KeyError where no object with members stands.
    """
    wanted = dict(stamps)
    found = layouts(document.text, document.file, wanted.keys())
    pieces, at = [], 0
    for start, end, new in sorted(_edit(found[where], name) for where, name in wanted.items()):
        pieces += [document.text[at:start], new]
        at = end
    return "".join((*pieces, document.text[at:]))


def _edit(layout: ObjectLayout, name: str) -> tuple[int, int, str]:
    """Start and end of what gives way, and to what."""
    value = json.dumps(name)
    if _KEY in layout.values:
        return (*layout.values[_KEY], value)
    colon = ": " if _breaks(layout.colon) else layout.colon
    return layout.end, layout.end, f'{_separator(layout)}"{_KEY}"{colon}{value}'


def _separator(layout: ObjectLayout) -> str:
    """What stands between two members; where there is but one, what would."""
    before, comma, behind = layout.lead.partition(",")
    if comma:
        return f"{_last_line(before)},{_last_line(behind)}"
    if _breaks(layout.lead):
        return f",{_last_line(layout.lead)}"
    return ", " if layout.lead or layout.colon != ":" else ","


def _breaks(space: str) -> bool:
    return "\n" in space or "\r" in space


def _last_line(space: str) -> str:
    """The last line end of the white space and what is behind it: an empty line is not repeated."""
    at = max(space.rfind("\n"), space.rfind("\r"))
    if at > 0 and space[at - 1 : at + 1] == "\r\n":
        at -= 1
    return space[max(at, 0) :]
