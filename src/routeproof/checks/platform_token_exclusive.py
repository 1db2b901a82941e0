"""No provider but the platform accepts the platform's token.

The operator's usage token is in every workspace that the platform serves. A provider that also accepts it
turns a tie its way, and sends the operator's credential to somebody else's endpoint.
"""

from collections.abc import Iterator

from routeproof.checks.frame import Check, Subject
from routeproof.model.finding import Finding, Level
from routeproof.model.pointer import pointer
from routeproof.model.registry import Payer


def _run(subject: Subject) -> Iterator[Finding]:
    providers = subject.registry.providers
    tokens = {name for provider in subject.registry.operators for name in provider.auth_env}
    for place, provider in enumerate(providers):
        for index, name in enumerate(provider.auth_env):
            if provider.payer is not Payer.PLATFORM and name in tokens:
                yield Finding(
                    message=f"provider `{provider.name}` accepts the platform's token `{name}`",
                    hint="remove the name from this provider's auth_env",
                    document=subject.registry_file,
                    pointer=pointer("providers", place, "auth_env", index),
                    arm=provider.name,
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
