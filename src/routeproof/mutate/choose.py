"""Which mutants a run decides: a shard, a sample, those that meet a change, those asked for by id."""

import hashlib
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

from routeproof.compare import Difference, compare
from routeproof.model.registry import Registry
from routeproof.mutate.mutant import Mutant, MutantKind


@dataclass(frozen=True, slots=True)
class Shard:
    """Part `number` (from 1) of `of` parts of equal size."""

    number: int
    of: int

    def __str__(self) -> str:
        return f"{self.number}/{self.of}"

    def take(self, mutants: Sequence[Mutant]) -> tuple[Mutant, ...]:
        """Select this part of the mutants, and every guard: a guard is judged by the mutants of each part."""
        subjects = sorted(
            (each for each in mutants if each.kind is not MutantKind.GUARD), key=lambda each: each.id
        )
        mine = {each.id for each in subjects[self.number - 1 :: self.of]}
        return tuple(each for each in mutants if each.kind is MutantKind.GUARD or each.id in mine)


def sample(mutants: Sequence[Mutant], size: int, seed: int) -> tuple[Mutant, ...]:
    """`size` of the mutants, always the same for one seed and one workspace."""

    def drawn(mutant: Mutant) -> bytes:
        return hashlib.sha256(f"{seed}:{mutant.id}".encode()).digest()

    chosen = {each.id for each in sorted(mutants, key=drawn)[:size]}
    return tuple(each for each in mutants if each.id in chosen)


def meeting(mutants: Sequence[Mutant], base: Registry, head: Registry) -> tuple[Mutant, ...]:
    """The mutants that touch a provider or an arm whose meaning differs between two registries.

    A guard guards everything, so guards are left out. Raises UndecidedError as `compare` does.
    """
    meets = _meets(compare(base, head))
    return tuple(each for each in mutants if each.kind is not MutantKind.GUARD and meets(each))


def _meets(difference: Difference) -> Callable[[Mutant], bool]:
    arms: set[tuple[str, str | None]] = set()
    runtimes: Collection[str] = {change.runtime for change in difference.menus}
    providers = set()
    for change in difference.routes:
        arms |= {(change.runtime, name) for name in (*change.base_arms, *change.head_arms)}
    for field in difference.fields:
        kind, _, name = field.of.partition(" ")
        if kind == "provider":
            providers.add(name)
        else:
            runtimes = {*runtimes, name}

    def meets(mutant: Mutant) -> bool:
        if mutant.runtime in runtimes or mutant.provider in providers:
            return True
        if mutant.provider is None:
            return any(runtime == mutant.runtime for runtime, _ in arms)
        return any(mutant.runtime in (None, runtime) and mutant.provider == arm for runtime, arm in arms)

    return meets
