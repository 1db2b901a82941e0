"""A user's text as messages of the lane show it."""

_LONGEST = 80


def in_backticks(text: str) -> str:
    """The text in backticks, on one line and cut to about 80 characters."""
    words = " ".join(text.replace("`", "'").split())
    return f"`{words if len(words) <= _LONGEST else words[: _LONGEST - 1] + '…'}`"
