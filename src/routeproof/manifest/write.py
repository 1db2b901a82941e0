"""Plain data as YAML text: on one line, or in block style under a column."""

import json
import re
from typing import Any

_PLAIN = re.compile(r"[A-Za-z_/][A-Za-z0-9_./+=@-]*(?:[ :][A-Za-z0-9_./+=@-]+)*")
_SHORT = 60
"""Longest list or mapping that stays on the line of its key, in characters."""
_WORDS = frozenset({"null", "yes", "no", "true", "false", "on", "off", "y", "n"})


def inline_yaml(value: Any, quote: str = "") -> str:
    """The value on one line; a text keeps the style of quotes given where it can."""
    if isinstance(value, dict):
        return (
            "{" + ", ".join(f"{inline_yaml(key)}: {inline_yaml(each)}" for key, each in value.items()) + "}"
        )
    if isinstance(value, list):
        return "[" + ", ".join(inline_yaml(each) for each in value) + "]"
    return _text(value, quote) if isinstance(value, str) else json.dumps(value)


def _text(value: str, quote: str) -> str:
    if quote == '"' or not value.isprintable():
        return '"' + "".join(map(_escaped, value)) + '"'
    if not quote and _PLAIN.fullmatch(value) and value.lower() not in _WORDS:
        return value
    return "'" + value.replace("'", "''") + "'"


def _escaped(letter: str) -> str:
    """A letter between double quotes; YAML has an escape of its own beyond the sixteenth bit."""
    if letter in '"\\':
        return f"\\{letter}"
    if letter.isprintable():
        return letter
    return f"\\U{ord(letter):08x}"


def block_yaml(value: Any, column: int) -> str:
    """The value in block style; its first line is to be written at `column`, counted from 0."""
    if isinstance(value, dict) and value:
        return f"\n{' ' * column}".join(
            f"{inline_yaml(key)}:{_below(each, column)}" for key, each in value.items()
        )
    if isinstance(value, list) and value:
        return f"\n{' ' * column}".join(f"- {block_yaml(each, column + 2)}" for each in value)
    return inline_yaml(value)


def _below(value: Any, column: int) -> str:
    """What follows a key: on the same line where it is short, else in block style below it."""
    if isinstance(value, dict | list) and len(inline_yaml(value)) > _SHORT:
        return f"\n{' ' * (column + 2)}{block_yaml(value, column + 2)}"
    return f" {inline_yaml(value)}"
