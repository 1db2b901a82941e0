"""What a black box wrote, repeated in a message: it may be anything, and as long as it likes."""

from routeproof.markup import visible

_SHOWN = 80
"""How much of a text is repeated, in characters."""


def quote(value: object) -> str:
    """A value in backticks, on one line, cut to what a message can carry."""
    text = visible(value if isinstance(value, str) else repr(value)).replace("`", "'")
    if not text:
        return "an empty text"
    return f"`{text[:_SHOWN]}...`" if len(text) > _SHOWN else f"`{text}`"
