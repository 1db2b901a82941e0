"""A YAML file as plain data that still knows where each of its values was written."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, NamedTuple

from yaml import Mark

from routeproof.errors import Place, Problem


class Span(NamedTuple):
    """Where a value starts and ends (marks count from 0), and the same for what it contains."""

    start: Mark
    end: Mark
    children: "Mapping[str, Span] | Sequence[Span]" = ()
    keys: "Mapping[str, Span]" = MappingProxyType({})


def steps_of(pointer: str) -> Iterator[str]:
    """Split a JSON pointer into its unescaped steps; the empty pointer has none."""
    for step in pointer.split("/")[1:]:
        yield step.replace("~1", "/").replace("~0", "~")


@dataclass(frozen=True, slots=True, eq=False)
class Document:
    """One YAML document: `data` is made of dict, list, str, int, float, bool and None alone.

    Aliases share one value, so `data` must not be changed.
    """

    file: str
    """The name to show in messages."""
    text: str = field(repr=False)
    data: Any = field(repr=False)
    span: Span = field(repr=False)

    def place(self, pointer: str) -> Place:
        """Find the value at the pointer, or its nearest ancestor that exists.

        A list or mapping reaches to the end of its last value; what came through an alias or a merge
        key is found where it was written.
        """
        return self._place(self._walk(pointer)[0])

    def key_place(self, pointer: str) -> Place:
        """Find the key of the value at the pointer; the value itself when it has none."""
        span, key = self._walk(pointer)
        return self._place(key or span)

    def source(self, pointer: str) -> str:
        """Return the value at the pointer as it was written, quotes included."""
        span = self._walk(pointer)[0]
        return self.text[span.start.index : span.end.index]

    def problem(self, pointer: str, message: str, hint: str = "", *, at_key: bool = False) -> Problem:
        """Say what is wrong with the value (or the key) at the pointer."""
        place = self.key_place(pointer) if at_key else self.place(pointer)
        return Problem(message, place, pointer, hint)

    def _walk(self, pointer: str) -> tuple[Span, Span | None]:
        span: Span = self.span
        key: Span | None = None
        for step in steps_of(pointer):
            child = _child(span, step)
            if child is None:
                break
            span, key = child, span.keys.get(step)
        return span, key

    def _place(self, span: Span) -> Place:
        start, end = span.start, span.end
        return Place(self.file, start.line + 1, start.column + 1, end.line + 1, end.column + 1)


def _child(span: Span, step: str) -> Span | None:
    children = span.children
    if isinstance(children, Mapping):
        return children.get(step)
    is_index = step.isascii() and step.isdecimal() and len(step) < 10 and str(int(step)) == step
    return children[int(step)] if is_index and int(step) < len(children) else None
