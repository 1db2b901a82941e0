"""No arm lists an id twice.

A second entry changes nothing today; it is a slip of an edit, and whoever later removes "the" entry to
withdraw the id leaves the other one serving it.
"""

from collections.abc import Iterator

from routeproof.checks.subjects.registry import RegistrySubject
from routeproof.errors import pointer
from routeproof.harness.check import Check
from routeproof.harness.finding import Finding, Level, Location
from routeproof.model.about import about


def _run(subject: RegistrySubject) -> Iterator[Finding]:
    for runtime, place, arm in subject.arms():
        for index, model in enumerate(arm.models):
            first = arm.models.index(model)
            if first != index:
                yield Finding(
                    message=f"`{model}` is listed twice by `{arm.name}` on `{runtime}`",
                    hint=f"remove one: entries {first + 1} and {index + 1} are the same id",
                    at=Location(
                        subject.registry_file,
                        pointer("runtimes", runtime, "providers", place, "models", index),
                    ),
                    about=about(runtime=runtime, arm=arm.name, model=model),
                )


CHECK = Check(
    id="listed-id-once-per-arm",
    title="no arm lists an id twice",
    level=Level.ERROR,
    doc=__doc__,
    run=_run,
    size=lambda subject: sum(len(arm.models) for _, _, arm in subject.arms()),
)
