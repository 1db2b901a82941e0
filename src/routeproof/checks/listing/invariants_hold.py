"""The team's own invariants hold for every id and every set of credentials they speak of.

`checks/invariants.yaml` says what must, or must never, be true of whole languages of ids. Each invariant is
proved over all of them, or refuted with the shortest (runtime, id, credentials). An invariant that says
nothing is an error too: one that names a runtime the registry does not have, or speaks of ids none of which
is routable, would stay green whatever happens to the registry.
"""

from collections.abc import Iterator

from routeproof.checks.subjects.registry import RegistrySubject, Scope
from routeproof.harness.check import Check
from routeproof.harness.finding import Finding, Level, Location
from routeproof.markup import with_keys
from routeproof.model.about import about
from routeproof.model.declared import Invariant
from routeproof.prove import Refutation, judge_invariant


def _run(subject: RegistrySubject) -> Iterator[Finding]:
    for invariant in subject.invariants:
        known = subject.registry.runtimes
        names = tuple(known) if invariant.runtimes is None else invariant.runtimes
        for name in names:
            if name not in known:
                yield _vacuous(subject, invariant, f"the registry has no runtime `{name}`", name)
        runtimes = [known[name] for name in names if name in known]
        judged = judge_invariant(invariant, runtimes)
        if runtimes and not judged.meant:
            yield _vacuous(subject, invariant, "no routable id meets it", "")
        if judged.refutation is not None:
            yield _refuted(subject, invariant, judged.refutation)


def _refuted(subject: RegistrySubject, invariant: Invariant, found: Refutation) -> Finding:
    keys = with_keys(found.auth_env)
    goes = str(found.decision.destination)
    return Finding(
        message=f"invariant `{invariant.id}` is refuted: `{found.model}` on `{found.runtime}`{keys} "
        f"goes to `{goes}`",
        hint=f"repair the registry, or change the invariant in the same review; it says: {invariant.why}",
        at=Location(subject.invariants.file, invariant.pointer),
        about=about(
            runtime=found.runtime,
            arm=found.decision.arm.name if found.decision.arm else None,
            model=found.model,
        ),
        present=found.auth_env,
        expected=invariant.id,
        actual=goes,
        key=invariant.id,
    )


def _vacuous(subject: RegistrySubject, invariant: Invariant, why: str, runtime: str) -> Finding:
    return Finding(
        message=f"invariant `{invariant.id}` says nothing: {why}",
        hint="correct its runtimes or ids, or remove it",
        at=Location(subject.invariants.file, invariant.pointer),
        about=about(runtime=runtime or None),
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
    reuse=Scope.ROUTES,
)
