"""Every placeholder of a base URL can be filled, and every endpoint variable fills one.

A URL with a placeholder that nothing fills is dialled as it stands, braces included. A variable that fills
nothing is what is left of a placeholder that somebody renamed.
"""

import re
from collections.abc import Iterator

from routeproof.checks.subjects.registry import RegistrySubject
from routeproof.errors import pointer
from routeproof.harness.check import Check
from routeproof.harness.finding import Finding, Level, Location
from routeproof.model.about import about
from routeproof.model.registry import Provider

_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")


def _placeholders(provider: Provider) -> set[str]:
    urls = (provider.base_url_template, provider.base_url_anthropic)
    return {name for url in urls if url for name in _PLACEHOLDER.findall(url)}


def _run(subject: RegistrySubject) -> Iterator[Finding]:
    for place, provider in enumerate(subject.registry.providers):
        wanted = _placeholders(provider)
        filled = {each.placeholder for each in provider.endpoint_vars if each.env or each.default is not None}
        for name in sorted(wanted - filled):
            yield Finding(
                message=f"nothing fills `{{{name}}}` in the base URLs of `{provider.name}`",
                hint="give it a variable or a default under `endpoint_vars`",
                at=Location(subject.registry_file, pointer("providers", place)),
                about=about(arm=provider.name),
                key=name,
            )
        for name in sorted({each.placeholder for each in provider.endpoint_vars} - wanted):
            yield Finding(
                message=f"endpoint variable `{name}` of `{provider.name}` fills nothing",
                hint="remove it, or put its placeholder back into the base URL",
                at=Location(subject.registry_file, pointer("providers", place, "endpoint_vars", name)),
                about=about(arm=provider.name),
                key=name,
            )


CHECK = Check(
    id="endpoint-vars-complete",
    title="every placeholder of a base URL can be filled",
    level=Level.ERROR,
    doc=__doc__,
    run=_run,
    size=lambda subject: sum(
        len(_placeholders(provider) | {each.placeholder for each in provider.endpoint_vars})
        for provider in subject.registry.providers
    ),
)
