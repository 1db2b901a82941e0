"""JSON that no two parsers could read differently: one value, one reading, numbers as they were written."""

import json
import re
from collections.abc import Iterator
from typing import Any

_TOKENS = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*"|[\[{\]}]', re.DOTALL)
_HALF = "half of a surrogate pair stands alone"
_STEPS = {"[": 1, "{": 1, "]": -1, "}": -1}


class InvalidJson(ValueError):
    """The bytes are not one JSON object that everybody reads alike; the message quotes nothing of them."""


class Number:
    """A number that a float cannot hold, as it was written."""

    __slots__ = ("text",)

    def __init__(self, text: str) -> None:
        self.text = text

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Number) and other.text == self.text

    def __hash__(self) -> int:
        return hash(self.text)

    def __repr__(self) -> str:
        return self.text


def read_object(data: bytes, *, depth: int = 128) -> dict[str, Any]:
    """The object that UTF-8 `data` is; InvalidJson for all that another parser might read otherwise."""
    value = _read(_text(data), depth)
    if not isinstance(value, dict):
        raise InvalidJson("it is not an object")
    return value


def read_value(text: str, *, depth: int = 128) -> Any:
    """The value of one JSON text, as strictly."""
    try:
        text.encode()
    except UnicodeEncodeError:
        raise InvalidJson(_HALF) from None
    return _read(text, depth)


def _read(text: str, depth: int) -> Any:
    try:
        value = json.loads(
            text,
            object_pairs_hook=_once,
            parse_constant=_refuse_constant,
            parse_float=_number,
            parse_int=_integer,
        )
    except InvalidJson:
        raise
    except ValueError:
        raise InvalidJson("it is not JSON") from None
    except RecursionError:
        raise InvalidJson(f"it is nested beyond {depth}") from None
    if _deeper(text, depth):
        raise InvalidJson(f"it is nested beyond {depth}")
    if "\\u" in text:
        _refuse_surrogates(value)
    return value


def write_value(value: Any) -> str:
    """The compact JSON text of a value; numbers that were read come out as they were written."""
    try:
        return _ENCODE(value)
    except _Exact:
        return "".join(_pieces(value))


class _Exact(Exception):
    """There is a number that only its text can say."""


def _found(value: Any) -> Any:
    raise _Exact if isinstance(value, Number) else TypeError(type(value).__name__)


_ENCODE = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), default=_found, allow_nan=False).encode


def _pieces(value: Any) -> Iterator[str]:
    """The text of a value in pieces; as deep as it was read, which is bounded."""
    if isinstance(value, Number):
        yield value.text
    elif isinstance(value, dict):
        yield "{"
        for place, (key, each) in enumerate(value.items()):
            yield f"{',' if place else ''}{_ENCODE(key)}:"
            yield from _pieces(each)
        yield "}"
    elif isinstance(value, list | tuple):
        yield "["
        for place, each in enumerate(value):
            yield "," if place else ""
            yield from _pieces(each)
        yield "]"
    else:
        yield _ENCODE(value)


def _text(data: bytes) -> str:
    if data.startswith(b"\xef\xbb\xbf"):
        raise InvalidJson("it starts with a byte-order mark")
    try:
        return data.decode()
    except UnicodeDecodeError:
        raise InvalidJson("it is not UTF-8") from None


def _deeper(text: str, depth: int) -> bool:
    """Whether a text that was read nests deeper: every string in it ends, so that one look suffices."""
    if text.count("[") + text.count("{") <= depth:
        return False
    level = 0
    for token in _TOKENS.finditer(text):
        level += _STEPS.get(token[0], 0)
        if level > depth:
            return True
    return False


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    value = dict(pairs)
    if len(value) != len(pairs):
        raise InvalidJson("a key stands twice in one object")
    return value


def _refuse_constant(_: str) -> Any:
    raise InvalidJson("a number is not finite")


def _number(text: str) -> float | Number:
    value = float(text)
    return value if repr(value) == text else _exactly(value, text)


def _exactly(value: float, text: str) -> float | Number:
    """The float where it says the same as the text, which can look otherwise: 1.50 is 1.5."""
    from decimal import Decimal  # noqa: PLC0415 - few numbers need it

    same = abs(value) != float("inf") and Decimal(repr(value)) == Decimal(text)
    return value if same else Number(text)


def _integer(text: str) -> int | Number:
    return int(text) if len(text) < 400 else Number(text)


def _refuse_surrogates(value: Any) -> None:
    try:
        json.dumps(value, ensure_ascii=False, default=repr).encode()
    except UnicodeEncodeError:
        raise InvalidJson(_HALF) from None
