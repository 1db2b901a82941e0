"""A list of credentials that is kept by hand knows every key that an arm accepts.

`checks/credentials.yaml` holds what a team's own provisioning code takes for a credential. A tenant who holds
exactly the key that the registry asks for, under a name the list does not know, counts as a tenant without a
key. Names are compared trimmed and in upper case. The way out is to derive the list from the registry.
"""

from collections.abc import Iterator

from routeproof.checks.subjects.registry import RegistrySubject
from routeproof.checks.tenants import own_arms
from routeproof.errors import pointer
from routeproof.harness.check import Check
from routeproof.harness.finding import Finding, Level, Location
from routeproof.model.about import about
from routeproof.resolve.credentials import credential_gaps


def _run(subject: RegistrySubject) -> Iterator[Finding]:
    if subject.credentials is None:
        return
    for gap in credential_gaps(subject.registry, subject.credentials.items):
        yield Finding(
            message=f"the list of credentials lacks `{gap.name}`, a key of `{gap.arm}` on `{gap.runtime}`",
            hint="add the name, or derive the list from the registry",
            at=Location(subject.credentials.file, pointer("credentials")),
            about=about(runtime=gap.runtime, arm=gap.arm),
            present=(gap.name,),
            expected="known",
            actual="taken for no credential",
            key=gap.name,
        )


def _size(subject: RegistrySubject) -> int:
    if subject.credentials is None:
        return 0
    return sum(len(arm.provider.auth_env) for arm in own_arms(subject))


CHECK = Check(
    id="credential-list-covers-auth-env",
    title="a kept list of credentials knows every key that an arm accepts",
    level=Level.ERROR,
    doc=__doc__,
    run=_run,
    size=_size,
)
