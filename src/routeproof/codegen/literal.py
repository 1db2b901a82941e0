"""Texts of a manifest as literals: plain ASCII, in double quotes, with nothing that ends or opens anything.

The letters that mean something in HTML are escaped too, because a literal may be pasted into a page.
"""

from collections.abc import Callable, Iterable

WIDTH = 100
"""Columns after which a list is broken, one item a line."""

_ESCAPED = frozenset('"\\<>&')
_BEYOND_BMP = 0x10000
_SURROGATES = range(0xD800, 0xE000)


def quoted(text: str, escape: Callable[[int], str]) -> str:
    """The text in double quotes; `escape` writes a code point in the language's way."""
    safe = (each if " " <= each <= "~" and each not in _ESCAPED else escape(ord(each)) for each in text)
    return f'"{"".join(safe)}"'


def utf16(code: int) -> str:
    r"""`\uXXXX`, two of them beyond the first plane: JSON and TypeScript."""
    if code < _BEYOND_BMP:
        return f"\\u{code:04x}"
    offset = code - _BEYOND_BMP
    return f"\\u{0xD800 + (offset >> 10):04x}\\u{0xDC00 + (offset & 0x3FF):04x}"


def code_point(code: int) -> str:
    r"""`\uXXXX` or `\UXXXXXXXX`: Python."""
    return f"\\u{code:04x}" if code < _BEYOND_BMP else f"\\U{code:08x}"


def valid_code_point(code: int) -> str:
    """As `code_point`, with the replacement character for half a character: Go takes no other."""
    return code_point(0xFFFD if code in _SURROGATES else code)


def listing(brackets: str, items: Iterable[str], indent: str, step: str, *, lone_comma: bool = False) -> str:
    """The items between brackets: on one line when they fit, else one a line, each with its comma.

    `brackets` ends with the closing one. `lone_comma` puts a comma behind one item that stands alone, as
    Python's tuples need it.
    """
    parts = [*items]
    opening, closing = brackets[:-1], brackets[-1]
    comma = "," if lone_comma and len(parts) == 1 else ""
    flat = f"{opening}{', '.join(parts)}{comma}{closing}"
    if len(indent) + len(flat) <= WIDTH and "\n" not in flat:
        return flat
    lines = "".join(f"{indent}{step}{part},\n" for part in parts)
    return f"{opening}\n{lines}{indent}{closing}"
