"""No provider but the platform accepts the platform's token.

The operator's usage token is in every workspace that the platform serves. A provider that also accepts it
turns a tie its way, and sends the operator's credential to somebody else's endpoint.
"""

from collections.abc import Iterator

from routeproof.checks.subjects.registry import RegistrySubject
from routeproof.errors import pointer
from routeproof.harness.check import Check
from routeproof.harness.finding import Finding, Level, Location
from routeproof.model.about import about
from routeproof.model.registry import Payer


def _run(subject: RegistrySubject) -> Iterator[Finding]:
    providers = subject.registry.providers
    tokens = {name for provider in subject.registry.operators for name in provider.auth_env}
    for place, provider in enumerate(providers):
        for index, name in enumerate(provider.auth_env):
            if provider.payer is not Payer.PLATFORM and name in tokens:
                yield Finding(
                    message=f"provider `{provider.name}` accepts the platform's token `{name}`",
                    hint="remove the name from this provider's auth_env",
                    at=Location(subject.registry_file, pointer("providers", place, "auth_env", index)),
                    about=about(arm=provider.name),
                    key=name,
                )


CHECK = Check(
    id="platform-token-exclusive",
    title="only the platform accepts the platform's token",
    level=Level.ERROR,
    doc=__doc__,
    run=_run,
    size=lambda subject: sum(len(provider.auth_env) for provider in subject.registry.providers),
)
