"""Puts what was proved about a runtime through the other engine, on real ids, before it is believed."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TypeAlias

from routeproof.errors import EngineDisagreement
from routeproof.model.registry import Arm, Runtime
from routeproof.prove.automata.budget import DEFAULT, Budget
from routeproof.prove.classes import RouteClass, route_classes

HitFinder: TypeAlias = Callable[[Runtime, str], tuple[Sequence[Arm], Sequence[Arm]]]
"""The engine that runs one trimmed id: the arms that list it, and the arms whose patterns find it."""


@dataclass(frozen=True, slots=True)
class _Routing:
    """A runtime, equal to another one when every id is claimed by the same arms of both."""

    runtime: Runtime = field(compare=False)
    claims: tuple[tuple[str, str, tuple[str, ...]], ...]
    """Name, pattern and listed ids of each arm, in order."""


def confirm(
    runtime: Runtime, hits: HitFinder, *, seed: int = 0, samples: int = 3, budget: Budget = DEFAULT
) -> int:
    """Compare both engines on the witness and a seeded sample of every class; the number of ids compared.

    Raises EngineDisagreement on the first difference; PatternError and UndecidedError as the proof does. What
    was confirmed of a runtime is remembered: an edit of anything but its claims asks nothing new.
    """
    claims = tuple((arm.name, arm.provider.model_prefix_match, arm.models) for arm in runtime.arms)
    return _confirm(_Routing(runtime, claims), hits, seed, samples, budget)


@lru_cache(maxsize=64)
def _confirm(routing: _Routing, hits: HitFinder, seed: int, samples: int, budget: Budget) -> int:
    runtime, compared = routing.runtime, 0
    for number, one in enumerate(route_classes(runtime, budget)):
        for model in dict.fromkeys((one.witness, *one.sample(seed + number, samples))):
            _compare(runtime, one, model, hits)
            compared += 1
    return compared


def _compare(runtime: Runtime, proved: RouteClass, model: str, hits: HitFinder) -> None:
    exact, pattern = hits(runtime, model)
    executed, expected = (_names(exact), _names(pattern)), (_names(proved.exact), _names(proved.pattern))
    if executed != expected:
        raise EngineDisagreement(
            f"id {model!a} on runtime `{runtime.name}`: "
            f"proved {_format_hits(expected)}, executed {_format_hits(executed)}",
            hint="this is a defect of routeproof: please report the pattern of each arm named here",
        )


def _names(arms: Sequence[Arm]) -> tuple[str, ...]:
    return tuple(arm.name for arm in arms)


def _format_hits(hits: tuple[tuple[str, ...], tuple[str, ...]]) -> str:
    listing, finding = (", ".join(f"`{name}`" for name in names) or "no arm" for names in hits)
    return f"listed by {listing} and found by {finding}"
