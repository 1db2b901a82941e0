"""No other spelling of a platform id is served to another payer.

Someone who types `anthropic:claude-opus-4-7` for `anthropic/claude-opus-4-7`, or another letter case, means
the same model. The variant may be refused; served, it must bill whom the listed id bills. The proof covers
every letter case (with the look-alikes that RE2 folds) and every choice of `:` and `/`.
"""

from collections.abc import Iterator, Sequence

from routeproof.checks.subjects.registry import RegistrySubject, Scope
from routeproof.decision import dialect_of
from routeproof.harness.check import Check
from routeproof.harness.finding import Finding, Level, Location
from routeproof.match import finds
from routeproof.model.about import about
from routeproof.model.pointer import claim_pointer
from routeproof.model.registry import Arm, Payer, Runtime
from routeproof.prove import ClassRoute, decision_table, inside
from routeproof.resolve import hits


def _run(subject: RegistrySubject) -> Iterator[Finding]:
    for runtime in subject.runtimes():
        arms = (arm for arm in runtime.arms if arm.payer is Payer.PLATFORM)
        ids = [model for arm in arms for model in dict.fromkeys(arm.models)]
        for model in ids:
            spelled = _whole([model])
            for other in runtime.listers:
                if finds(spelled, other):
                    yield from _judge_spelling(subject, runtime, model, other)
        # One proof over the spellings of all ids; only when it fails is each id asked about by itself.
        guilty = ids if ids and any(_unlisted(runtime, ids)) else []
        for model in guilty:
            for other in _unlisted(runtime, [model]):
                yield from _judge_spelling(subject, runtime, model, other)


def _unlisted(runtime: Runtime, ids: Sequence[str]) -> Iterator[str]:
    """The shortest unlisted spelling in each class that a customer pays for."""
    for each in inside(_whole(ids), [arm.provider.model_prefix_match for arm in runtime.arms]):
        shortest, _ = each.without(runtime.listers)
        if shortest is not None and _byok(runtime, (), [runtime.arms[hit] for hit in each.hits]):
            yield shortest


def _whole(ids: Sequence[str]) -> str:
    """The RE2 pattern of every spelling of the ids: any letter case, `:` and `/` for each other."""
    spellings = ("".join(map(_letter, model)) for model in ids)
    return rf"(?i)\A(?:{'|'.join(spellings)})\z"


def _letter(letter: str) -> str:
    if letter in ":/":
        return "[:/]"
    if letter.isascii() and letter.isprintable():
        return letter if letter.isalnum() else f"\\{letter}"
    return rf"\x{{{ord(letter):x}}}"


def _byok(runtime: Runtime, listers: Sequence[Arm], claims: Sequence[Arm]) -> ClassRoute | None:
    """A route that a customer pays for, if some set of credentials leads to one."""
    rows = decision_table(dialect_of(runtime.dialect), listers, claims)
    routes = (ClassRoute(row.names, row.decision) for row in rows)
    return next((route for route in routes if route.payer is Payer.BYOK), None)


def _judge_spelling(
    subject: RegistrySubject, runtime: Runtime, model: str, spelling: str
) -> Iterator[Finding]:
    route = _byok(runtime, *hits(runtime, spelling))
    if route is not None:
        yield _finding(subject, runtime, model, spelling, route)


def _finding(
    subject: RegistrySubject, runtime: Runtime, model: str, spelling: str, route: ClassRoute
) -> Finding:
    arm = route.decision.arm
    return Finding(
        message=f"`{spelling}` on `{runtime.name}` is billed to the customer; `{model}` to the platform",
        hint="refuse the variant, or serve it to the same payer",
        at=Location(
            subject.registry_file, claim_pointer(subject.registry, runtime, arm, spelling) if arm else ""
        ),
        about=about(runtime=runtime.name, arm=arm.name if arm else None, model=spelling),
        present=route.auth_env,
        expected=f"platform, as `{model}`, or refused",
        actual=str(route),
        key=model,
    )


CHECK = Check(
    id="spelling-variant-same-payer",
    title="no spelling variant of a platform id has another payer",
    level=Level.ERROR,
    doc=__doc__,
    run=_run,
    size=lambda subject: sum(len(arm.models) for _, _, arm in subject.arms() if arm.payer is Payer.PLATFORM),
    proof=True,
    reuse=Scope.RUNTIME,
)
