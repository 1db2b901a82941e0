"""What a plain (unquoted) YAML scalar means: null, boolean, number or text."""

import re
from enum import Enum

Scalar = str | int | float | bool | None

MAX_NUMBER = 400
"""Longest number that is converted, in characters: Python refuses long ones, and slowly at that."""

_WORDS: dict[str, bool | None] = {
    spelling: value
    for word, value in {
        "null": None, "yes": True, "no": False, "true": True, "false": False, "on": True, "off": False,
    }.items()
    for spelling in (word, word.capitalize(), word.upper())
} | {"": None, "~": None}  # fmt: skip

_INT = re.compile(
    r"""[-+]?(?: 0b[01_]+ | 0x[0-9a-fA-F_]+ | 0[0-7_]+ | 0
      | [1-9][0-9_]* (?: :[0-5]?[0-9] )* )""",
    re.VERBOSE,
)
_FLOAT = re.compile(
    r"""[-+]?[0-9][0-9_]* \. [0-9_]* (?:[eE][-+][0-9]+)?
      | \.[0-9][0-9_]* (?:[eE][-+][0-9]+)?
      | [-+]?[0-9][0-9_]* (?: :[0-5]?[0-9] )+ \. [0-9_]*
      | [-+]?\.(?:inf|Inf|INF) | \.(?:nan|NaN|NAN)""",
    re.VERBOSE,
)
_BASES = {"0b": 2, "0x": 16}

_CORE_WORDS: dict[str, bool | None] = {
    spelling: value
    for word, value in {"null": None, "true": True, "false": False}.items()
    for spelling in (word, word.capitalize(), word.upper())
} | {"": None, "~": None}
_CORE_INT = re.compile(r"[-+]?[0-9]+")
_CORE_FLOAT = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?")


class YamlDialect(Enum):
    """What unquoted text means in a file."""

    STRICT = "YAML 1.1, and a key has to be a text"
    WORKFLOW = "YAML 1.2, as CI servers read it: `on` and `1:30` are texts, and a key is what is written"


def resolve(text: str) -> Scalar:
    """Read a plain scalar as YAML 1.1 does, as PyYAML implements it; dates and `=` stay text.

    Readers of other versions see text in `no`, `1:30` or `0x1F`; taking the oldest reading makes
    every such value visible as the wrong type, instead of choosing for the author.
    ValueError for a number that is too long to convert.
    """
    if text in _WORDS:
        return _WORDS[text]
    if text[0] not in "+-.0123456789":
        return text
    whole = _INT.fullmatch(text)
    if not whole and not _FLOAT.fullmatch(text):
        return text
    if len(text) > MAX_NUMBER:
        raise ValueError(len(text))
    return _int(text.replace("_", "")) if whole else _float(text.replace("_", ""))


def resolve_core(text: str) -> Scalar:
    """Read a plain scalar as YAML 1.2 does: `yes`, `on` and `1:30` are texts; other bases stay text too.

    ValueError for a number that is too long to convert.
    """
    if text in _CORE_WORDS:
        return _CORE_WORDS[text]
    whole = _CORE_INT.fullmatch(text)
    if not whole and not _CORE_FLOAT.fullmatch(text):
        return text
    if len(text) > MAX_NUMBER:
        raise ValueError(len(text))
    return int(text) if whole else float(text)


def _int(text: str) -> int:
    digits = text.lstrip("+-")
    if ":" in digits:
        value = int(_sexagesimal(digits))
    elif digits[:2] in _BASES:
        value = int(digits[2:] or "0", _BASES[digits[:2]])
    else:
        value = int(digits, 8 if digits.startswith("0") else 10)
    return -value if text.startswith("-") else value


def _float(text: str) -> float:
    digits = text.lstrip("+-").lower()
    if ":" in digits:
        value = float(_sexagesimal(digits))
    else:
        value = float(digits.replace(".inf", "inf").replace(".nan", "nan"))
    return -value if text.startswith("-") else value


def _sexagesimal(digits: str) -> int | float:
    *whole, last = digits.split(":")
    value = 0
    for part in whole:
        value = value * 60 + int(part)
    return value * 60 + (float(last) if "." in last else int(last))
