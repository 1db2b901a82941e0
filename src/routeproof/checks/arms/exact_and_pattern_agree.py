"""An unlisted sibling of listed ids is served for the same key as they are.

Two arms list `gpt-5.5`, and the key that a tenant holds picks one. `gpt-9`, which no arm lists yet, is found
by one arm's pattern alone: a tenant with the other arm's key is sent where that key is not accepted, and the
agent dies at boot on the day the vendor ships the model.
"""

from collections.abc import Iterator

from routeproof.checks.subjects.registry import RegistrySubject, Scope
from routeproof.harness.check import Check
from routeproof.harness.finding import Finding, Level, Location
from routeproof.model.about import about
from routeproof.model.pointer import claim_pointer
from routeproof.model.registry import Arm, Runtime
from routeproof.prove import RouteClass, extent, route_classes


def _run(subject: RegistrySubject) -> Iterator[Finding]:
    for runtime in subject.runtimes():
        every = route_classes(runtime)
        # Several listed ids may lack the same sibling in the same way: that is said once.
        found: dict[str, Finding] = {}
        for unlisted in every:
            for listed in every:
                siblings = bool(listed.exact and unlisted.pattern) and listed.pattern == unlisted.pattern
                if siblings and not unlisted.exact:
                    for finding in _disagreements(subject, runtime, listed, unlisted):
                        found.setdefault(finding.fingerprint, finding)
        yield from found.values()


def _disagreements(
    subject: RegistrySubject, runtime: Runtime, listed: RouteClass, unlisted: RouteClass
) -> Iterator[Finding]:
    for lister in listed.exact:
        for name in lister.provider.auth_env:
            chosen = listed.decision((name,)).arm
            served = unlisted.decision((name,)).arm
            if chosen == lister and served is not None and name not in served.provider.auth_env:
                yield _finding(subject, runtime, (listed, lister), (unlisted, served), name)
                break


def _finding(
    subject: RegistrySubject,
    runtime: Runtime,
    listed: tuple[RouteClass, Arm],
    unlisted: tuple[RouteClass, Arm],
    name: str,
) -> Finding:
    (known, lister), (other, served) = listed, unlisted
    return Finding(
        message=f"with `{name}`, `{known.witness}` on `{runtime.name}` goes to `{lister.name}` and its "
        f"unlisted sibling `{other.witness}` to `{served.name}`, which does not accept that key",
        hint=f"let both patterns, or neither, find such ids: {extent(other)} at stake",
        at=Location(subject.registry_file, claim_pointer(subject.registry, runtime, served, other.witness)),
        about=about(runtime=runtime.name, arm=served.name, model=other.witness),
        present=(name,),
        expected=lister.name,
        actual=served.name,
        key=lister.name,
    )


CHECK = Check(
    id="exact-and-pattern-agree",
    title="an unlisted sibling is served for the same key as the listed ids",
    level=Level.ERROR,
    doc=__doc__,
    run=_run,
    size=lambda subject: sum(len(arm.models) for _, _, arm in subject.arms()),
    proof=True,
    reuse=Scope.RUNTIME,
)
