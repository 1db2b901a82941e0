"""No runtime lists an id on the platform's arm and on another arm.

Such an id changes its payer with the order of the arms, or with a credential that happens to be present.
"""

from collections.abc import Iterator

from routeproof.checks.subjects.registry import RegistrySubject
from routeproof.errors import pointer
from routeproof.harness.check import Check
from routeproof.harness.finding import Finding, Level, Location
from routeproof.model.about import about
from routeproof.model.registry import Payer


def _run(subject: RegistrySubject) -> Iterator[Finding]:
    for runtime, place, arm in subject.arms():
        if arm.payer is not Payer.PLATFORM:
            continue
        for model in dict.fromkeys(arm.models):
            listers = subject.registry.runtimes[runtime].listers[model]
            others = ", ".join(each.name for each in listers if each.payer is Payer.BYOK)
            if others:
                index = arm.models.index(model)
                yield Finding(
                    message=f"`{model}` on `{runtime}` is listed by the platform and by `{others}`",
                    hint="keep the entry of the arm that is meant to serve it",
                    at=Location(
                        subject.registry_file,
                        pointer("runtimes", runtime, "providers", place, "models", index),
                    ),
                    about=about(runtime=runtime, arm=arm.name, model=model),
                )


CHECK = Check(
    id="no-id-on-platform-and-byok",
    title="no id is listed on the platform and on another arm",
    level=Level.ERROR,
    doc=__doc__,
    run=_run,
    size=lambda subject: sum(len(arm.models) for _, _, arm in subject.arms() if arm.payer is Payer.PLATFORM),
)
