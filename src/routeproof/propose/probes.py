"""One readable id for every provider that is a name-only arm, tried on every runtime where it is one."""

from collections.abc import Iterator, Sequence
from itertools import islice

from routeproof.match import finds, trim
from routeproof.model.declared import Probe
from routeproof.model.registry import Provider, Registry, Runtime
from routeproof.propose.divisions import Divisions
from routeproof.prove import Part
from routeproof.resolve import derive

_KNOWN = 20
"""Ids of other lists that are tried for one provider: a large registry has thousands."""
_AFTER_A_WORD = ("-some-model", "/some-model", "1")
_AFTER_A_SEPARATOR = ("some-model", "1")


def probes_for(registry: Registry, divisions: Divisions) -> tuple[Probe, ...]:
    """Propose a probe for each provider that is a name-only arm, in the order of the catalogue.

    It derives to the provider, with no credential, on all of these runtimes if one id does, else on as many
    as possible. A provider none of whose arms owns an id alone, or could be shown to, gets no probe.
    """
    found = []
    for provider in registry.providers:
        runtimes = tuple(
            runtime
            for runtime in registry.runtimes.values()
            if any(arm.name == provider.name and arm.name_only for arm in runtime.arms)
        )
        model = _probe(registry, provider, runtimes, divisions) if runtimes else None
        found += [Probe(provider.name, model)] if model is not None else []
    return tuple(found)


def _probe(
    registry: Registry, provider: Provider, runtimes: Sequence[Runtime], divisions: Divisions
) -> str | None:
    """The first candidate that reaches the provider on the most runtimes."""
    reached = {
        model: sum(derive(registry, runtime.name, model).provider == provider.name for runtime in runtimes)
        for model in _candidates(registry, provider, divisions.parts(runtimes))
    }
    best = max(reached, key=lambda model: reached[model], default=None)
    return best if best is not None and reached[best] else None


def _candidates(registry: Registry, provider: Provider, parts: Sequence[Part]) -> Iterator[str]:
    """Ids that people know, then ids made from the shortest one of the provider's own, then that one."""
    yield from islice(_known(registry, provider), _KNOWN)
    witness = _witness(provider, parts)
    if witness is None:
        return
    endings = _AFTER_A_WORD if witness[-1].isalnum() else _AFTER_A_SEPARATOR
    yield from (witness + ending for ending in endings)
    yield "some-model" + witness
    yield witness


def _known(registry: Registry, provider: Provider) -> Iterator[str]:
    """Ids that the registry itself names, and that the provider's pattern finds."""
    listed = (model for runtime in registry.runtimes.values() for model in runtime.listers)
    for model in dict.fromkeys((*provider.model_aliases, *listed)):
        if model and model == trim(model) and finds(provider.model_prefix_match, model):
            yield model


def _witness(provider: Provider, parts: Sequence[Part]) -> str | None:
    """The shortest id that the provider's arm owns alone, on as many of the runtimes as possible."""

    def owned(part: Part) -> int:
        own = (hits for hits in part.hits if not hits.exact and len(hits.pattern) == 1)
        return sum(hits.pattern[0].name == provider.name for hits in own)

    best = max(parts, key=owned, default=None)
    return best.witness if best is not None and owned(best) else None
