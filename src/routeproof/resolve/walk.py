"""The walk through the arms: what was tried for one id, what matched, where it stopped and why."""

from collections.abc import Iterable
from dataclasses import dataclass

from routeproof.match import trim
from routeproof.model.destination import Destination
from routeproof.model.registry import Registry
from routeproof.resolve.derive import collect_names, derive, hits


@dataclass(frozen=True, slots=True)
class Step:
    """One arm, in declared order, and how the id met it."""

    arm: str
    lists: bool
    pattern: str
    found: bool
    keyed: tuple[str, ...]
    """The names present that this arm's provider accepts."""


@dataclass(frozen=True, slots=True)
class Walk:
    """Every arm that was tried, the outcome, and one sentence that says why it stopped there."""

    model: str
    steps: tuple[Step, ...]
    outcome: Destination
    why: str


def walk(registry: Registry, runtime: str, model: str, auth_env: Iterable[str] = ()) -> Walk:
    """Retell `derive` arm by arm; the arguments and errors are those of `derive`."""
    present = collect_names(auth_env)
    result = derive(registry, runtime, model, present)
    wanted = trim(model)
    known = registry.runtimes.get(runtime)
    if known is None or not wanted:
        why = "the id is empty once trimmed" if not wanted else f"the registry has no runtime {runtime!r}"
        return Walk(wanted, (), result, why)
    exact, pattern = hits(known, wanted)
    steps = tuple(
        Step(
            arm=arm.name,
            lists=arm in exact,
            pattern=arm.provider.model_prefix_match,
            found=arm in pattern,
            keyed=tuple(name for name in arm.provider.auth_env if name in present),
        )
        for arm in known.arms
    )
    return Walk(wanted, steps, result, _why(steps))


def _why(steps: tuple[Step, ...]) -> str:
    exact = [step for step in steps if step.lists]
    hit = exact or [step for step in steps if step.found]
    how = "lists the id" if exact else "has a pattern that finds the id"
    if not hit:
        return "no arm lists the id and no pattern finds it"
    if len(hit) == 1:
        return f"only {hit[0].arm} {how}"
    keyed = [step for step in hit if step.keyed]
    arms = " and ".join(step.arm for step in hit)
    if len(keyed) == 1:
        return f"{arms} tie; only {keyed[0].arm} has a credential present ({', '.join(keyed[0].keyed)})"
    left = "several have" if keyed else "none has"
    if exact:
        return f"{arms} list the id, {left} a credential present: the first declared, {hit[0].arm}, serves it"
    return f"the patterns of {arms} find the id, {left} a credential present: a pattern tie is an error"
