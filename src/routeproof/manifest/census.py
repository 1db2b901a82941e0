"""What a workspace is held to, counted: how many entries each list in the files of `checks/` holds."""

from collections.abc import Iterator, Mapping

from routeproof.manifest.files import DECLARED
from routeproof.manifest.table import Line
from routeproof.manifest.yaml import Document, steps_of


def census(documents: Mapping[str, Document]) -> tuple[Line, ...]:
    """A line of file, list and number for each list that a file may hold, sorted; one left out counts 0."""
    return tuple(sorted(_lines(documents)))


def _lines(documents: Mapping[str, Document]) -> Iterator[Line]:
    for row in DECLARED:
        document = documents.get(row.path)
        for at in row.entries if document is not None else ():
            yield row.path, at.removeprefix("/"), str(_entries(document, at))


def _entries(document: Document | None, at: str) -> int:
    value = document.data if document is not None else None
    for step in steps_of(at):
        value = value.get(step) if isinstance(value, dict) else None
    return len(value or ())
