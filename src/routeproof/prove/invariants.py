"""What a team demands of whole languages of ids: proved over all of them, or refuted by the shortest."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from routeproof.decision import Decision, Dialect, dialect_of
from routeproof.match import trim
from routeproof.model.declared import Condition, Invariant
from routeproof.model.registry import Arm, Runtime
from routeproof.prove.automata.language import inside, partition
from routeproof.prove.patterns.syntax import whole_form


@dataclass(frozen=True, slots=True)
class Refutation:
    """The shortest id that breaks the invariant, the credentials with which it does, and where it goes."""

    runtime: str
    model: str
    auth_env: tuple[str, ...]
    decision: Decision


@dataclass(frozen=True, slots=True)
class Judged:
    """What came of one invariant.

    `meant` is False for one that says nothing: it would stay green whatever happens to the registry.
    """

    meant: bool
    refutation: Refutation | None

    @property
    def holds(self) -> bool:
        """Whether it says something, and that is true of every id."""
        return self.meant and self.refutation is None


@dataclass(frozen=True, slots=True)
class _Case:
    """Ids that share their hits, the shortest of them, and what listing or finding them means."""

    runtime: str
    model: str
    exact: tuple[Arm, ...]
    pattern: tuple[Arm, ...]
    dialect: Dialect

    @property
    def registered(self) -> bool:
        return bool(self.exact) or self.decision(()).arm is not None

    def decision(self, present: Collection[str]) -> Decision:
        return self.dialect.outcome(self.exact, self.pattern, present)


def judge_invariant(invariant: Invariant, runtimes: Sequence[Runtime]) -> Judged:
    """Hold an invariant on these runtimes, whichever it names itself.

    Raises PatternError for refused ids, and UndecidedError beyond the budget.
    """
    cases = [case for runtime in runtimes for case in _cases(runtime, invariant)]
    refuted = [found for case in cases if (found := _refutation(invariant, case))]
    return Judged(
        meant=any(_meant(invariant, case) for case in cases),
        refutation=min(refuted, key=lambda each: (len(each.model), each.model), default=None),
    )


@lru_cache(maxsize=256)
def _cases(runtime: Runtime, invariant: Invariant) -> tuple[_Case, ...]:
    """Split the ids that the invariant speaks of by their hits, listed ids one by one."""
    arms, dialect = runtime.arms, dialect_of(runtime.dialect)
    return tuple(
        _Case(runtime.name, model, runtime.listers.get(model, ()), tuple(arms[hit] for hit in hits), dialect)
        for model, hits in _found(runtime, invariant)
    )


def _found(runtime: Runtime, invariant: Invariant) -> Iterator[tuple[str, tuple[int, ...]]]:
    """Ids, each with the arms whose patterns find it: all listed ones, and the shortest of all others."""
    patterns = [arm.provider.model_prefix_match for arm in runtime.arms]
    if not isinstance(invariant.ids, str):
        whole = partition(patterns)
        yield from ((model, whole.classify(model)) for model in map(trim, invariant.ids) if model)
        return
    for each in inside(whole_form(invariant.ids), patterns):
        yield from ((model, each.hits) for model in runtime.listers if model in each)
        shortest, _ = each.without(runtime.listers)
        if shortest is not None:
            yield shortest, each.hits


def _decisions(invariant: Invariant, case: _Case) -> Iterator[tuple[tuple[str, ...], Decision]]:
    """Every decision under the credentials that the invariant allows, each with the fewest names.

    A decision is a claimant with a key where no other one has one, or the default. More names only add
    claimants with a key, so one name beyond those that must be present brings about all there is.
    """
    claimants = case.dialect.claimants(case.exact, case.pattern)
    names = dict.fromkeys(name for arm in claimants for name in arm.provider.auth_env)
    free = [name for name in names if name not in invariant.absent and name not in invariant.present]
    for present in (invariant.present, *((*invariant.present, name) for name in free)):
        yield present, case.decision(present)


def _holds(condition: Condition, case: _Case, decision: Decision) -> bool:
    arm = decision.arm
    return (
        (condition.provider is None or (arm is not None and arm.name in condition.provider))
        and (condition.payer is None or (arm is not None and arm.payer is condition.payer))
        and (condition.error is None or decision.error in condition.error)
        and (condition.registered is None or case.registered is condition.registered)
    )


def _refutation(invariant: Invariant, case: _Case) -> Refutation | None:
    for present, decision in _decisions(invariant, case):
        broken = invariant.must is not None and not _holds(invariant.must, case, decision)
        if broken or (invariant.never is not None and _holds(invariant.never, case, decision)):
            return Refutation(case.runtime, case.model, present, decision)
    return None


def _meant(invariant: Invariant, case: _Case) -> bool:
    """Whether the case gives the invariant something to say.

    One that demands a refusal speaks of ids that are not routable; every other one needs a routable id.
    """
    condition = invariant.must
    if condition is not None and (condition.error is not None or condition.registered is False):
        return True
    return any(decision.arm is not None for _, decision in _decisions(invariant, case))
