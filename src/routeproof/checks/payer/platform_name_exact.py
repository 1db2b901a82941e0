"""No provider's name is `platform` but for letter case or outer white space.

The platform is recognised by its name, byte for byte. A provider called `Platform` looks like it to a
reader and is BYOK to the machine: its traffic is billed to whoever holds the key it happens to find.
"""

from collections.abc import Iterator

from routeproof.checks.subjects.registry import RegistrySubject
from routeproof.errors import pointer
from routeproof.harness.check import Check
from routeproof.harness.finding import Finding, Level, Location
from routeproof.match import trim
from routeproof.model.about import about
from routeproof.model.registry import PLATFORM


def _run(subject: RegistrySubject) -> Iterator[Finding]:
    # The name itself is judged here, whoever pays: a reader takes the one for the other.
    for place, provider in enumerate(subject.registry.providers):
        if provider.name != PLATFORM and trim(provider.name).casefold() == PLATFORM:
            yield Finding(
                message=f"provider `{provider.name}` is named almost `platform` and is billed as BYOK",
                hint="name it exactly `platform`, or something that cannot be mistaken for it",
                at=Location(subject.registry_file, pointer("providers", place, "name")),
                about=about(arm=provider.name),
            )


CHECK = Check(
    id="platform-name-exact",
    title="no provider is named almost `platform`",
    level=Level.ERROR,
    doc=__doc__,
    run=_run,
    size=lambda subject: len(subject.registry.providers),
)
