"""The committed golden matrix: written, read back, and compared cell by cell."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from routeproof.manifest.table import ROUTING, read, written
from routeproof.markup import code, table
from routeproof.matrix.cells import NO_PROBE, Cell, Counts
from routeproof.model.destination import Destination, format_destination
from routeproof.model.registry import Payer

COLUMNS = ROUTING.columns


@dataclass(frozen=True, slots=True)
class GoldenRow:
    """One line of the golden file; `line` is 1-based and not part of what is compared."""

    values: tuple[str, ...]
    line: int

    @property
    def key(self) -> tuple[str, ...]:
        """What identifies the cell: runtime, arm, kind and id."""
        return self.values[:4]

    @property
    def outcome(self) -> str:
        """The provider with its payer, or the error, as the golden has it."""
        provider, payer, registered, error = self.values[4:]
        return format_destination(provider, payer, error) + _registration_note(registered)


@dataclass(frozen=True, slots=True)
class RoutingGolden:
    """The golden matrix as it was read: `rows` is None without one, or with the `error` that hides them."""

    file: str
    rows: tuple[GoldenRow, ...] | None = None
    error: str = ""


@dataclass(frozen=True, slots=True)
class CellChange:
    """A cell that differs: `was` is None for a new one, `now` for one that is gone."""

    key: tuple[str, ...]
    was: GoldenRow | None
    now: Cell | None


def row(cell: Cell) -> tuple[str, ...]:
    """The cell as the texts of its golden line."""
    goes = cell.destination or Destination()
    return (
        cell.runtime,
        cell.arm,
        cell.kind,
        cell.model or "",
        goes.provider or "",
        goes.payer or "",
        "yes" if cell.registered else "no",
        goes.error or "" if cell.destination else NO_PROBE,
    )


def describe_cell(cell: Cell) -> str:
    """The outcome of a cell in the words of its golden line."""
    return cell.outcome + _registration_note(row(cell)[6])


def _registration_note(registered: str) -> str:
    return "" if registered == "yes" else ", not registered"


def render_routing(cells: Iterable[Cell]) -> str:
    """The golden file: a header, then one sorted line per cell, Unix line ends."""
    return written(COLUMNS, sorted(map(row, cells)))


def parse_routing(text: str) -> tuple[GoldenRow, ...]:
    """Read a golden file. Raises ValueError, with the line, for one that `render_routing` cannot write."""
    return tuple(GoldenRow(values, line) for line, values in read(text, COLUMNS))


def compare_cells(golden: Sequence[GoldenRow], cells: Sequence[Cell]) -> tuple[CellChange, ...]:
    """Every cell that is new, gone or different, sorted by its key.

    An id that one arm lists twice is two equal cells: the golden holds both, so keys are matched in
    order of appearance, not folded.
    """
    was: dict[tuple[str, ...], list[GoldenRow]] = {}
    for line in golden:
        was.setdefault(line.key, []).append(line)
    changes = []
    for cell in cells:
        values = row(cell)
        left = was.get(values[:4])
        before = left.pop(0) if left else None
        if before is None or before.values != values:
            changes.append(CellChange(values[:4], before, cell))
    gone = [CellChange(line.key, line, None) for lines in was.values() for line in lines]
    return tuple(sorted(changes + gone, key=lambda change: change.key))


def render_routing_page(cells: Sequence[Cell], counts: Counts) -> str:
    """The same matrix for people: one table per runtime, the platform's cells in bold."""
    intro = (
        "No credential is present. **Bold** is paid by the platform, everything else by the customer's key."
    )
    parts = ["# Routing matrix", "", f"{counts}.", "", intro, ""]
    for runtime in sorted({cell.runtime for cell in cells}):
        rows = [_page_row(cell) for cell in sorted(cells, key=row) if cell.runtime == runtime]
        headers = ("arm", "kind", "id", "provider", "payer", "registered")
        parts += [f"## {code(runtime)}", "", table(headers, rows), ""]
    return "\n".join(parts)


def _page_row(cell: Cell) -> tuple[str, ...]:
    *_, provider, payer, registered, error = row(cell)
    served = code(provider) if provider else error
    paid = f"**{payer}**" if payer == Payer.PLATFORM else (payer or "-")
    return (code(cell.arm), cell.kind, code(cell.model or "-"), served, paid, registered)
