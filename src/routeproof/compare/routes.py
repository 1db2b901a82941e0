"""Which ids changed provider, payer or routability, as classes with their shortest witness."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

from routeproof.decision import dialect_of
from routeproof.model.destination import DeriveError, Destination
from routeproof.model.registry import Arm, Runtime
from routeproof.prove import Hits, divide


@dataclass(frozen=True, slots=True)
class RouteChange:
    """A class of ids that goes elsewhere.

    `witness` is the shortest id of the class, `size` the number of its ids (None for infinitely many),
    `auth_env` the fewest credential names with which the two sides differ. `base_arms` and `head_arms`
    are the arms that claim the class on each side.
    """

    runtime: str
    witness: str
    size: int | None
    auth_env: tuple[str, ...]
    before: Destination
    after: Destination
    base_arms: tuple[str, ...]
    head_arms: tuple[str, ...]
    marks: tuple[str, ...]
    """The names of the arms of `marked` that claim every id of the class."""


_NOTHING = Runtime("", ())


def route_changes(
    name: str, base: Runtime | None, head: Runtime | None, marked: Runtime = _NOTHING
) -> Iterator[RouteChange]:
    """Every class that differs for some set of credentials, in the order of the joint automaton.

    `marked` cuts the classes further: each is wholly inside or wholly outside of what each of its arms lists
    or finds.
    """
    if base is not None and base == head:
        return
    for part in divide([base or _NOTHING, head or _NOTHING, marked]):
        was, now, marks = part.hits
        sides = (_claimants(base, was), _claimants(head, now))
        for present in _decisive(*sides):
            before, after = _destination(base, was, present), _destination(head, now, present)
            if before != after:
                yield RouteChange(
                    runtime=name,
                    witness=part.witness,
                    size=part.size,
                    auth_env=present,
                    before=before,
                    after=after,
                    base_arms=_names(sides[0]),
                    head_arms=_names(sides[1]),
                    marks=_names((*marks.exact, *marks.pattern)),
                )
                break


def _names(arms: Sequence[Arm]) -> tuple[str, ...]:
    return tuple(arm.name for arm in arms)


def _claimants(runtime: Runtime | None, hits: Hits) -> Sequence[Arm]:
    return () if runtime is None else dialect_of(runtime.dialect).claimants(hits.exact, hits.pattern)


def _destination(runtime: Runtime | None, hits: Hits, present: Collection[str]) -> Destination:
    """Where one side sends a class of ids; who is tied makes no difference."""
    if runtime is None:
        return Destination(error=DeriveError.UNKNOWN_RUNTIME)
    return replace(
        dialect_of(runtime.dialect).outcome(hits.exact, hits.pattern, present).destination, tied=()
    )


def _decisive(*sides: Sequence[Arm]) -> Iterator[tuple[str, ...]]:
    """Sets of names, fewest first, that tell the sides apart whenever any set of names does.

    A side's outcome is its default unless exactly one of its tied arms has a key. Two different outcomes
    therefore need at most one name for a side that picks an arm, and at most two for a side that is back
    at its default because two arms have a key: three names suffice. Names that key the same arms are
    interchangeable, so one of each kind is tried.
    """
    kinds: dict[tuple[tuple[str, ...], ...], str] = {}
    for name in sorted({key for arms in sides for arm in arms for key in arm.provider.auth_env}):
        keyed = tuple(tuple(arm.name for arm in arms if name in arm.provider.auth_env) for arms in sides)
        kinds.setdefault(keyed, name)
    for size in range(4):
        yield from combinations(kinds.values(), size)
