"""The routing matrix: every runtime x arm with the provider and payer of each id, and its golden."""

from routeproof.matrix.cells import Cell, Counts, Kind, cells_of, count
from routeproof.matrix.golden import Change, GoldenRow, compare, parse, render_csv, render_markdown

__all__ = [
    "Cell",
    "Change",
    "Counts",
    "GoldenRow",
    "Kind",
    "cells_of",
    "compare",
    "count",
    "parse",
    "render_csv",
    "render_markdown",
]
