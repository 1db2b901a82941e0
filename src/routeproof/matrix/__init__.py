"""The routing matrix: every runtime x arm with the provider and payer of each id, and its golden."""

from routeproof.matrix.cells import Cell, CellKind, Counts, cells_of, count_cells
from routeproof.matrix.golden import (
    CellChange,
    GoldenRow,
    compare_cells,
    parse_routing,
    render_routing,
    render_routing_page,
)

__all__ = [
    "Cell",
    "CellChange",
    "Counts",
    "GoldenRow",
    "CellKind",
    "cells_of",
    "compare_cells",
    "count_cells",
    "parse_routing",
    "render_routing",
    "render_routing_page",
]
