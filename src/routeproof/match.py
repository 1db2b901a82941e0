"""Matching with google-re2, the semantics of production: linear in the id, whatever the pattern."""

from functools import lru_cache

import re2

from routeproof.errors import InputError

WHITE_SPACE = (
    "\t\n\v\f\r \x85\xa0\u1680"
    "\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"
    "\u2028\u2029\u202f\u205f\u3000"
)
"""What Go's `unicode.IsSpace` accepts. Python's `str.strip` also drops U+001C to U+001F."""

_OPTIONS = re2.Options()
_OPTIONS.log_errors = False


def trim(model: str) -> str:
    """The id without outer white space, as Go's `strings.TrimSpace` leaves it."""
    return model.strip(WHITE_SPACE)


def is_unicode(text: str) -> bool:
    """Whether there is no lone surrogate in it, which is no character and which no UTF-8 can carry."""
    if text.isascii():
        return True
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def require_unicode(text: str, what: str) -> None:
    """Reject a text that no request can carry."""
    if not is_unicode(text):
        raise InputError(f"{what} {text!a} is not valid Unicode", hint="remove the lone surrogate")


@lru_cache(maxsize=8192)
def compiled(pattern: str) -> "re2._Regexp[str]":
    """The RE2 `pattern`, which is known to compile."""
    return re2.compile(pattern, _OPTIONS)


def refusal(pattern: str) -> tuple[str, str] | None:
    """None for a pattern that RE2 accepts, else its reason and the text it stumbled over."""
    try:
        compiled(pattern)
    except UnicodeEncodeError as error:
        return "not valid Unicode", pattern[error.start : error.end]
    except re2.error as error:
        reason, _, fragment = error.args[0].decode("utf-8", "replace").partition(": ")
        return reason, fragment
    return None


@lru_cache(maxsize=32768)
def finds(pattern: str, model: str) -> bool:
    """Whether the RE2 `pattern` (known to compile) is found anywhere in `model` (valid Unicode)."""
    return compiled(pattern).search(model) is not None


def matches(pattern: str, text: str) -> bool:
    """Whether the RE2 `pattern` (known to compile) matches the whole of `text`."""
    return compiled(pattern).fullmatch(text) is not None
