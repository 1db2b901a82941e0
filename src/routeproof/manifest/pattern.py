"""Whether production's engine takes a pattern: RE2's own verdict, then the further limits of Go's."""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from routeproof.errors import Problem
from routeproof.manifest.yaml import Document, quoted
from routeproof.match import compiled, is_unicode, refusal

MAX_LENGTH = 100_000
"""Longest pattern, in characters: production has no such limit, but no pattern written by hand meets it."""
MAX_NESTING = 1_000
"""Highest syntax tree that Go's engine takes, in levels."""
MAX_COST = 2_000_000
"""What all patterns of one file may cost to check: about half a second."""
_COST_OF_CHARACTER = 4
_COST_OF_OVERSIZED = 500_000
"""RE2 works on a pattern that is too large about as long as on one of so many instructions."""

_ESCAPE = re.compile(r"\\Q.*?(?:\\E|\Z)|\\(.)", re.DOTALL)
_TOKEN = re.compile(
    r"""(?P<atom> \\Q.*?(?:\\E|\Z) | \\[pPx]\{[^}]*\} | \\. | \[\^?\]?(?:\[:\^?\w+:\]|\\.|[^\]\\])*\] )
      | (?P<flags> \(\?[a-zA-Z-]+\) )
      | (?P<bare> \(\?[a-zA-Z-]*: )
      | (?P<group> \((?:\?P?<\w+>)? )
      | (?P<end> \) )
      | (?P<branch> \| )
      | (?P<repeat> (?: [*+?] | \{\d+(?:,\d*)?\} ) \?? )
      | (?P<text> \{ | [^\\\[(){|*+?]+ )""",
    re.VERBOSE | re.DOTALL,
)


def pattern_problems(document: Document, patterns: Iterable[tuple[str, str]]) -> Iterator[Problem]:
    """Check (pointer, pattern) pairs, each distinct pattern once."""
    left = MAX_COST
    reasons: dict[str, str] = {}
    for pointer, pattern in patterns:
        if pattern not in reasons:
            reasons[pattern], cost = _judge(pattern)
            left -= cost
        if reasons[pattern]:
            yield document.problem(pointer, f"{quoted(pattern)} is no RE2 pattern: {reasons[pattern]}")
        if left < 0:
            message = "the patterns up to here are too large to be checked together"
            yield document.problem(pointer, message, "shorten the repetitions")
            return


@lru_cache(maxsize=256)
def _judge(pattern: str) -> tuple[str, int]:
    """Return the reason against the pattern, and what it cost to find out."""
    if len(pattern) > MAX_LENGTH:
        return f"longer than {MAX_LENGTH:,} characters", 0
    cost = _COST_OF_CHARACTER * len(pattern)
    if not is_unicode(pattern):
        return "it holds a lone surrogate", cost
    refused = refusal(pattern)
    if refused is not None:
        reason = ": ".join(filter(None, refused))
        return quoted(reason).strip("`"), cost + ("too large" in reason) * _COST_OF_OVERSIZED
    cost += compiled(pattern).programsize
    if any(match.group(1) == "C" for match in _ESCAPE.finditer(pattern)):
        return r"Go's engine has no `\C`", cost
    # A short pattern cannot be that high: every level costs it a character.
    if len(pattern) >= MAX_NESTING and _height(pattern) > MAX_NESTING:
        return f"it nests deeper than {MAX_NESTING:,} levels", cost
    return "", cost


class _Group:
    """What has been read of one group: its highest item, its last one, and whether they need joining."""

    __slots__ = ("branches", "captures", "highest", "items", "last")

    def __init__(self, *, captures: bool) -> None:
        self.captures = captures
        self.highest = 1
        self.last = 0
        self.items = 0
        self.branches = False

    def add(self, height: int) -> None:
        self.items += 1
        self.last = height
        self.highest = max(self.highest, height)

    def height(self) -> int:
        return self.highest + (self.items > 1) + self.branches + self.captures


def _height(pattern: str) -> int:
    """Measure the syntax tree of a pattern that RE2 took: never lower than Go does.

    Go also merges what a plain group shares with its surroundings; not doing so can only refuse a
    pattern that nests hundreds of groups.
    """
    groups = [_Group(captures=False)]
    for token in _TOKEN.finditer(pattern):
        kind, group = token.lastgroup, groups[-1]
        if kind in ("group", "bare"):
            groups.append(_Group(captures=kind == "group"))
        elif kind == "end":
            groups.pop()
            groups[-1].add(group.height())
        elif kind == "branch":
            group.branches = True
        elif kind == "repeat":
            group.last += 1
            group.highest = max(group.highest, group.last)
        elif kind != "flags":
            group.add(1)
    return groups[0].height()
