"""Every probe stands for a name-only arm that exists.

A probe for a provider that is a name-only arm nowhere tests nothing: the arm was dropped, renamed, or now
lists its ids, and whoever reads the probes believes that it is still watched.
"""

from collections.abc import Iterator

from routeproof.checks.subjects.registry import RegistrySubject
from routeproof.harness.check import Check
from routeproof.harness.finding import Finding, Level, Location
from routeproof.model.about import about


def _run(subject: RegistrySubject) -> Iterator[Finding]:
    alive = {arm.name for _, _, arm in subject.arms() if arm.name_only}
    for probe in subject.probes:
        if probe.provider not in alive:
            yield Finding(
                message=f"dead probe `{probe.model}`: `{probe.provider}` is a name-only arm nowhere",
                hint="remove the probe, or restore the arm that it watched",
                at=Location(subject.probes.file, probe.pointer),
                about=about(arm=probe.provider, model=probe.model),
            )


CHECK = Check(
    id="probe-alive",
    title="every probe stands for an arm that exists",
    level=Level.ERROR,
    doc=__doc__,
    run=_run,
    size=lambda subject: len(subject.probes),
)
