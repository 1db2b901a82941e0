"""Pins for the ids that a reader would get wrong: other spellings, ties, and ids that must stay refused."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from routeproof.match import trim
from routeproof.model.declared import Pin, Probe, UpstreamPin
from routeproof.model.destination import DeriveError
from routeproof.model.registry import Payer, Registry, Runtime
from routeproof.propose.divisions import Divisions
from routeproof.prove import Keyed, route_classes
from routeproof.resolve import derive, upstream


class Why(StrEnum):
    """What makes an id easy to get wrong: the `why` of its pin."""

    SPELLING = "found at adoption: another spelling of an id that the operator pays for"
    FIRST = "found at adoption: several arms list the id; no key decides, so the first declared one serves it"
    KEYED = "found at adoption: several arms list the id, and this key decides"
    AMBIGUOUS = "found at adoption: several patterns find the id, and no key decides"
    PATTERN_KEYED = "found at adoption: several patterns find the id, and this key decides"
    NEAR = "found at adoption: nearly an id that is served"
    ELSEWHERE = "found at adoption: another runtime serves the id, this one does not"
    UNKNOWN = "a runtime that is not in the registry never falls back on the catalogue"


@dataclass(frozen=True, slots=True)
class _Tricky:
    """One id worth a pin; its outcome is what `derive` says today."""

    runtime: str
    model: str
    why: Why
    auth_env: tuple[str, ...] = ()


def pins_for(registry: Registry, probes: Sequence[Probe], divisions: Divisions) -> tuple[Pin, ...]:
    """Propose pins that hold today: one for each runtime, reason, set of credentials and outcome."""
    groups: dict[tuple[object, ...], list[str]] = defaultdict(list)
    for each in _tricky(registry, {probe.provider: probe.model for probe in probes}, divisions.decided):
        outcome = derive(registry, each.runtime, each.model, each.auth_env)
        key = (each.runtime, each.why, each.auth_env, outcome.provider, outcome.error)
        groups[key].append(each.model)
    return tuple(_pin(key, models) for key, models in groups.items())


def upstream_pins_for(registry: Registry) -> tuple[UpstreamPin, ...]:
    """Propose where the proxy dials: one platform id for each vendor, and one that it cannot dial."""
    chosen: dict[tuple[str | None, object], UpstreamPin] = {}
    for runtime in registry.runtimes.values():
        for model in _platform_ids(runtime):
            found = upstream(registry, model)
            error = str(found.error) if found.error else None
            pin = UpstreamPin(models=(model,), vendor=found.vendor, rest=found.model, error=error)
            chosen.setdefault((found.vendor, error), pin)
    return tuple(chosen.values())


def _pin(key: tuple[object, ...], models: Sequence[str]) -> Pin:
    runtime, why, auth_env, provider, error = key
    return Pin(
        runtimes=(str(runtime),),
        models=tuple(models),
        auth_env=tuple(map(str, auth_env)) if isinstance(auth_env, tuple) else (),
        provider=None if provider is None else str(provider),
        error=None if error is None else str(error),
        why=str(why),
    )


def _tricky(registry: Registry, probes: dict[str, str], decided: Collection[str]) -> Iterator[_Tricky]:
    """Every id worth a pin, each at most once for a runtime and a set of credentials."""
    seen = set()
    for runtime in registry.runtimes.values():
        for each in (
            *_spellings(runtime),
            *(_ties(runtime) if runtime.name in decided else ()),
            *_near_misses(registry, runtime, probes),
            *_elsewhere(registry, runtime),
        ):
            key = (each.runtime, each.model, each.auth_env)
            if key not in seen:
                seen.add(key)
                yield each
    unknown = "no-such-runtime"
    while unknown in registry.runtimes:
        unknown += "-either"
    yield _Tricky(unknown, next(_served(registry, probes), "some-model"), Why.UNKNOWN)


def _platform_ids(runtime: Runtime) -> list[str]:
    """What the operator pays for, as far as it can be asked for as it is written."""
    arms = (arm for arm in runtime.arms if arm.payer is Payer.PLATFORM)
    return [model for arm in arms for model in dict.fromkeys(arm.models) if model and model == trim(model)]


def spellings(model: str) -> tuple[str, ...]:
    """The likely slips: the other separator, and another letter case; none of them the id itself."""
    at = min((model.index(separator) for separator in "/:" if separator in model), default=-1)
    other = {"/": ":", ":": "/"}.get(model[at], "") if at >= 0 else ""
    swapped = model[:at] + other + model[at + 1 :] if other else model
    lower = model.lower()
    cased = lower if lower != model else model.upper()
    return tuple(variant for variant in dict.fromkeys((swapped, cased)) if variant != model)


def _spellings(runtime: Runtime) -> Iterator[_Tricky]:
    """Other spellings of platform ids, unless they are listed themselves: the golden holds those."""
    for model in _platform_ids(runtime):
        for variant in spellings(model):
            if variant not in runtime.listers:
                yield _Tricky(runtime.name, variant, Why.SPELLING)


def _ties(runtime: Runtime) -> Iterator[_Tricky]:
    """Every listed tie, and the shortest id of every tie of patterns, once for each key that decides."""
    for each in route_classes(runtime):
        for row in each.table():
            if row.keyed is Keyed.ANY:
                continue
            why = Why.KEYED if row.keyed is Keyed.ONE else Why.FIRST
            if not each.exact:
                why = Why.PATTERN_KEYED if row.keyed is Keyed.ONE else Why.AMBIGUOUS
            for model in each.ids or (each.witness,):
                yield _Tricky(runtime.name, model, why, row.names)


def _near_misses(registry: Registry, runtime: Runtime, probes: dict[str, str]) -> Iterator[_Tricky]:
    """For each arm, the first slip of an id of its own that is refused; and an id that nobody means."""
    for arm in runtime.arms:
        known = [*arm.models[:1], *([probes[arm.name]] if arm.name in probes else [])]
        slips = (slip for model in known for slip in (*spellings(model), *_without_namespace(model)))
        for slip in slips:
            if _refused(registry, runtime, slip):
                yield _Tricky(runtime.name, slip, Why.NEAR)
                break
    if _refused(registry, runtime, "no-such-model"):
        yield _Tricky(runtime.name, "no-such-model", Why.NEAR)


def _without_namespace(model: str) -> Iterator[str]:
    for separator in "/:":
        head, found, rest = model.partition(separator)
        if found and head and rest:
            yield rest


def _elsewhere(registry: Registry, runtime: Runtime) -> Iterator[_Tricky]:
    """From each other menu the first id that is refused here."""
    for other in registry.runtimes.values():
        for model in other.listers if other is not runtime else ():
            if _refused(registry, runtime, model):
                yield _Tricky(runtime.name, model, Why.ELSEWHERE)
                break


def _refused(registry: Registry, runtime: Runtime, model: str) -> bool:
    return derive(registry, runtime.name, model).error is DeriveError.UNREGISTERED


def _served(registry: Registry, probes: dict[str, str]) -> Iterator[str]:
    for runtime in registry.runtimes.values():
        yield from (model for model in runtime.listers if trim(model))
    yield from probes.values()
