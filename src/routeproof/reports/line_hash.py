"""GitHub's hash of a line: what it recognises an alert by when the lines above it move."""

import re

_WINDOW = 100
_END = 0xFFFF
_WORD = 1 << 64
_BLANKS = str.maketrans("", "", " \t")
_OTHER_BREAKS = re.compile("[\x85\u2028\u2029]")


def line_hashes(text: str, wanted: set[int]) -> dict[int, str]:
    """The hashes of the wanted lines (from 1) of a file, as `<hexadecimal>:<occurrence>`.

    A line is known by the first 100 characters from its start on, blanks aside, later lines included;
    the occurrence counts the lines before it that begin alike. Lines that the file does not have are
    left out, and so are all lines of a file with a line break that YAML counts and GitHub does not.
    """
    if _OTHER_BREAKS.search(text):
        return {}
    text = text.replace("\r\n", "\n").replace("\r", "\n").translate(_BLANKS)
    found: dict[int, str] = {}
    seen: dict[bytes, int] = {}
    line, start = 1, 0
    while line <= max(wanted, default=0):
        # GitHub counts UTF-16 code units: a character beyond U+FFFF is two of them.
        window = text[start : start + _WINDOW].encode("utf-16-le", "surrogatepass")[: 2 * _WINDOW]
        seen[window] = seen.get(window, 0) + 1
        if line in wanted:
            found[line] = f"{_hash(window):x}:{seen[window]}"
        start = text.find("\n", start) + 1
        if not start:
            break
        line += 1
    return found


def _hash(window: bytes) -> int:
    units = [int.from_bytes(window[at : at + 2], "little") for at in range(0, len(window), 2)]
    if len(units) < _WINDOW:
        units += [_END, *[0] * (_WINDOW - len(units) - 1)]
    value = 0
    for unit in units:
        value = (value * 37 + unit) % _WORD
    return value
