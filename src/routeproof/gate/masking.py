"""The text of a configuration for reports that quote it: what nobody recognises as harmless is covered."""

from collections.abc import Iterator, Mapping
from typing import Any

from routeproof.bindings.references import is_well_formed, looks_like_a_key, normalize_ref
from routeproof.manifest import Document
from routeproof.manifest.yaml import Span

_SHOWN = frozenset(
    {
        "activeProfile",
        "connectionName",
        "mode",
        "model",
        "payer",
        "profile",
        "provider",
        "provider_connection",
        "runtime",
    }
)
"""The keys of a configuration whose texts a report may quote."""
_OWN = frozenset({"catalogue", "connections", "deployment", "format", "policy", "config_file"})
"""The parts of an export that a schema describes; what else stands there is a team's own."""
_COVER = "•"


def covered(document: Document) -> str:
    """The text with a dot for each character of a value that may be a secret; lines and columns stay.

    Nothing is left of a text whose values have no places.
    """
    text, data = document.text, document.data
    if data and not document.span.children:
        return ""
    for span in _secrets(data, document.span) if isinstance(data, dict) else ():
        start, end = span.start.index, span.end.index
        hidden = "".join(each if each in "\r\n" else _COVER for each in text[start:end])
        text = text[:start] + hidden + text[end:]
    return text


def _secrets(data: Mapping[str, Any], span: Span) -> Iterator[Span]:
    own = isinstance(data.get("format"), str)
    for key, value in data.items():
        known = own and key in _OWN
        yield from _in(key, value, _child(span, key), known=known)


def _in(key: str, value: Any, span: Span | None, *, known: bool) -> Iterator[Span]:
    """The spans of the values at and below one key; `known` says that a schema describes them."""
    if span is None:
        return
    if isinstance(value, dict | list):
        members = value.items() if isinstance(value, dict) else enumerate(value)
        for inner, member in members:
            name = inner if isinstance(inner, str) else key
            yield from _in(name, member, _child(span, inner), known=known)
    elif isinstance(value, str) and _may_be_secret(key, value, known=known):
        yield span


def _may_be_secret(key: str, value: str, *, known: bool) -> bool:
    if key == "credential":
        return not is_well_formed(normalize_ref(value)) or looks_like_a_key(value)
    return looks_like_a_key(value) or not (known or key in _SHOWN)


def _child(span: Span, key: str | int) -> Span | None:
    children: Any = span.children
    try:
        found: Span = children[key]
    except (LookupError, TypeError):
        return None
    return found
