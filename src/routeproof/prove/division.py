"""All ids divided by the arms that list them and the arms whose patterns find them, on some runtimes."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import NamedTuple

from routeproof.model.registry import Arm, Runtime
from routeproof.prove.automata.budget import DEFAULT, Budget
from routeproof.prove.automata.dice import Dice
from routeproof.prove.automata.language import LanguageClass, partition
from routeproof.prove.patterns.charset import id_order, is_trimmed_id


@dataclass(frozen=True, slots=True)
class Hits:
    """The arms of one runtime that an id hits, in declared order."""

    exact: tuple[Arm, ...]
    pattern: tuple[Arm, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """The ids that hit the same arms on every runtime; at least one id."""

    hits: tuple[Hits, ...]
    """By runtime."""
    witness: str
    """The shortest id, and of the shortest the most readable."""
    size: int | None
    """The number of ids; None for infinitely many."""
    ids: tuple[str, ...]
    """All ids in order of declaration when some runtime lists them, else empty."""
    _language: LanguageClass = field(repr=False, compare=False)
    _listed: frozenset[str] = field(repr=False, compare=False)

    def members(self, limit: int | None = None) -> Iterator[str]:
        """The ids: listed ones as declared, others the shorter first; all, or the first `limit`."""
        unlisted = (one for one in self._language.members() if one not in self._listed)
        return islice(self.ids or unlisted, limit)

    def sample(self, seed: int, size: int) -> tuple[str, ...]:
        """Up to `size` different ids, always the same for one seed."""
        if self.ids:
            dice = Dice(seed)
            return tuple(dict.fromkeys(dice.choice(self.ids) for _ in range(size)))
        return tuple(one for one in self._language.sample(seed, size) if one not in self._listed)


class _Group(NamedTuple):
    found: tuple[int, ...]
    """Indexes of patterns, over the arms of all runtimes."""
    listers: tuple[tuple[str, ...], ...]
    """Names of arms, by runtime."""


def divide(runtimes: Sequence[Runtime], budget: Budget = DEFAULT) -> Iterator[Part]:
    """Every id that can be asked for is in exactly one part.

    Listed ids come first, in order of declaration, then all others, in the order of their witnesses. A
    listed id that no trimmed id can equal is in no part. Raises PatternError and UndecidedError.
    """
    patterns = [arm.provider.model_prefix_match for runtime in runtimes for arm in runtime.arms]
    whole = partition(patterns, budget)
    languages = {language.hits: language for language in whole.classes}
    listed: dict[tuple[int, ...], set[str]] = defaultdict(set)
    groups: dict[_Group, list[str]] = defaultdict(list)
    for model in dict.fromkeys(model for runtime in runtimes for model in runtime.listers):
        if is_trimmed_id(model):
            found = whole.classify(model)
            listed[found].add(model)
            exact = (runtime.listers.get(model, ()) for runtime in runtimes)
            groups[_Group(found, tuple(tuple(arm.name for arm in arms) for arms in exact))].append(model)
    for group, ids in groups.items():
        hits = _hits(runtimes, group.found, ids[0])
        yield Part(hits, min(ids, key=id_order), len(ids), tuple(ids), languages[group.found], frozenset())
    unlisted = []
    for found, language in languages.items():
        gone = frozenset(listed.get(found, ()))
        witness, size = language.without(gone, own=True)
        if witness is not None:
            unlisted.append(Part(_hits(runtimes, found, ""), witness, size, (), language, gone))
    yield from sorted(unlisted, key=lambda part: id_order(part.witness))


def _hits(runtimes: Sequence[Runtime], found: tuple[int, ...], model: str) -> tuple[Hits, ...]:
    """By runtime: the arms that list an id, and those whose patterns are found; no id has the empty text."""
    hits, begin = [], 0
    for runtime in runtimes:
        end = begin + len(runtime.arms)
        pattern = tuple(runtime.arms[at - begin] for at in found if begin <= at < end)
        hits.append(Hits(runtime.listers.get(model, ()) if model else (), pattern))
        begin = end
    return tuple(hits)
