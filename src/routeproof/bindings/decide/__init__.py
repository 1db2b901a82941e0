"""The one place that decides who serves an entry, and who pays: a state in, a route or a refusal out.

`decide` answers every JSON state. Its parts stand alone, so that other ways to dispatch can be put together
from them and judged.
"""

from routeproof.bindings.decide.reading import UNREADABLE, read_state
from routeproof.bindings.decide.rule import (
    Candidate,
    allowed,
    auth_miss,
    candidates,
    decide,
    decide_state,
    default_route,
    fall_back,
    legacy_route,
    row_miss,
)
from routeproof.bindings.refusals import Refusal
from routeproof.model.dispatch import Route

__all__ = [
    "UNREADABLE",
    "Candidate",
    "Refusal",
    "Route",
    "allowed",
    "auth_miss",
    "candidates",
    "decide",
    "decide_state",
    "default_route",
    "fall_back",
    "legacy_route",
    "read_state",
    "row_miss",
]
