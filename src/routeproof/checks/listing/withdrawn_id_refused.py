"""A withdrawn id is refused: it is on no menu of its runtime, and no arm routes it.

Withdrawing is done in two steps, so that templates and registry need not land together: the id moves from
`models` to `withdrawn_models`, then the entry goes. While it stands there, a pattern must not serve it.
"""

from collections.abc import Iterator

from routeproof.checks.subjects.registry import RegistrySubject
from routeproof.errors import pointer
from routeproof.harness.check import Check
from routeproof.harness.finding import Finding, Level, Location
from routeproof.match import trim
from routeproof.model.about import about
from routeproof.resolve import derive, hits, menu


def _run(subject: RegistrySubject) -> Iterator[Finding]:
    for runtime, place, arm in subject.arms():
        for index, model in enumerate(arm.withdrawn_models):
            still = _still(subject, runtime, trim(model))
            if still:
                yield Finding(
                    message=f"withdrawn id `{model}` on `{runtime}` is still {still}",
                    hint="remove the other entry, or narrow the pattern that finds it",
                    at=Location(
                        subject.registry_file,
                        pointer("runtimes", runtime, "providers", place, "withdrawn_models", index),
                    ),
                    about=about(runtime=runtime, arm=arm.name, model=model),
                    expected="unregistered",
                    actual=str(derive(subject.registry, runtime, model)),
                )


def _still(subject: RegistrySubject, runtime: str, wanted: str) -> str:
    if not wanted:
        return ""
    if wanted in menu(subject.registry, runtime):
        return "on the menu"
    # Several patterns may find it: an error without a key, and a route with one. Both are claims.
    claims = [arm.name for arm in hits(subject.registry.runtimes[runtime], wanted)[1]]
    return f"claimed by the pattern of `{', '.join(claims)}`" if claims else ""


CHECK = Check(
    id="withdrawn-id-refused",
    title="a withdrawn id is refused",
    level=Level.ERROR,
    doc=__doc__,
    run=_run,
    size=lambda subject: sum(len(arm.withdrawn_models) for _, _, arm in subject.arms()),
)
