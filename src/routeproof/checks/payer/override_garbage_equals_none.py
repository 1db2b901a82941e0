"""A stored override that names no mode counts as none.

Null, empty, misspelt, in another case: it is nobody's decision about money, so the provider decides as if
nothing were stored. What was stored in earlier days was the name of a provider, so no provider, runtime or
vendor of the registry may be called what an override is called.
"""

from collections.abc import Callable, Iterator

from routeproof.checks.classes import classes
from routeproof.checks.subjects.registry import RegistrySubject, Scope
from routeproof.errors import pointer
from routeproof.harness.check import Check
from routeproof.harness.finding import Finding, Level, Location
from routeproof.model.about import about
from routeproof.model.registry import Payer
from routeproof.resolve.billing import BillingDecision, BillingMode, resolve_billing

_GARBLED = tuple(
    garbled
    for mode in BillingMode
    for garbled in (mode.upper(), mode.title(), f" {mode}", f"{mode}\n", mode + mode[-1], mode[:-1])
)
_NO_TEXTS: tuple[object, ...] = ("", " ", "null", "none", 0, 1, True, b"byok", ("byok",))


def run(
    subject: RegistrySubject, bill: Callable[..., BillingDecision] = resolve_billing
) -> Iterator[Finding]:
    """Look for garbage that decides; `bill` is the decision that is held."""
    for runtime, model in _routes(subject):
        plain = bill(subject.registry, runtime, model)
        for stored, what, place in _stored(subject):
            found = bill(subject.registry, runtime, model, override=stored)
            if found != plain:
                yield Finding(
                    message=f"a stored `{stored!r}`{what} decides: `{model}` on `{runtime}` is "
                    f"{found.mode} by {found.source}",
                    hint="rename it: what an override may be called belongs to overrides alone",
                    at=Location(subject.registry_file, place),
                    about=about(runtime=runtime, model=model),
                    expected=f"{plain.mode} by {plain.source}",
                    actual=f"{found.mode} by {found.source}",
                    key=repr(stored),
                )


def _stored(subject: RegistrySubject) -> Iterator[tuple[object, str, str]]:
    """What may be stored and is no override, what it is in the registry, and where."""
    for garbled in (*_NO_TEXTS, *_GARBLED):
        yield garbled, "", ""
    for index, provider in enumerate(subject.registry.providers):
        place = pointer("providers", index)
        yield provider.name, ", the name of a provider,", f"{place}/name"
        if provider.upstream_vendor:
            yield provider.upstream_vendor, ", an upstream vendor,", f"{place}/upstream_vendor"
    for runtime in subject.runtimes():
        yield runtime.name, ", the name of a runtime,", pointer("runtimes", runtime.name)


def _routes(subject: RegistrySubject) -> Iterator[tuple[str, str]]:
    """One id that the operator pays for, and one that the customer pays for."""
    seen: set[Payer] = set()
    for runtime, one in classes(subject):
        arm = one.decision(()).arm
        if arm is not None and arm.provider.payer not in seen:
            seen.add(arm.provider.payer)
            yield runtime.name, one.witness


CHECK = Check(
    id="override-garbage-equals-none",
    title="a stored override that names no mode counts as none",
    level=Level.ERROR,
    doc=__doc__,
    run=run,
    size=lambda subject: sum(1 for _ in _stored(subject)),
    reuse=Scope.ROUTES,
)
