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


def trim(model: str) -> str:
    """The id without outer white space, as Go's `strings.TrimSpace` leaves it."""
    return model.strip(WHITE_SPACE)


def require_unicode(text: str, what: str) -> None:
    """Reject a lone surrogate: it is no character, and no UTF-8 request can carry it."""
    if text.isascii():
        return
    try:
        text.encode()
    except UnicodeEncodeError:
        raise InputError(f"{what} {text!a} is not valid Unicode", hint="remove the lone surrogate") from None


@lru_cache(maxsize=8192)
def _compiled(pattern: str) -> "re2._Regexp[str]":
    options = re2.Options()
    options.log_errors = False
    return re2.compile(pattern, options)


@lru_cache(maxsize=32768)
def finds(pattern: str, model: str) -> bool:
    """Whether the RE2 `pattern` (known to compile) is found anywhere in `model` (valid Unicode)."""
    return _compiled(pattern).search(model) is not None


def matches(pattern: str, text: str) -> bool:
    """Whether the RE2 `pattern` (known to compile) matches the whole of `text`."""
    return _compiled(pattern).fullmatch(text) is not None
