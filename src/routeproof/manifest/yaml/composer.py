"""From YAML text to a Document: one pass over libyaml's events, without recursion, within limits.

PyYAML's own loader is not used: it recurses, keeps the last of two equal keys, and forgets positions.
"""

import re
from collections.abc import Iterator
from typing import Any, NamedTuple, NoReturn

import yaml

from routeproof.errors import Place, Problem, pointer
from routeproof.manifest.yaml.document import Document, Span
from routeproof.manifest.yaml.nodes import Open, Slot, YamlNode, span_of
from routeproof.manifest.yaml.phrase import in_quotes, quoted, syntax_problem
from routeproof.manifest.yaml.scalars import Scalar, YamlDialect, resolve, resolve_core

MAX_DEPTH = 64
"""Deepest nesting of lists and mappings, aliases expanded."""
MAX_NODES = 200_000
"""Most values and keys in one document, aliases expanded."""
MAX_PROBLEMS = 100
"""After so many problems a file is not read further."""

_SURROGATE = re.compile("[\ud800-\udfff]")
"""Half a character, as PyYAML's own parser lets it through; libyaml refuses the escape."""

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_SCANNER_TOO_DEEP = "exceeded maximum nesting depth"
"""What libyaml says from PyYAML 6.0.4 on, whose scanner stops at 1,000 levels, read ahead of the events."""


class Composed(NamedTuple):
    """What was read; `complete` is False when reading stopped before the end of the document."""

    document: Document
    problems: tuple[Problem, ...]
    complete: bool


class _StopReading(Exception):
    """Nothing after this point can be read, or should be."""


def compose(text: str, file: str, dialect: YamlDialect = YamlDialect.STRICT) -> Composed:
    """Read the one document of the text; what is wrong with it is returned, not raised."""
    composer = _Composer(text, file, dialect)
    complete = composer.run(text)
    if composer.too_deep_at is not None:
        # The parser has read ahead: up to where it gave up, our own limit is met first, and says so.
        before = _Composer(text, file, dialect)
        before.run(text[: composer.too_deep_at])
        composer = before if before.stopped else composer
    return Composed(composer.document(), tuple(composer.problems), complete)


