"""The credentials that are present never change who pays for an id.

A key that a customer adds for one thing must not move the bill of another between the operator and the
customer. The proof quantifies over every set of credential names.
"""

from collections.abc import Iterator

from routeproof.checks.classes import class_count, classes
from routeproof.checks.subjects.registry import RegistrySubject, Scope
from routeproof.harness.check import Check
from routeproof.harness.finding import Finding, Level, Location
from routeproof.model.about import about
from routeproof.model.pointer import claim_pointer
from routeproof.prove import routes


def _run(subject: RegistrySubject) -> Iterator[Finding]:
    for runtime, each in classes(subject):
        paid = [route for route in routes(each) if route.payer is not None]
        other = next((route for route in paid if route.payer is not paid[0].payer), None)
        if other is None or other.decision.arm is None:
            continue
        yield Finding(
            message=f"`{each.witness}` on `{runtime.name}` changes payer: {paid[0].quoted}, {other.quoted}",
            hint="keep one claim to the id, so that no credential decides who pays",
            at=Location(
                subject.registry_file,
                claim_pointer(subject.registry, runtime, other.decision.arm, each.witness),
            ),
            about=about(runtime=runtime.name, arm=other.decision.arm.name, model=each.witness),
            present=other.auth_env,
            expected=str(paid[0].payer),
            actual=str(other),
        )


CHECK = Check(
    id="payer-independent-of-auth-env",
    title="credentials never change who pays",
    level=Level.ERROR,
    doc=__doc__,
    run=_run,
    size=class_count,
    proof=True,
    reuse=Scope.RUNTIME,
)
