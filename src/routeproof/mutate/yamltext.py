"""Plain data as YAML text: on one line, or in block style under a column."""

import json
import re
from typing import Any

_PLAIN = re.compile(r"[A-Za-z_/][A-Za-z0-9_./+=@-]*(?:[ :][A-Za-z0-9_./+=@-]+)*")
_SHORT = 60
"""Longest list or mapping that stays on the line of its key, in characters."""
_WORDS = frozenset({"null", "yes", "no", "true", "false", "on", "off", "y", "n"})


def flow(value: Any, quote: str = "") -> str:
    """The value on one line; a text keeps the style of quotes given where it can."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{flow(key)}: {flow(each)}" for key, each in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(flow(each) for each in value) + "]"
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


def block(value: Any, column: int) -> str:
    """The value in block style; its first line is to be written at `column`, counted from 0."""
    if isinstance(value, dict) and value:
        return f"\n{' ' * column}".join(f"{flow(key)}:{_below(each, column)}" for key, each in value.items())
    if isinstance(value, list) and value:
        return f"\n{' ' * column}".join(f"- {block(each, column + 2)}" for each in value)
    return flow(value)


def _below(value: Any, column: int) -> str:
    """What follows a key: on the same line where it is short, else in block style below it."""
    if isinstance(value, dict | list) and len(flow(value)) > _SHORT:
        return f"\n{' ' * (column + 2)}{block(value, column + 2)}"
    return f" {flow(value)}"
