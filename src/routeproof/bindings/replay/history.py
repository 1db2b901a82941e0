"""The judges over the stages: which invariants each breaks, and the first witness of each in words."""

from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType
from typing import Any

from routeproof.bindings.replay.judges import corruption, dispatches, plans, programs, resolves
from routeproof.bindings.replay.judges.scenarios import scenarios
from routeproof.bindings.replay.nearest import first_witnesses
from routeproof.bindings.replay.stages import STAGES, Stage

_FAMILIES: tuple[tuple[Callable[[Stage], Iterable[Any]], Mapping[str, Callable[[Any], str | None]]], ...] = (
    (corruption.inputs, corruption.JUDGES),
    (resolves.histories, resolves.JUDGES),
    (scenarios, plans.JUDGES),
    (dispatches.dispatches, dispatches.JUDGES),
    (programs.programs, programs.JUDGES),
)
"""What a stage is judged on, and by whom."""

JUDGES: Mapping[str, Callable[[Any], str | None]] = MappingProxyType(
    {name: judge for _, judges in _FAMILIES for name, judge in judges.items()}
)
"""The judge of every invariant; its docstring says what holds."""


def witnesses(stage: Stage) -> dict[str, str]:
    """The invariants that the stage breaks, by number, each with the first thing that shows it."""
    found: dict[str, str] = {}
    for subjects, judges in _FAMILIES:
        found |= first_witnesses(subjects(stage), judges)
    return dict(sorted(found.items()))


def replay() -> dict[str, tuple[str, ...]]:
    """What each stage breaks, `CN-07` and so on, in the order of the stages; the reference breaks nothing."""
    return {name: tuple(witnesses(stage)) for name, stage in STAGES.items()}
