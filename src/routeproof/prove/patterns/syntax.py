"""From the text of a pattern to its tree: what is refused and why, and what to beware of."""

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from routeproof.errors import EngineDisagreement, InputError, RouteproofError
from routeproof.match import refusal
from routeproof.prove.patterns.brackets import Stuck
from routeproof.prove.patterns.pieces import LOOK_ALIKES, Piece, meaning
from routeproof.prove.patterns.reader import Reader
from routeproof.prove.patterns.tree import Alternate, Node

HEIGHT_LIMIT = 1000
"""The nesting that Go's engine allows; google-re2 sets no limit, but production runs Go."""

_SHOWN = 80
_LOOKED_AT = 100
"""How many pieces under `(?i)` are looked at for look-alikes: each may take RE2 some milliseconds."""

_LEADING_FLAGS = re.compile(r"\(\?[a-zA-Z-]*\)")


class PatternError(InputError):
    """A pattern that production would not load; `position` counts characters from 1, 0 for the whole."""

    def __init__(self, pattern: str, position: int, reason: str, hint: str) -> None:
        where = f" at character {position}" if position else ""
        super().__init__(f"pattern {quote_pattern(pattern)} is refused{where}: {reason}", hint=hint)
        self.position = position


class LintKind(StrEnum):
    """Why a valid pattern deserves a second look."""

    LOOK_ALIKE = "look-alike"
    UNICODE_TABLE = "unicode-table"
    GROUP_SYNTAX = "group-syntax"


@dataclass(frozen=True, slots=True)
class Lint:
    """One remark on a valid pattern; `position` counts characters from 1."""

    kind: LintKind
    position: int
    message: str
    hint: str


def parse_pattern(pattern: str) -> Node:
    r"""The tree of a pattern.

    Raises PatternError for exactly what RE2 refuses, and for what Go refuses or reads differently: `\C`,
    `\B`, and nesting deeper than 1,000.
    """
    return _read(pattern)[0]


def lints(pattern: str) -> tuple[Lint, ...]:
    """What to beware of in a valid pattern, one remark of a kind; raises PatternError as parsing does."""
    reader = _read(pattern)[1]
    found = []
    alike = [
        (at, added) for at, folded, plain in reader.folded[:_LOOKED_AT] if (added := _added(folded, plain))
    ]
    if alike:
        names = " and ".join(f"U+{code:04X}" for code in sorted(set().union(*(added for _, added in alike))))
        message = f"`(?i)` also accepts {names}, look-alikes of ASCII letters"
        hint = "write the letter's two cases as a class, such as `[kK]`, outside of `(?i)`"
        found.append(Lint(LintKind.LOOK_ALIKE, alike[0][0] + 1, message, hint))
    if reader.tables:
        message = "a Unicode class follows the engine's own version of the Unicode tables"
        hint = "write the ranges that are meant"
        found.append(Lint(LintKind.UNICODE_TABLE, reader.tables[0] + 1, message, hint))
    if reader.short_names:
        message = "`(?<name>` is refused by Go before 1.22"
        found.append(Lint(LintKind.GROUP_SYNTAX, reader.short_names[0] + 1, message, "write `(?P<name>`"))
    return tuple(sorted(found, key=lambda lint: lint.position))


def anchored_form(pattern: str) -> str:
    """A valid pattern rewritten so that it can match at the start of an id only."""
    tree, reader = _read(pattern)
    flags = _LEADING_FLAGS.match(pattern)
    head = flags[0] if flags and "m" not in flags[0] else ""
    rest = pattern[len(head) :]
    if not isinstance(tree, Alternate) and not rest.startswith("(?"):
        return f"{head}^{rest}"
    return f"{head}^(?:{rest}" + ("\\E)" if reader.open_quote else ")")


def whole_form(pattern: str) -> str:
    """A valid pattern rewritten so that it must match an entire id; a dot meets a newline too.

    A dot that stopped at a newline would let ids escape what a team says of "every id that begins so".
    """
    return rf"(?s)\A(?:{pattern}" + (r"\E" if _read(pattern)[1].open_quote else "") + r")\z"


def quote_pattern(pattern: str) -> str:
    """A pattern as messages quote it: in backticks, and cut when it is very long."""
    text = pattern.encode("utf-8", "backslashreplace").decode()
    return f"`{text}`" if len(text) <= _SHOWN else f"`{text[:_SHOWN]}...`"


def _added(folded: Piece, plain: Piece) -> set[int]:
    """The look-alike letters that only `(?i)` lets in."""
    return {code for code in LOOK_ALIKES.values() if code in meaning(folded) and code not in meaning(plain)}


@lru_cache(maxsize=4096)
def _read(pattern: str) -> tuple[Node, Reader]:
    refused = refusal(pattern)
    reader = Reader(pattern, valid=refused is None)
    try:
        tree = reader.read()
    except Stuck as stuck:
        raise _refused(pattern, stuck.position, refused) from None
    if refused is not None:
        raise _refused(pattern, -1, refused)
    if tree.height > HEIGHT_LIMIT:
        reason = f"groups and repeats nest deeper than {HEIGHT_LIMIT:,}"
        raise PatternError(pattern, 0, reason, "write a flatter pattern")
    return tree, reader


def _refused(pattern: str, position: int, refused: tuple[str, str] | None) -> RouteproofError:
    """The error for a pattern; `position` counts from 0, -1 when only RE2 itself can name the place."""
    from routeproof.prove.patterns.hints import hint_for  # noqa: PLC0415 - most patterns are accepted

    if refused is None:
        refused = ("not supported", pattern[position : position + 2])
        if refused[1] not in ("\\B", "\\C"):
            where = f"cannot be read at character {position + 1}"
            return EngineDisagreement(f"pattern {quote_pattern(pattern)}, which RE2 accepts, {where}")
    reason, fragment = refused
    if fragment and (position < 0 or reason.startswith(("invalid character class", "invalid escape"))):
        # The reader stops where a class begins, or somewhere behind what RE2 met first.
        after = pattern.find(fragment, max(position, 0))
        position = after if after >= 0 else pattern.find(fragment)
    said = f"{reason}: {quote_pattern(fragment)}" if fragment else reason
    return PatternError(pattern, position + 1, said, hint_for(reason, fragment))
