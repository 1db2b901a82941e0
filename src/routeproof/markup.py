"""Texts made safe to show, GitHub-flavoured Markdown that nothing breaks out of, and phrases that recur."""

from collections.abc import Iterable, Sequence

_SPECIAL = frozenset("\\`*_[]<>#|~&$")
"""What means something inside a line; the rest of Markdown only works at the start of one."""


def visible(text: str) -> str:
    """The text on one line: control, format and other unprintable characters become escapes."""
    return "".join(letter if letter.isprintable() else _escape_letter(letter) for letter in text)


def _escape_letter(letter: str) -> str:
    return letter.encode("unicode_escape", "backslashreplace").decode()


def code(text: str) -> str:
    """The text as a code span that stays one span inside a table cell, whatever it holds."""
    shown = visible(text).replace("|", "\\|") or " "
    run = longest = 0
    for letter in shown:
        run = run + 1 if letter == "`" else 0
        longest = max(longest, run)
    fence = "`" * (longest + 1)
    # Of a span with a space at both ends, one at each end is not shown: a padded id would look trimmed.
    pad = " " if longest or (shown[0] == shown[-1] == " " and shown.strip(" ")) else ""
    return f"{fence}{pad}{shown}{pad}{fence}"


def prose(text: str) -> str:
    """The text as plain words: Markdown, HTML and mentions in it mean nothing."""
    shown = "".join(f"\\{letter}" if letter in _SPECIAL else letter for letter in visible(text))
    # A zero-width space keeps the sign but is no mention, and no link is guessed from `://` or `www.`.
    return shown.replace("@", "@\u200b").replace("://", ":\u200b//").replace("www.", "www\u200b.")


def message(text: str) -> str:
    """A message in which backticks quote values: prose, and a code span for each quoted value.

    A value that holds a backtick shifts what is quoted, and still nothing of it is Markdown.
    """
    parts = text.split("`")
    if len(parts) % 2 == 0:
        return prose(text)
    return "".join(code(part) if at % 2 else prose(part) for at, part in enumerate(parts))


def more(count: int) -> str:
    """What follows one example of `count` that are alike; nothing follows the only one."""
    return f"; {count - 1:,} more like it" if count > 1 else ""


def nearest(name: str, known: Iterable[str], likeness: float = 0.6) -> str | None:
    """The known name that looks most like the one given; None when none does (0: any would, 1: itself)."""
    from difflib import get_close_matches  # noqa: PLC0415 - most runs meet no unknown name

    return next(iter(get_close_matches(name, known, 1, likeness)), None)


def table(headers: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A pipe table; the cells are Markdown already. No rows give only the header."""
    from tabulate import tabulate  # noqa: PLC0415 - slow to import, and most runs write no table

    return tabulate(
        [[str(cell) for cell in row] for row in rows],
        headers=headers,
        tablefmt="github",
        disable_numparse=True,
    )


def with_keys(names: Iterable[str], otherwise: str = "") -> str:
    """The credentials with which something holds, as the end of a phrase: each name in backticks.

    `otherwise` is said where there are none.
    """
    named = " and ".join(f"`{name}`" for name in names)
    return f" with {named}" if named else otherwise
