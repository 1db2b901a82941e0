"""Which moves between two registries were recorded, and which records no move answers to."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from routeproof.compare.routes import RouteChange, route_changes
from routeproof.model.declared import UNROUTABLE, Move
from routeproof.model.destination import Destination
from routeproof.model.registry import Arm, Protocol, Provider, Registry, Runtime
from routeproof.prove import whole_form

_NO_ID = "^$"
_MARK = Provider(
    name="",
    display_name="",
    protocol=Protocol.OPENAI,
    auth_mode="",
    auth_env=(),
    model_prefix_match=_NO_ID,
)
"""Stands for a record where only the ids that it claims matter."""


@dataclass(frozen=True, slots=True)
class Moves:
    """What a change moves, held against the record of what is meant to move.

    `unrecorded` are classes that change payer, or lose every provider, unrecorded. `landed` are records whose
    ids went to their new place in the base already; `missing` are records that nothing answers to.
    """

    unrecorded: tuple[RouteChange, ...]
    missing: tuple[Move, ...]
    landed: tuple[Move, ...]


def judge_moves(base: Registry, head: Registry, moves: Sequence[Move]) -> Moves:
    """Compare the two registries, and every change of payer or loss of a route with the records."""
    unrecorded: list[RouteChange] = []
    answered: set[str] = set()
    for name in sorted({*base.runtimes, *head.runtimes}):
        mine = {move.pointer: move for move in moves if move.runtime == name}
        for change in route_changes(
            name, base.runtimes.get(name), head.runtimes.get(name), _marked(mine.values())
        ):
            records = {mark for mark in change.marks if _records(mine[mark], change)}
            answered |= records
            if not records and _matters(change):
                unrecorded.append(change)
    silent = [move for move in moves if move.pointer not in answered]
    landed = tuple(move for move in silent if _landed(base, move))
    return Moves(tuple(unrecorded), tuple(move for move in silent if move not in landed), landed)


def _matters(change: RouteChange) -> bool:
    """Whether the bill moves between operator and customer, or the ids are served no more."""
    return change.before.provider is not None and change.before.payer is not change.after.payer


def _records(move: Move, change: RouteChange) -> bool:
    return (_place(change.before), _place(change.after)) == (move.before, move.after)


def _place(goes: Destination) -> str:
    return goes.provider or UNROUTABLE


def _marked(moves: Iterable[Move]) -> Runtime:
    """An arm for each record, named by its pointer, that claims the ids it speaks of."""
    arms = []
    for move in moves:
        whole = whole_form(move.ids) if isinstance(move.ids, str) else _NO_ID
        listed = () if isinstance(move.ids, str) else move.ids
        arms.append(Arm(replace(_MARK, name=move.pointer, model_prefix_match=whole), listed))
    return Runtime("", tuple(arms))


def _landed(base: Registry, move: Move) -> bool:
    """Whether all ids of the record, at least one, already are at their new place in the base."""
    runtime = base.runtimes.get(move.runtime)
    # Against nothing at all, every class of the base is a change: from where it goes now, to no runtime.
    claimed = [each for each in route_changes(move.runtime, runtime, None, _marked([move])) if each.marks]
    return bool(claimed) and all(_place(each.before) == move.after for each in claimed)
