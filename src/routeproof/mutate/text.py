"""The same edit in the text of a YAML file: comments and layout stay, as when a person edits it."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from difflib import unified_diff
from typing import Any, NamedTuple

from routeproof.errors import RouteproofError
from routeproof.manifest import Document, read_document
from routeproof.manifest.write import block_yaml, inline_yaml
from routeproof.manifest.yaml import Span, steps_of
from routeproof.mutate.edit import Action, Change, applied, in_order

_NO_FILE = "/dev/null"


class _Patch(NamedTuple):
    """Characters `start` to `end` give way to `text`."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class _Site:
    """A place in the text: the container, its data and spans, and the key or index within it."""

    page: str
    parent: Span
    data: Any
    key: Any

    @property
    def is_flow(self) -> bool:
        return self.page[self.parent.start.index] in "[{"

    @property
    def child(self) -> Span:
        return self.parent.children[self.key]

    @property
    def column(self) -> int:
        """Where the keys or the dashes of the container stand."""
        return self.parent.start.column

    def line_start(self, index: int) -> int:
        return self.page.rfind("\n", 0, index) + 1

    def line_end(self, index: int) -> int:
        found = self.page.find("\n", index)
        return len(self.page) if found < 0 else found


def patched(file: str, document: Document | None, changes: Sequence[Change]) -> str:
    """The text of the file after the changes, empty where it is gone; None stands for one that is not there.

    Where the layout is one that cannot be patched (anchors, merge keys, a dash alone on its line), the whole
    file is written anew in block style: the meaning of the result is always that of the changed data.
    """
    wanted = applied(document.data if document else {}, changes)
    if wanted is None:
        return ""
    if document:
        with suppress(RouteproofError, LookupError, ValueError):
            text = _patched(document, changes)
            if read_document(text.encode(), file, None).data == wanted:
                return text
    return block_yaml(wanted, 0) + "\n"


def difference(file: str, before: str, after: str) -> str:
    """A unified difference that `git apply` and `patch -p1` take; empty when nothing differs.

    An empty text stands for a file that is not there.
    """
    old, new = (f"{side}/{file}" if text else _NO_FILE for side, text in (("a", before), ("b", after)))
    lines = unified_diff(before.splitlines(keepends=True), after.splitlines(keepends=True), old, new)
    return "".join(
        line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n" for line in lines
    )


def _patched(document: Document, changes: Sequence[Change]) -> str:
    text = document.text
    patches = [_PATCHES[change.action](_site(document, change), change) for change in in_order(changes)]
    for patch in sorted(patches, key=lambda patch: patch[:2], reverse=True):
        text = text[: patch.start] + patch.text + text[patch.end :]
    return text


def _site(document: Document, change: Change) -> _Site:
    *path, last = steps_of(change.pointer)
    span, data = document.span, document.data
    for step in path:
        key: Any = int(step) if isinstance(data, list) else step
        span, data = span.children[key], data[key]
    return _Site(document.text, span, data, int(last) if isinstance(data, list) else last)


def _set(site: _Site, change: Change) -> _Patch:
    value = change.new()
    if site.key not in site.data and isinstance(site.data, dict):
        return _add_key(site, value)
    if isinstance(site.data, list):
        span = site.child
        return _Patch(span.start.index, span.end.index, inline_yaml(value, _quote(site.page, span)))
    key, span = site.parent.keys[site.key], site.child
    if span.start.line == key.start.line:
        lead = " " if span.start.index == span.end.index else ""
        return _Patch(span.start.index, span.end.index, lead + inline_yaml(value, _quote(site.page, span)))
    colon = site.page.index(":", key.end.index) + 1
    return _Patch(colon, span.end.index, " " + inline_yaml(value))


def _quote(page: str, span: Span) -> str:
    first = page[span.start.index : span.start.index + 1]
    return first if first in ("'", '"') else ""


def _add_key(site: _Site, value: Any) -> _Patch:
    if site.is_flow:
        close = site.parent.end.index - 1
        return _Patch(
            close, close, f"{', ' if site.data else ''}{inline_yaml(site.key)}: {inline_yaml(value)}"
        )
    end = site.line_end(site.parent.end.index)
    entry = block_yaml({site.key: value}, site.column)
    return _Patch(end, end, f"\n{' ' * site.column}{entry}")


def _rename(site: _Site, change: Change) -> _Patch:
    span = site.parent.keys[site.key]
    return _Patch(span.start.index, span.end.index, inline_yaml(change.new(), _quote(site.page, span)))


def _insert(site: _Site, change: Change) -> _Patch:
    value, children = change.new(), site.parent.children
    if site.key < len(children):
        at = children[site.key].start.index
        if site.is_flow:
            return _Patch(at, at, f"{inline_yaml(value)}, ")
        at = site.line_start(at)
        return _Patch(at, at, f"{' ' * site.column}- {block_yaml(value, site.column + 2)}\n")
    if site.is_flow:
        close = site.parent.end.index - 1
        return _Patch(close, close, f"{', ' if children else ''}{inline_yaml(value)}")
    at = site.line_end(site.parent.end.index)
    return _Patch(at, at, f"\n{' ' * site.column}- {block_yaml(value, site.column + 2)}")


def _remove(site: _Site, _change: Change) -> _Patch:
    if len(site.data) == 1:
        return _Patch(site.parent.start.index, site.parent.end.index, "[]" if _is_list(site) else "{}")
    start = (site.child if _is_list(site) else site.parent.keys[site.key]).start.index
    if site.is_flow:
        return _remove_from_flow(site, start)
    lead = site.page[site.line_start(start) : start]
    if lead.strip(" ") not in ("", "-" if _is_list(site) else ""):
        # The first key of a list element: the next key takes its place beside the dash.
        return _Patch(start, _following(site, start), "")
    end = site.line_end(site.child.end.index)
    return _Patch(site.line_start(start), min(end + 1, len(site.page)), "")


def _remove_from_flow(site: _Site, start: int) -> _Patch:
    following = _following(site, start)
    if following != start:
        return _Patch(start, following, "")
    before = max(span.end.index for span in _spans(site) if span.end.index < start)
    return _Patch(before, site.child.end.index, "")


def _following(site: _Site, start: int) -> int:
    """Where the next element or key of the container starts; `start` itself when none follows."""
    starts = _spans(site) if _is_list(site) else site.parent.keys.values()
    return min((span.start.index for span in starts if span.start.index > start), default=start)


def _spans(site: _Site) -> Sequence[Span]:
    children = site.parent.children
    return list(children.values()) if not isinstance(children, Sequence) else children


def _is_list(site: _Site) -> bool:
    return isinstance(site.data, list)


_PATCHES: dict[Action, Callable[[_Site, Change], _Patch]] = {
    Action.REMOVE: _remove,
    Action.SET: _set,
    Action.RENAME: _rename,
    Action.INSERT: _insert,
}
