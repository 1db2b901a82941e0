"""Where an escape or a bracketed class ends, and the code points it names as far as they are plain."""

import re

from routeproof.prove.patterns.charset import LAST

Ranges = list[tuple[int, int]]

_ESCAPE = re.compile(r"\\(?:[pP](?:\{[^}]*\}|.)|x(?:\{[^}]*\}|..)|[0-7]{1,3}|.)", re.DOTALL)
_HEX = re.compile(r"\\x(?:\{([0-9A-Fa-f]{1,8})\}|([0-9A-Fa-f]{2}))")
_OFTEN = {
    "d": [(0x30, 0x39)],
    "w": [(0x30, 0x39), (0x41, 0x5A), (0x5F, 0x5F), (0x61, 0x7A)],
    "s": [(0x09, 0x0A), (0x0C, 0x0D), (0x20, 0x20)],
}


class Stuck(Exception):
    """A reader cannot go on: `position` counts characters from 0."""

    def __init__(self, position: int) -> None:
        super().__init__(position)
        self.position = position


def escape(text: str, start: int) -> tuple[int, Ranges | None]:
    """The end of the escape that starts here; the code points that it names, None for RE2 to tell."""
    found = _ESCAPE.match(text, start)
    if found is None:
        raise Stuck(start)
    kind = text[start + 1]
    if kind.isascii() and kind.isprintable() and not kind.isalnum():
        return found.end(), [(ord(kind), ord(kind))]
    if digits := _HEX.fullmatch(found[0]):
        code = int(digits[1] or digits[2], 16)
        return found.end(), [(code, code)] if code <= LAST else None
    return found.end(), _OFTEN.get(kind)


def bracket(text: str, start: int) -> tuple[int, bool, Ranges | None]:
    """The end of the class that starts here, whether it is negated, and what it names (None: ask RE2)."""
    at = start + 1
    negated = text.startswith("^", at)
    first = at = at + negated
    plain, ranges = True, []
    while at == first or not text.startswith("]", at):
        if at >= len(text):
            raise Stuck(start)
        # `[:` opens a named class only if a `:]` follows somewhere; else it is two characters.
        if text.startswith("[:", at) and (named := text.find(":]", at + 2)) >= 0:
            at, part = named + 2, None
        elif text[at] == "\\" and text[at + 1 : at + 2] in tuple("dswDSWpP"):
            at, part = escape(text, at)
        else:
            at, part = _range(text, at)
        plain = plain and part is not None
        ranges += part or []
    return at + 1, negated, ranges if plain else None


def _range(text: str, start: int) -> tuple[int, Ranges | None]:
    """One character of a class, or a range of two."""
    at, low = _character(text, start)
    high = low
    # In `[a-]` the hyphen stands for itself.
    if text.startswith("-", at) and at + 1 < len(text) and text[at + 1] != "]":
        at, high = _character(text, at + 1)
    if low is None or high is None or low > high:
        return at, None  # a range in the wrong order is RE2's to refuse
    return at, [(low, high)]


def _character(text: str, start: int) -> tuple[int, int | None]:
    """The end of one character of a class, and its code if it is plain."""
    if text[start] != "\\":
        return start + 1, ord(text[start])
    end, ranges = escape(text, start)
    single = ranges if ranges and len(ranges) == 1 and ranges[0][0] == ranges[0][1] else None
    return end, single[0][0] if single else None
