"""Ids one edit away from an id, where ports of the rule go wrong."""

from collections.abc import Iterator

SEPARATORS = "/:-._"

PADS = (" ", "\t", "\n", "\r\n", "\v", "\x85", "\xa0", "\u1680", "\u2003", "\u2028", "\u202f", "\u3000")
"""White space that is trimmed, one of each kind that some language's own trim leaves alone."""

KEPT = ("\x1c", "\x1f", "\u180e", "\u200b", "\u2060", "\ufeff")
"""What looks like white space, or is trimmed by some language, and is part of the id."""

_LOOK_ALIKES = {"k": "\u212a", "s": "\u017f", "i": "\u0131", "I": "\u0130"}
"""RE2 folds the first two into their letter when case is ignored; the other two it never does."""


def one_edit_away(model: str) -> Iterator[tuple[str, str]]:
    """Every id one edit away with the kind of the edit, those at the ends first; the id is not empty.

    What an end of the id decides is what a pattern is anchored to, and where a prefix stops.
    """
    for place in sorted(range(len(model)), key=lambda place: (min(place, len(model) - 1 - place), -place)):
        before, letter, after = model[:place], model[place], model[place + 1 :]
        yield "deleted", before + after
        yield "replaced", before + ("y" if letter == "x" else "x") + after
        yield "doubled", before + letter + letter + after
        if letter.swapcase() != letter:
            yield "case", before + letter.swapcase() + after
        if letter in SEPARATORS:
            yield from (("separator", before + other + after) for other in SEPARATORS if other != letter)
        if (alike := _LOOK_ALIKES.get(letter) or _LOOK_ALIKES.get(letter.lower())) is not None:
            yield "look-alike", before + alike + after
    yield "case", model.swapcase()
    for mark in (*SEPARATORS, "x"):
        yield "inserted", mark + model
        yield "inserted", model + mark


def padded(model: str) -> Iterator[str]:
    """The id with white space, or what looks like it, in front, behind and inside."""
    for pad in (*PADS, *KEPT):
        yield pad + model
        yield model + pad
    yield f"{model[:1]} {model[1:]}"
    yield f"{model}\nx"
