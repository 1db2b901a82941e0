"""The team's own invariants hold for every id and every set of credentials they speak of.

`checks/invariants.yaml` says what must, or must never, be true of whole languages of ids. Each invariant is
proved over all of them, or refuted with the shortest (runtime, id, credentials). An invariant that says
nothing is an error too: one that names a runtime the registry does not have, or speaks of ids none of which
is routable, would stay green whatever happens to the registry.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import lru_cache

from routeproof.checks.frame import Check, Scope, Subject
from routeproof.decision import Decision, Dialect, dialect_of
from routeproof.match import trim
from routeproof.model.finding import Finding, Level
from routeproof.model.policy import Condition, Invariant
from routeproof.model.registry import Arm, Runtime
from routeproof.prove.language import inside, partition
from routeproof.prove.syntax import whole_form


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


def _run(subject: Subject) -> Iterator[Finding]:
    for invariant in subject.invariants:
        known = subject.registry.runtimes
        names = tuple(known) if invariant.runtimes is None else invariant.runtimes
        for name in names:
            if name not in known:
                yield _vacuous(subject, invariant, f"the registry has no runtime `{name}`", name)
        cases = [case for name in names if name in known for case in _cases(known[name], invariant)]
        if any(name in known for name in names) and not any(_meant(invariant, case) for case in cases):
            yield _vacuous(subject, invariant, "no routable id meets it", "")
        refuted = [(case, *wrong) for case in cases if (wrong := _refutation(invariant, case))]
        if refuted:
            yield _refuted(
                subject, invariant, *min(refuted, key=lambda each: (len(each[0].model), each[0].model))
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
        and (condition.payer is None or (arm is not None and arm.provider.payer is condition.payer))
        and (condition.error is None or decision.error in condition.error)
        and (condition.registered is None or case.registered is condition.registered)
    )


def _refutation(invariant: Invariant, case: _Case) -> tuple[tuple[str, ...], Decision] | None:
    for present, decision in _decisions(invariant, case):
        if invariant.must is not None and not _holds(invariant.must, case, decision):
            return present, decision
        if invariant.never is not None and _holds(invariant.never, case, decision):
            return present, decision
    return None


def _meant(invariant: Invariant, case: _Case) -> bool:
    """Whether the case gives the invariant something to say.

    One that demands a refusal speaks of ids that are not routable; every other one needs a routable id.
    """
    condition = invariant.must
    if condition is not None and (condition.error is not None or condition.registered is False):
        return True
    return any(decision.arm is not None for _, decision in _decisions(invariant, case))


def _refuted(
    subject: Subject, invariant: Invariant, case: _Case, present: tuple[str, ...], decision: Decision
) -> Finding:
    keys = f" with `{' and '.join(present)}`" if present else ""
    return Finding(
        message=f"invariant `{invariant.id}` is refuted: `{case.model}` on `{case.runtime}`{keys} "
        f"goes to `{decision.destination}`",
        hint=f"repair the registry, or change the invariant in the same review; it says: {invariant.why}",
        document=subject.invariants_file,
        pointer=invariant.pointer,
        runtime=case.runtime,
        arm=decision.arm.name if decision.arm else None,
        model=case.model,
        auth_env=present,
        expected=invariant.id,
        actual=str(decision.destination),
        key=invariant.id,
    )


def _vacuous(subject: Subject, invariant: Invariant, why: str, runtime: str) -> Finding:
    return Finding(
        message=f"invariant `{invariant.id}` says nothing: {why}",
        hint="correct its runtimes or ids, or remove it",
        document=subject.invariants_file,
        pointer=invariant.pointer,
        runtime=runtime or None,
        key=f"{invariant.id} vacuous",
    )


CHECK = Check(
    id="invariants-hold",
    title="the team's invariants hold for every id",
    level=Level.ERROR,
    doc=__doc__,
    run=_run,
    size=lambda subject: len(subject.invariants),
    proof=True,
    scope=Scope.ROUTES,
)
