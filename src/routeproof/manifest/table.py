"""A golden file: lines of texts under fixed columns, written one way and read back strictly."""

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

Line = tuple[str, ...]
_QUOTED = frozenset(',"\r\n')


@dataclass(frozen=True, slots=True)
class Table:
    """A golden file of every workspace: where it lies, and what its columns are."""

    file: str
    columns: Line


ROUTING = Table(
    "matrix/routing.csv",
    ("runtime", "arm", "kind", "model", "provider", "payer", "registered", "error"),
)
METADATA = Table("matrix/metadata.csv", ("what", "name", "field", "value"))
OFFERED = Table(
    "matrix/offered.csv", ("runtime", "model", "default", "label", "asks_for", "provider", "payer")
)
GUARDS = Table("matrix/guards.csv", ("file", "list", "entries"))


@dataclass(frozen=True, slots=True)
class Golden:
    """What a golden file holds: `lines` is None when there is none, or with the `error` that hides them."""

    file: str
    lines: tuple[Line, ...] | None = None
    error: str = ""

    @classmethod
    def of(cls, file: str, text: str, columns: Line) -> "Golden":
        """The golden that a text holds; ValueError as `read` raises it."""
        return cls(file, tuple(line for _, line in read(text, columns)))


def written(columns: Line, lines: Iterable[Line]) -> str:
    """The file: a header, then the lines in the order given, Unix line ends."""
    return "".join(f"{','.join(map(_field, line))}\n" for line in (columns, *lines))


def _field(text: str) -> str:
    """The text as one field. Python's own writer leaves a lone CR unquoted before 3.13 and cannot read it."""
    return '"' + text.replace('"', '""') + '"' if {*text} & _QUOTED else text


def read(text: str, columns: Line) -> tuple[tuple[int, Line], ...]:
    """The lines below the header, each with its 1-based number in the file.

    Raises ValueError, with the line, for a text that `written` cannot give.
    """
    reader = csv.reader(io.StringIO(text), strict=True)
    lines: list[tuple[int, Line]] = []
    start = 1
    try:
        for values in reader:
            if not lines:
                _require(columns, values)
            if len(values) != len(columns):
                raise ValueError(f"line {start}: {len(values)} columns where {len(columns)} are meant")
            lines.append((start, tuple(values)))
            start = reader.line_num + 1
    except csv.Error as error:
        raise ValueError(f"line {reader.line_num}: {error}") from None
    if not lines:
        _require(columns, ())
    return tuple(lines[1:])


def _require(columns: Line, values: Sequence[str]) -> None:
    if tuple(values) != columns:
        raise ValueError(f"line 1: the columns must be {','.join(columns)}")
