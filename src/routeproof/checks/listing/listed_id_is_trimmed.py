"""Every listed or withdrawn id is non-empty and carries no outer white space.

An id is trimmed before it is looked up, so an entry that is empty or padded can never match: the
customer sees it on the menu, picks it, and the request is refused or falls to another arm's pattern.
"""

from collections.abc import Iterator

from routeproof.checks.subjects.registry import RegistrySubject
from routeproof.errors import pointer
from routeproof.harness.check import Check
from routeproof.harness.finding import Finding, Level, Location
from routeproof.match import trim
from routeproof.model.about import about


def _entries(subject: RegistrySubject) -> Iterator[tuple[str, str, str, str]]:
    """Every id written in the registry, as (runtime, arm, id, pointer)."""
    for runtime, place, arm in subject.arms():
        for key, models in (("models", arm.models), ("withdrawn_models", arm.withdrawn_models)):
            for index, model in enumerate(models):
                at = pointer("runtimes", runtime, "providers", place, key, index)
                yield runtime, arm.name, model, at


def _run(subject: RegistrySubject) -> Iterator[Finding]:
    for runtime, arm, model, at in _entries(subject):
        if trim(model) != model or not model:
            yield Finding(
                message=f"id `{model}` can never match: "
                + ("it is empty" if not trim(model) else "it is padded with white space"),
                hint=f"write `{trim(model)}`" if trim(model) else "remove the entry",
                at=Location(subject.registry_file, at),
                about=about(runtime=runtime, arm=arm, model=model),
            )


CHECK = Check(
    id="listed-id-is-trimmed",
    title="a listed id is non-empty and not padded",
    level=Level.ERROR,
    doc=__doc__,
    run=_run,
    size=lambda subject: sum(1 for _ in _entries(subject)),
)
