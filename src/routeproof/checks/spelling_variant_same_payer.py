"""No other spelling of a platform id is served to another payer.

Someone who types `anthropic:claude-opus-4-7` for `anthropic/claude-opus-4-7`, or another letter case, means
the same model. The variant may be refused; served, it must bill whom the listed id bills. The proof covers
every letter case (with the look-alikes that RE2 folds) and every choice of `:` and `/`.
"""

from collections.abc import Iterator

from routeproof.checks.classes import Route
from routeproof.checks.frame import Check, Subject
from routeproof.model.finding import Finding, Level
from routeproof.model.pointer import claim_pointer
from routeproof.model.registry import PLATFORM, Payer, Runtime
from routeproof.prove.classes import decision_table
from routeproof.prove.language import inside


def _run(subject: Subject) -> Iterator[Finding]:
    for runtime in subject.runtimes():
        for arm in runtime.arms:
            for model in dict.fromkeys(arm.models) if arm.name == PLATFORM else ():
                yield from _of_runtime(subject, runtime, model)


def variants(model: str) -> str:
    """The RE2 pattern of every spelling of an id: any letter case, `:` and `/` for each other."""
    letters = "".join("[:/]" if letter in ":/" else _literal(letter) for letter in model)
    return rf"(?i)\A{letters}\z"


def _literal(letter: str) -> str:
    if letter.isascii() and letter.isprintable():
        return letter if letter.isalnum() else f"\\{letter}"
    return rf"\x{{{ord(letter):x}}}"


def _of_runtime(subject: Subject, runtime: Runtime, model: str) -> Iterator[Finding]:
    patterns = [arm.provider.model_prefix_match for arm in runtime.arms]
    for each in inside(variants(model), patterns):
        claims = tuple(runtime.arms[hit] for hit in each.hits)
        shortest, _ = each.without(runtime.listers)
        for spelling in (*(other for other in runtime.listers if other in each), shortest):
            listers = runtime.listers.get(spelling, ()) if spelling else ()
            for row in decision_table(listers, claims) if spelling else ():
                route = Route(row.names, row.decision)
                if route.payer is Payer.BYOK:
                    yield _finding(subject, runtime, model, str(spelling), route)
                    break


def _finding(subject: Subject, runtime: Runtime, model: str, spelling: str, route: Route) -> Finding:
    arm = route.decision.arm
    return Finding(
        message=f"`{spelling}` on `{runtime.name}` is billed to the customer; `{model}` to the platform",
        hint="refuse the variant, or serve it to the same payer",
        document=subject.registry_file,
        pointer=claim_pointer(subject.registry, runtime, arm, spelling) if arm else "",
        runtime=runtime.name,
        arm=arm.name if arm else None,
        model=spelling,
        auth_env=route.auth_env,
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
    size=lambda subject: sum(len(arm.models) for _, _, arm in subject.arms() if arm.name == PLATFORM),
    proof=True,
    by_runtime=True,
)
