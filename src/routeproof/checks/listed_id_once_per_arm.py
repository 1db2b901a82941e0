"""No arm lists an id twice.

A second entry changes nothing today; it is a slip of an edit, and whoever later removes "the" entry to
withdraw the id leaves the other one serving it.
"""

from collections.abc import Iterator

from routeproof.checks.frame import Check, Subject
from routeproof.model.finding import Finding, Level
from routeproof.model.pointer import pointer


def _run(subject: Subject) -> Iterator[Finding]:
    for runtime, place, arm in subject.arms():
        for index, model in enumerate(arm.models):
            first = arm.models.index(model)
            if first != index:
                yield Finding(
                    message=f"`{model}` is listed twice by `{arm.name}` on `{runtime}`",
                    hint=f"remove one: entries {first + 1} and {index + 1} are the same id",
                    document=subject.registry_file,
                    pointer=pointer("runtimes", runtime, "providers", place, "models", index),
                    runtime=runtime,
                    arm=arm.name,
                    model=model,
                )


CHECK = Check(
    id="listed-id-once-per-arm",
    title="no arm lists an id twice",
    level=Level.ERROR,
    doc=__doc__,
    run=_run,
    size=lambda subject: sum(len(arm.models) for _, _, arm in subject.arms()),
)
