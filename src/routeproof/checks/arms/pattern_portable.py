"""Every pattern means the same to every engine that reads it, and accepts no look-alike characters.

`(?i)` over `k` or `s` also accepts U+212A or U+017F, which print like the letters and are others; a Unicode
class follows the tables of the engine's own version; a group written `(?<name>` is refused by older engines.
None of it is wrong by itself, so it is a warning.
"""

from collections.abc import Iterator

from routeproof.checks.subjects.registry import RegistrySubject
from routeproof.errors import pointer
from routeproof.harness.check import Check
from routeproof.harness.finding import Finding, Level, Location
from routeproof.model.about import about
from routeproof.prove import lints


def _run(subject: RegistrySubject) -> Iterator[Finding]:
    for place, provider in enumerate(subject.registry.providers):
        for lint in lints(provider.model_prefix_match):
            yield Finding(
                message=f"the pattern `{provider.model_prefix_match}` of `{provider.name}` "
                f"is not portable: {lint.message}",
                hint=lint.hint,
                at=Location(subject.registry_file, pointer("providers", place, "model_prefix_match")),
                about=about(arm=provider.name),
                key=lint.kind,
            )


CHECK = Check(
    id="pattern-portable",
    title="every pattern means the same to every engine",
    level=Level.WARNING,
    doc=__doc__,
    run=_run,
    size=lambda subject: len(subject.registry.providers),
)
