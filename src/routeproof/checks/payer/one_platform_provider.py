"""The registry has exactly one provider named `platform`.

Everything about money hangs on that name. Without it nothing can bill the operator, and every id that did
now fails or bills a customer.
"""

from collections.abc import Iterator

from routeproof.checks.subjects.registry import RegistrySubject
from routeproof.harness.check import Check
from routeproof.harness.finding import Finding, Level, Location


def _run(subject: RegistrySubject) -> Iterator[Finding]:
    named = len(subject.registry.operators)
    if named != 1:
        yield Finding(
            message=f"{named or 'no'} provider is named `platform`; exactly one is needed",
            hint="name the one that the operator pays for so: no prefix, no other letter case",
            at=Location(subject.registry_file, "/providers"),
            expected="1",
            actual=str(named),
        )


CHECK = Check(
    id="one-platform-provider",
    title="exactly one provider is named `platform`",
    level=Level.ERROR,
    doc=__doc__,
    run=_run,
    size=lambda subject: len(subject.registry.providers),
)