class _Composer:
    def __init__(self, text: str, file: str, dialect: YamlDialect) -> None:
        self.text, self.file = text, file
        self.keys_are_text = dialect is YamlDialect.WORKFLOW
        self.resolve = resolve_core if dialect is YamlDialect.WORKFLOW else resolve
        self.problems: list[Problem] = []
        self.anchors: dict[str, YamlNode | None] = {}
        self.stack: list[Open] = []
        self.nodes = 0
        self.documents = 0
        self.stopped = False
        """Whether a limit of this module was met."""
        self.too_deep_at: int | None = None
        """Where the parser gave up by a limit of its own."""
        self.handlers = {
            yaml.ScalarEvent: self.scalar,
            yaml.AliasEvent: self.alias,
            yaml.SequenceStartEvent: self.open,
            yaml.MappingStartEvent: self.open,
            yaml.SequenceEndEvent: self.close,
            yaml.MappingEndEvent: self.close,
            yaml.DocumentStartEvent: self.start_document,
        }

    def run(self, text: str) -> bool:
        """Handle every event; True when the document was read to its end."""
        handlers = self.handlers
        try:
            for event in yaml.parse(text, Loader=_LOADER):
                if handler := handlers.get(type(event)):
                    handler(event)
                elif type(event) is yaml.StreamStartEvent:
                    self.stack.append(Open(span_of(event), None, mapping=False))
        except (yaml.YAMLError, ValueError, OverflowError) as error:
            # PyYAML lets a few plain ValueErrors out, for example for an escape beyond Unicode.
            self.problems.append(syntax_problem(error, self.file))
            if isinstance(error, yaml.MarkedYAMLError) and error.problem == _SCANNER_TOO_DEEP:
                self.too_deep_at = error.problem_mark.index if error.problem_mark else None
            return False
        except _StopReading:
            self.stopped = True
            return False
        if not self.documents:
            self.problems.append(Problem("the file is empty", Place(self.file)))
        return bool(self.documents)

    def document(self) -> Document:
        """Return what was read so far; the data is None when that is nothing."""
        bottom = self.stack[0] if self.stack else None
        if bottom and bottom.data:
            return Document(self.file, self.text, bottom.data[0], bottom.spans[0])
        nowhere = yaml.Mark(self.file, 0, 0, 0, None, 0)
        return Document(self.file, self.text, None, Span(nowhere, nowhere))

    def start_document(self, event: Any) -> None:
        self.documents += 1
        if self.documents > 1:
            self.stop(span_of(event), "a second document starts here", "keep one document in a file")

    def scalar(self, event: Any) -> None:
        span = span_of(event)
        self.count(1, span)
        self.refuse_tag(event)
        text, plain = event.value, event.implicit[0]
        literal = not plain or (self.keys_are_text and self.at_key())
        value = text if literal else self.resolved(text, span)
        if not text.isascii() and _SURROGATE.search(text):
            self.report(span, "an escape for half a character", "write the character itself")
        if event.anchor is not None:
            self.anchors[event.anchor] = YamlNode(value, span)
        self.attach(value, span, merge=plain and text == "<<")

    def at_key(self) -> bool:
        entry = self.stack[-1]
        return entry.slot is Slot.KEY and type(entry.data) is dict

    def resolved(self, text: str, span: Span) -> Scalar:
        try:
            return self.resolve(text)
        except ValueError:
            self.report(span, f"a number of {len(text):,} characters", "put it in quotes if it is a text")
            return 0

    def alias(self, event: Any) -> None:
        span = span_of(event)
        target = self.anchors.get(event.anchor)
        if target is None:
            why = "refers to itself" if event.anchor in self.anchors else "is not defined"
            self.report(span, f"alias {quoted('*' + event.anchor)} {why}", "define it before, with `&`")
            target = YamlNode(None, span)
        if target.height + len(self.stack) - 1 > MAX_DEPTH:
            self.stop(span, f"nested deeper than {MAX_DEPTH} levels, aliases expanded")
        self.count(target.size, span)
        # The place of the value is the alias; what it contains is found where it was written.
        here = Span(span.start, span.end, target.span.children, target.span.keys)
        self.attach(target.value, here, target.size, target.height)

    def open(self, event: Any) -> None:
        self.refuse_tag(event)
        self.count(1, span_of(event))
        if len(self.stack) > MAX_DEPTH:
            self.stop(span_of(event), f"nested deeper than {MAX_DEPTH} levels")
        if event.anchor is not None:
            self.anchors[event.anchor] = None
        self.stack.append(Open(span_of(event), event.anchor, mapping=type(event) is yaml.MappingStartEvent))

    def close(self, event: Any) -> None:
        entry = self.stack.pop()
        if event.end_mark.index > event.start_mark.index:  # a bracket; a block ends with its last value
            entry.end = event.end_mark
        for source in entry.merged:
            entry.merge(source)
        span = Span(entry.start, entry.end, entry.spans, entry.keys)
        if entry.anchor is not None:
            self.anchors[entry.anchor] = YamlNode(entry.data, span, entry.size, entry.height)
        self.attach(entry.data, span, entry.size, entry.height)

    def attach(self, value: Any, span: Span, size: int = 1, height: int = 0, *, merge: bool = False) -> None:
        """Put a finished node where it belongs in the container that is open."""
        entry = self.stack[-1]
        entry.end = span.end
        entry.size += size
        if height >= entry.height:
            entry.height = height + 1
        if type(entry.data) is list:
            entry.data.append(value)
            entry.spans.append(span)
        elif entry.slot is Slot.KEY:
            entry.slot = self.merge_key(entry, span) if merge else self.key(entry, value, span)
        else:
            if type(entry.slot) is str:
                entry.data[entry.slot] = value
                entry.spans[entry.slot] = span
            elif entry.slot is Slot.MERGE:
                self.merge_value(entry, value, span)
            entry.slot = Slot.KEY

    def key(self, entry: Open, key: Any, span: Span) -> str | Slot:
        if not isinstance(key, str):
            written = self.text[span.start.index : span.end.index]
            hint = "" if isinstance(key, dict | list) else in_quotes(written)
            self.report(span, f"the key {quoted(written)} is not a string", hint)
            return Slot.DROP
        if key in entry.keys:
            hint = f"the first one is on line {entry.keys[key].start.line + 1}"
            self.report(span, f"duplicate key {quoted(key)}", hint, key)
            return Slot.DROP
        entry.keys[key] = span
        return key

    def merge_key(self, entry: Open, span: Span) -> Slot:
        if entry.merged:
            self.report(span, "duplicate key `<<`", "merge several mappings as a list: `<<: [*one, *two]`")
            return Slot.DROP
        return Slot.MERGE

    def merge_value(self, entry: Open, value: Any, span: Span) -> None:
        if all(isinstance(source, dict) for source in (value if isinstance(value, list) else [value])):
            entry.merged.append(YamlNode(value, span))
        else:
            self.report(
                span, "`<<` merges mappings alone", "give it an alias of a mapping, or a list of them"
            )

    def count(self, nodes: int, where: Span) -> None:
        self.nodes += nodes
        if self.nodes > MAX_NODES:
            hint = "an alias repeats what holds other aliases" if nodes > 1 else ""
            self.stop(where, f"more than {MAX_NODES:,} values, aliases expanded", hint)

    def refuse_tag(self, event: Any) -> None:
        if event.tag is not None:
            tag = event.tag.replace("tag:yaml.org,2002:", "!!", 1)
            self.report(span_of(event), f"tag {quoted(tag)} is not allowed", "write the value without a tag")

    def report(self, where: Span, message: str, hint: str = "", *key: str) -> None:
        """Note a problem with the node that is being read, or with a key of the mapping around it."""
        start, end = where.start, where.end
        place = Place(self.file, start.line + 1, start.column + 1, end.line + 1, end.column + 1)
        self.problems.append(Problem(message, place, pointer(*self.path(), *key), hint))
        if len(self.problems) >= MAX_PROBLEMS:
            raise _StopReading

    def stop(self, where: Span, message: str, hint: str = "") -> NoReturn:
        self.report(where, message, hint)
        raise _StopReading

    def path(self) -> Iterator[str | int]:
        """Yield the steps to the node that is being read, as far as they are known."""
        for entry in self.stack[1:]:
            if isinstance(entry.data, list):
                yield len(entry.data)
            elif isinstance(entry.slot, str):
                yield entry.slot
