"""How often something is called in source texts: comments and text literals set aside, definitions too."""

import re
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import islice

from routeproof.bindings.calls.literals import code_of

Source = tuple[str, str]
"""A file's path, whose suffix tells its language, and its text."""


def count_calls(sources: Iterable[Source], symbol: str, *, enough: int | None = None) -> int:
    """How many calls of the symbol, a whole identifier, the texts hold; `enough` of them end the count.

    A call is the symbol and `(`, with or without white space between them, and not where it is defined:
    behind `def`, `function`, `func` or `fn`.
    """
    found = (call for path, text in sources for call in _calls(path, text, symbol))
    return sum(1 for _ in islice(found, enough))


def _calls(path: str, text: str, symbol: str) -> Iterator[re.Match[str]]:
    if symbol not in text:
        return  # to take a text apart is slow
    for found in _pattern(symbol).finditer(code_of(path, text)):
        if found["defined"] is None:
            yield found


@cache
def _pattern(symbol: str) -> re.Pattern[str]:
    """A symbol before a parenthesis; between `func` and it there may be the receiver of a method."""
    defined = r"(?P<defined>(?<![\w$])(?:def\b|function\b\s*\*?|func\b(?:\s*\([^()]*\))?|fn\b)\s*)?"
    return re.compile(rf"{defined}(?<![\w$#]){re.escape(symbol)}\s*\(")
