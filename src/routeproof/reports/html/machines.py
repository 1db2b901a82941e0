"""The automaton of every runtime as plain data: enough to say, without this package, where any id goes."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias

from routeproof.errors import UndecidedError
from routeproof.match import WHITE_SPACE
from routeproof.model.registry import Arm, Registry, Runtime
from routeproof.prove import Automaton, RouteClass, bits, route_classes

MOST_EDGES = 300_000
"""A runtime with a larger automaton is left out of the page, which says so."""

Machine: TypeAlias = Mapping[str, Any]
Divided: TypeAlias = Mapping[str, tuple[RouteClass, ...] | str]
"""By runtime: its classes of ids, or why they are not known."""


def divided(registry: Registry) -> Divided:
    """Divide all ids of every runtime; one that outgrows the budget of the engine stays undivided."""
    return {name: _classes(runtime) for name, runtime in registry.runtimes.items()}


def _classes(runtime: Runtime) -> tuple[RouteClass, ...] | str:
    try:
        return route_classes(runtime)
    except UndecidedError as error:
        return str(error)


def embedded(registry: Registry, classes: Divided) -> Machine:
    """Every runtime, the white space that is trimmed from an id, and every credential name.

    A runtime has its arms, its listed ids with the numbers of the arms that list each, and an automaton:
    `starts` and `numbers` say which minterm a code point is in (the last start at or below it), `edges`
    hold for each state the state that most minterms lead to and then pairs of a minterm and its state,
    `accepts` holds for each state a place in `finds`, the arms whose patterns have found the text.
    """
    arms = [arm for runtime in registry.runtimes.values() for arm in runtime.arms]
    return {
        "white": WHITE_SPACE,
        "names": sorted({name for arm in arms for name in arm.provider.auth_env}),
        "runtimes": [_runtime(runtime, classes[name]) for name, runtime in registry.runtimes.items()],
    }


def _runtime(runtime: Runtime, classes: tuple[RouteClass, ...] | str) -> Machine:
    number = {arm.name: place for place, arm in enumerate(runtime.arms)}

    def numbers(some: Sequence[Arm]) -> list[int]:
        return [number[arm.name] for arm in some]

    base = {
        "name": runtime.name,
        "arms": [
            {
                "name": arm.name,
                "payer": str(arm.provider.payer),
                "keys": list(dict.fromkeys(arm.provider.auth_env)),
            }
            for arm in runtime.arms
        ],
        "listed": [[model, numbers(arms)] for model, arms in runtime.listers.items()],
    }
    if isinstance(classes, str):
        return {**base, "classes": [], "undecided": classes}
    hits = [[numbers(each.exact), numbers(each.pattern)] for each in classes]
    try:
        return {**base, "classes": hits, **_automaton(runtime)}
    except UndecidedError as error:
        return {**base, "classes": [], "undecided": str(error)}


def _automaton(runtime: Runtime) -> Machine:
    automaton = Automaton([arm.provider.model_prefix_match for arm in runtime.arms])
    edges: list[list[int]] = []
    size = 0
    # Asking a state for its edges adds the states that they lead to, at the end.
    while len(edges) < len(automaton.accepts):
        edges.append(_edges(automaton, len(edges)))
        size += len(edges[-1])
        if size > MOST_EDGES:
            raise UndecidedError(f"the automaton has more than {MOST_EDGES:,} edges, too many for a page")
    finds = list(dict.fromkeys(automaton.accepts))
    place = {mask: index for index, mask in enumerate(finds)}
    spans = sorted(
        (low, number) for number, chars in enumerate(automaton.minterms.sets) for low, _ in chars.intervals
    )
    return {
        "starts": [low for low, _ in spans],
        "numbers": [number for _, number in spans],
        "start": automaton.start,
        "edges": edges,
        "accepts": [place[mask] for mask in automaton.accepts],
        "finds": [list(bits(mask)) for mask in finds],
    }


def _edges(automaton: Automaton, state: int) -> list[int]:
    leads = {number: to for mask, to in automaton.edges(state) for number in bits(mask)}
    usual = Counter(leads.values()).most_common(1)[0][0]
    rest = [part for number, to in sorted(leads.items()) if to != usual for part in (number, to)]
    return [usual, *rest]
