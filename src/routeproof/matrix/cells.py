"""Enumerate the matrix: one cell per (runtime, arm, id), the probe standing for a name-only arm."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from routeproof.errors import pointer
from routeproof.harness.check import Count, format_counts
from routeproof.model.destination import Destination
from routeproof.model.registry import Arm, Registry
from routeproof.resolve import derive, register

NO_PROBE = "no probe"
"""Stands where the error would, when nothing was asked."""


class CellKind(StrEnum):
    """How an arm comes by the id of a cell."""

    LISTED = "listed"
    NAME_ONLY = "name-only"


@dataclass(frozen=True, slots=True)
class Cell:
    """Where one id of one arm goes with no credential present; `pointer` is into the registry.

    `model` and `destination` are None for a name-only arm that has no probe: then nothing was asked.
    """

    runtime: str
    arm: str
    kind: CellKind
    model: str | None
    destination: Destination | None
    registered: bool
    pointer: str

    @property
    def provider(self) -> str | None:
        """The provider that serves the id."""
        return self.destination.provider if self.destination else None

    @property
    def outcome(self) -> str:
        """The provider with its payer, or the error."""
        return str(self.destination) if self.destination else NO_PROBE


@dataclass(frozen=True, slots=True)
class Counts:
    """How much was enumerated: the floors that an empty matrix fails."""

    runtimes: int
    arms: int
    name_only: int
    listed: int
    cells: int

    def __str__(self) -> str:
        return format_counts(self.shown)

    @property
    def shown(self) -> tuple[Count, ...]:
        """The counts as a verdict carries them."""
        return (
            Count("runtimes", self.runtimes, f"{self.runtimes} runtimes"),
            Count("arms", self.arms, f"{self.arms} arms ({self.name_only} name-only)"),
            Count("name_only", self.name_only),
            Count("listed", self.listed, f"{self.listed} listed pairs"),
            Count("cells", self.cells, f"{self.cells} cells"),
        )


def cells_of(registry: Registry, probes: Mapping[str, str]) -> tuple[Cell, ...]:
    """Every cell, runtimes sorted and arms as declared; `probes` maps a provider to its probe id."""
    return tuple(
        _cell(registry, runtime.name, arm, kind, model, at)
        for runtime in registry.runtimes.values()
        for place, arm in enumerate(runtime.arms)
        for kind, model, at in _ids_of(arm, probes, pointer("runtimes", runtime.name, "providers", place))
    )


def count_cells(registry: Registry, cells: Sequence[Cell]) -> Counts:
    """Count what the registry declares and what the matrix asked of it."""
    arms = [arm for runtime in registry.runtimes.values() for arm in runtime.arms]
    return Counts(
        runtimes=len(registry.runtimes),
        arms=len(arms),
        name_only=sum(arm.name_only for arm in arms),
        listed=sum(len(arm.models) for arm in arms),
        cells=sum(cell.model is not None for cell in cells),
    )


def _ids_of(arm: Arm, probes: Mapping[str, str], at: str) -> list[tuple[CellKind, str | None, str]]:
    if arm.name_only:
        return [(CellKind.NAME_ONLY, probes.get(arm.name), at)]
    return [(CellKind.LISTED, model, f"{at}/models/{place}") for place, model in enumerate(arm.models)]


def _cell(registry: Registry, runtime: str, arm: Arm, kind: CellKind, model: str | None, at: str) -> Cell:
    if model is None:
        return Cell(runtime, arm.name, kind, None, None, registered=False, pointer=at)
    return Cell(
        runtime=runtime,
        arm=arm.name,
        kind=kind,
        model=model,
        destination=derive(registry, runtime, model),
        registered=register(registry, runtime, model).allowed,
        pointer=at,
    )
