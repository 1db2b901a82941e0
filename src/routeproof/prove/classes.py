"""The classes of ids of one runtime, and where each goes for every set of credentials."""

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache

from routeproof.decision import Decision, Dialect, dialect_of
from routeproof.model.registry import Arm, Runtime
from routeproof.prove.automata.budget import DEFAULT, Budget
from routeproof.prove.division import Part, divide


class Keyed(StrEnum):
    """Which of the arms that claim an id have a credential present."""

    ANY = "any"
    """No matter: at most one arm claims the id."""
    NONE = "none"
    ONE = "one"
    """Exactly one, the arm of the row's decision."""
    SEVERAL = "several"


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a decision table: when it holds, the fewest names that bring it about, the decision.

    Of an ambiguous decision with several arms keyed, `tied` names those that `names` keys; a larger set of
    names may tie more of the arms that claim the id.
    """

    keyed: Keyed
    names: tuple[str, ...]
    decision: Decision


@dataclass(frozen=True, slots=True)
class RouteClass:
    """The ids with the same hits, hence with the same decision for every set of credentials."""

    exact: tuple[Arm, ...]
    """The arms that list the ids, in declared order; empty for ids that none lists."""
    pattern: tuple[Arm, ...]
    """The arms whose patterns find the ids, in declared order."""
    witness: str
    """The shortest id, and of the shortest the most readable."""
    size: int | None
    """The number of ids; None for infinitely many."""
    ids: tuple[str, ...]
    """All the ids in order of declaration if they are listed, else empty."""
    _part: Part = field(repr=False, compare=False)
    dialect: Dialect
    """What decides among the arms."""

    @property
    def claimants(self) -> Sequence[Arm]:
        """The arms among which the dialect chooses."""
        return self.dialect.claimants(self.exact, self.pattern)

    def members(self, limit: int | None = None) -> Iterator[str]:
        """The ids: listed ones as declared, others the shorter first; all, or the first `limit`."""
        return self._part.members(limit)

    def sample(self, seed: int, size: int) -> tuple[str, ...]:
        """Up to `size` different ids, always the same for one seed."""
        return self._part.sample(seed, size)

    def decision(self, auth_env: Collection[str]) -> Decision:
        """Where the ids go when credentials of these names are present."""
        return self.dialect.outcome(self.exact, self.pattern, auth_env)

    def table(self) -> tuple[Row, ...]:
        """Where the ids go, for every set of names."""
        return decision_table(self.dialect, self.exact, self.pattern)


@lru_cache(maxsize=16)
def route_classes(runtime: Runtime, budget: Budget = DEFAULT) -> tuple[RouteClass, ...]:
    """Divide every id that can be asked of a runtime into classes: listed ids first, then all others.

    Raises PatternError for a refused pattern, and UndecidedError beyond the budget.
    """
    dialect = dialect_of(runtime.dialect)
    return tuple(
        RouteClass(part.hits[0].exact, part.hits[0].pattern, part.witness, part.size, part.ids, part, dialect)
        for part in divide([runtime], budget)
    )


def decision_table(dialect: Dialect, exact: Sequence[Arm], pattern: Sequence[Arm]) -> tuple[Row, ...]:
    """The decision for every set of names: none keyed, then one arm keyed, by arm, then several keyed.

    A dialect asks no more than that, so the rows are exact. One arm alone is keyed by a name that no other
    claimant accepts; several are keyed by a name that they share, or else by a name of each of two.
    """
    arms = dialect.claimants(exact, pattern)
    decide = dialect.outcome
    if len(arms) < 2:
        return (Row(Keyed.ANY, (), decide(exact, pattern, ())),)
    accepting = Counter(name for arm in arms for name in set(arm.provider.auth_env))
    conditions: list[tuple[Keyed, tuple[str, ...]]] = [(Keyed.NONE, ())]
    for arm in arms:
        own = [name for name in arm.provider.auth_env if accepting[name] == 1]
        conditions += [(Keyed.ONE, (name,)) for name in own[:1]]
    shared = [name for arm in arms for name in arm.provider.auth_env if accepting[name] > 1]
    apart = tuple(arm.provider.auth_env[0] for arm in arms if arm.provider.auth_env)
    if shared or len(apart) > 1:
        conditions.append((Keyed.SEVERAL, (shared[0],) if shared else apart[:2]))
    return tuple(Row(keyed, names, decide(exact, pattern, names)) for keyed, names in conditions)
