"""Every provider of the catalogue stands on a runtime.

A provider that no runtime names serves nobody. That may be meant (an entry prepared for later, or one that
only the proxy uses upstream), so it is a note.
"""

from collections.abc import Iterator

from routeproof.checks.subjects.registry import RegistrySubject
from routeproof.errors import pointer
from routeproof.harness.check import Check
from routeproof.harness.finding import Finding, Level, Location
from routeproof.model.about import about


def _run(subject: RegistrySubject) -> Iterator[Finding]:
    used = {arm.name for _, _, arm in subject.arms()}
    for place, provider in enumerate(subject.registry.providers):
        if provider.name not in used:
            upstream = (
                f"; the proxy alone uses it, for `{provider.upstream_vendor}`"
                if provider.upstream_vendor
                else ""
            )
            yield Finding(
                message=f"provider `{provider.name}` is on no runtime{upstream}",
                hint="add an arm for it, or remove it from the catalogue",
                at=Location(subject.registry_file, pointer("providers", place)),
                about=about(arm=provider.name),
            )


CHECK = Check(
    id="provider-is-used",
    title="every provider stands on a runtime",
    level=Level.NOTE,
    doc=__doc__,
    run=_run,
    size=lambda subject: len(subject.registry.providers),
)
