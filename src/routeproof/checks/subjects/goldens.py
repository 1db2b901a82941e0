"""What the checks on goldens are given: what was accepted, what is so today, what moved since the base."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from routeproof.harness.filed import Filed
from routeproof.harness.finding import Finding, Location
from routeproof.manifest.table import Golden, Line
from routeproof.matrix import Cell
from routeproof.matrix.golden import RoutingGolden
from routeproof.model.about import about
from routeproof.model.declared import Move, Offered
from routeproof.model.registry import Registry

if TYPE_CHECKING:
    from routeproof.compare import Moves


@dataclass(frozen=True, slots=True, kw_only=True)
class GoldensSubject:
    """A registry with its cells and offers, the goldens of all three, and the moves since the base.

    `counted` says how many entries each list of a guard holds, `guards` how many were accepted. `moves` is
    None when there is no base to compare with.
    """

    registry: Registry
    registry_file: str = "manifest/providers.yaml"
    cells: tuple[Cell, ...] = ()
    offers: tuple[Offered, ...] = ()
    routing: RoutingGolden = RoutingGolden("matrix/routing.csv")
    metadata: Golden = Golden("matrix/metadata.csv")
    offered: Golden = Golden("matrix/offered.csv")
    guards: Golden = Golden("matrix/guards.csv")
    counted: tuple[Line, ...] = ()
    moves: "Moves | None" = None
    recorded: Filed[Move] = Filed("checks/moves.yaml")


def move_reporter(
    chosen: "Callable[[Moves], Iterable[Move]]", *, message: str, hint: str
) -> Callable[[GoldensSubject], Iterator[Finding]]:
    """A check's `run` over some of the recorded moves; the message is filled from the fields of a move."""

    def run(subject: GoldensSubject) -> Iterator[Finding]:
        for move in chosen(subject.moves) if subject.moves else ():
            yield Finding(
                message=message.format(move=move),
                hint=hint,
                at=Location(subject.recorded.file, move.pointer),
                about=about(runtime=move.runtime),
                key=f"{move.before} {move.after} {move.ticket}",
            )

    return run


def recorded_moves(subject: GoldensSubject) -> int:
    """How many moves are recorded, where there is a base to hold them against."""
    return len(subject.recorded) if subject.moves else 0
