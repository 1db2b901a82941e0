"""Every id that the platform lists can be dialled by the operator's proxy.

The proxy knows no runtime: it needs a vendor in front of the first `/` or `:`. A platform id without one is
accepted, billed to the operator, and cannot be sent anywhere.
"""

from collections.abc import Iterator

from routeproof.checks.subjects.registry import RegistrySubject
from routeproof.errors import pointer
from routeproof.harness.check import Check
from routeproof.harness.finding import Finding, Level, Location
from routeproof.model.about import about
from routeproof.model.registry import Payer
from routeproof.resolve import upstream


def _run(subject: RegistrySubject) -> Iterator[Finding]:
    for runtime, place, arm in subject.arms():
        for index, model in enumerate(arm.models if arm.payer is Payer.PLATFORM else ()):
            found = upstream(subject.registry, model)
            if found.error is not None:
                yield Finding(
                    message=f"platform id `{model}` on `{runtime}` does not resolve upstream: {found.error}",
                    hint="list it as `vendor/model` with a vendor that some provider declares",
                    at=Location(
                        subject.registry_file,
                        pointer("runtimes", runtime, "providers", place, "models", index),
                    ),
                    about=about(runtime=runtime, arm=arm.name, model=model),
                    expected="a vendor",
                    actual=str(found.error),
                )


CHECK = Check(
    id="platform-id-resolves-upstream",
    title="every platform id resolves upstream",
    level=Level.ERROR,
    doc=__doc__,
    run=_run,
    size=lambda subject: sum(len(arm.models) for _, _, arm in subject.arms() if arm.payer is Payer.PLATFORM),
)
