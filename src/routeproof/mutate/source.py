"""The files that can be edited, as text and as data: YAML, goldens line by line, and texts as a whole."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from routeproof.errors import Place
from routeproof.manifest import Document
from routeproof.manifest.table import Line, read, written
from routeproof.manifest.yaml import steps_of
from routeproof.mutate.edit import Change, applied
from routeproof.mutate.text import patched


class Source(Protocol):
    """One editable file of the workspace."""

    @property
    def text(self) -> str:
        """The file as it is."""

    @property
    def data(self) -> Any:
        """The file as plain data, into which pointers lead."""

    def place(self, pointer: str) -> Place:
        """Where the value at the pointer is written, or its nearest ancestor."""

    def patched(self, changes: Sequence[Change]) -> str:
        """The text after the changes; empty where the file is gone."""


def _start(file: str) -> Place:
    return Place(file, 1, 1, 1, 1)


@dataclass(frozen=True, slots=True)
class YamlSource:
    """A YAML file; None stands for one that does not exist, an empty mapping to an edit."""

    file: str
    document: Document | None

    @property
    def text(self) -> str:
        """The file as it is."""
        return self.document.text if self.document else ""

    @property
    def data(self) -> Any:
        """The file as plain data."""
        return self.document.data if self.document else {}

    def place(self, pointer: str) -> Place:
        """Where the value at the pointer is written."""
        return self.document.place(pointer) if self.document else _start(self.file)

    def patched(self, changes: Sequence[Change]) -> str:
        """The text after the changes."""
        return patched(self.file, self.document, changes)


@dataclass(frozen=True, slots=True)
class TableSource:
    """A golden: a list of lines below the header, each a list of texts."""

    file: str
    columns: Line
    text: str

    @property
    def data(self) -> list[list[str]]:
        """The lines below the header."""
        return [list(line) for _, line in read(self.text, self.columns)]

    def place(self, pointer: str) -> Place:
        """The whole line that the pointer leads into."""
        numbers = [number for number, _ in read(self.text, self.columns)]
        first = next(steps_of(pointer), "")
        if not first or int(first) >= len(numbers):
            return _start(self.file)
        line = numbers[int(first)]
        width = len(self.text.splitlines()[line - 1])
        return Place(self.file, line, 1, line, width + 1)

    def patched(self, changes: Sequence[Change]) -> str:
        """The text after the changes."""
        lines = applied(self.data, changes)
        return "" if lines is None else written(self.columns, [tuple(line) for line in lines])


@dataclass(frozen=True, slots=True)
class TextSource:
    """A file that is only ever kept or removed as a whole."""

    file: str
    text: str

    @property
    def data(self) -> str:
        """The text itself."""
        return self.text

    def place(self, _pointer: str) -> Place:
        """The whole file."""
        return _start(self.file)

    def patched(self, changes: Sequence[Change]) -> str:
        """The text after the changes: the same, or none."""
        return applied(self.text, changes) or ""
