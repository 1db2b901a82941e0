"""A provider's key is handed over under a name that the client at the other end reads.

`auth_token_env` is one of the provider's own `auth_env` names, or one of the two that every client of the
Anthropic protocol reads. A vendor's own API key and a subscription are handed over under their own name
alone: under another one, a key that is present goes unread, and the agent fails after it has started.
"""

from collections.abc import Iterator

from routeproof.checks.subjects.registry import RegistrySubject
from routeproof.errors import pointer
from routeproof.harness.check import Check
from routeproof.harness.finding import Finding, Level, Location
from routeproof.model.about import about

_ANTHROPIC_CLIENT = ("ANTHROPIC_API_KEY", "ANTHROPIC_AUTH_TOKEN")
_OWN_NAME_ALONE = ("anthropic_api", "oauth")


def _run(subject: RegistrySubject) -> Iterator[Finding]:
    for place, provider in enumerate(subject.registry.providers):
        token = provider.auth_token_env
        lent = () if provider.auth_mode in _OWN_NAME_ALONE else _ANTHROPIC_CLIENT
        if token is not None and token not in (*provider.auth_env, *lent):
            known = ", ".join(dict.fromkeys((*provider.auth_env, *lent)))
            yield Finding(
                message=f"the key of `{provider.name}` is handed over as `{token}`, which nothing reads",
                hint=f"use one of `{known}`",
                at=Location(subject.registry_file, pointer("providers", place, "auth_token_env")),
                about=about(arm=provider.name),
                expected=known,
                actual=token,
            )


CHECK = Check(
    id="token-env-accepted",
    title="a key is handed over under a name that is read",
    level=Level.ERROR,
    doc=__doc__,
    run=_run,
    size=lambda subject: sum(bool(provider.auth_token_env) for provider in subject.registry.providers),
)
