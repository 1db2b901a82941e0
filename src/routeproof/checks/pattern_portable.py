"""Every pattern means the same to every engine that reads it, and accepts no look-alike characters.

`(?i)` over `k` or `s` also accepts U+212A or U+017F, which print like the letters and are others; a Unicode
class follows the tables of the engine's own version; a group written `(?<name>` is refused by older engines.
None of it is wrong by itself, so it is a warning.
"""

from collections.abc import Iterator

from routeproof.checks.frame import Check, Subject
from routeproof.model.finding import Finding, Level
from routeproof.model.pointer import pointer
from routeproof.prove.syntax import lints


def _run(subject: Subject) -> Iterator[Finding]:
    for place, provider in enumerate(subject.registry.providers):
        for lint in lints(provider.model_prefix_match):
            yield Finding(
                message=f"the pattern `{provider.model_prefix_match}` of `{provider.name}` "
                f"is not portable: {lint.message}",
                hint=lint.hint,
                document=subject.registry_file,
                pointer=pointer("providers", place, "model_prefix_match"),
                arm=provider.name,
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
