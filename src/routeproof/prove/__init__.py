"""The rule, reasoned about: automata over all ids, read independently of the engine that runs one id.

`patterns` says what an RE2 pattern is, `automata` which of several patterns find an id; what stands beside
them says what that means for a runtime and its arms.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from routeproof.prove.automata.automaton import Automaton
    from routeproof.prove.automata.dice import Dice
    from routeproof.prove.automata.language import (
        Partition,
        compare_patterns,
        finds_everything,
        found_inside,
        inside,
        partition,
    )
    from routeproof.prove.automata.minterms import bits
    from routeproof.prove.classes import Keyed, RouteClass, decision_table, route_classes
    from routeproof.prove.division import Hits, Part, divide
    from routeproof.prove.invariants import Refutation, judge_invariant
    from routeproof.prove.nearest import find_nearest_id
    from routeproof.prove.patterns.syntax import anchored_form, lints, whole_form
    from routeproof.prove.route import ClassRoute, extent, routes
    from routeproof.prove.selfcheck import confirm

__all__ = [
    "Automaton",
    "Dice",
    "Hits",
    "Keyed",
    "Part",
    "Partition",
    "Refutation",
    "ClassRoute",
    "RouteClass",
    "anchored_form",
    "bits",
    "compare_patterns",
    "confirm",
    "decision_table",
    "divide",
    "extent",
    "find_nearest_id",
    "finds_everything",
    "found_inside",
    "inside",
    "judge_invariant",
    "lints",
    "partition",
    "route_classes",
    "routes",
    "whole_form",
]

_HOMES = {
    "automata.automaton": ("Automaton",),
    "automata.dice": ("Dice",),
    "automata.language": (
        "Partition",
        "compare_patterns",
        "finds_everything",
        "found_inside",
        "inside",
        "partition",
    ),
    "automata.minterms": ("bits",),
    "classes": ("Keyed", "RouteClass", "decision_table", "route_classes"),
    "division": ("Hits", "Part", "divide"),
    "invariants": ("Refutation", "judge_invariant"),
    "nearest": ("find_nearest_id",),
    "patterns.syntax": ("anchored_form", "lints", "whole_form"),
    "route": ("ClassRoute", "extent", "routes"),
    "selfcheck": ("confirm",),
}


def __getattr__(name: str) -> object:
    """Import what is asked for: a command that derives one id needs no search for the nearest one."""
    for home, names in _HOMES.items():
        if name in names:
            module = import_module(f"{__name__}.{home}")
            found: dict[str, object] = {each: getattr(module, each) for each in names}
            globals().update(found)
            return found[name]
    raise AttributeError(f"module `{__name__}` has no attribute `{name}`")
