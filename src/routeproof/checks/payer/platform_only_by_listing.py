"""The platform is reached by listed ids alone, never through a pattern.

A pattern on the platform's provider accepts every id it finds: each registers, bills the operator, and was
put on no menu by anybody. The proof gives the shortest such id.
"""

from collections.abc import Iterator

from routeproof.checks.classes import class_count, classes
from routeproof.checks.subjects.registry import RegistrySubject, Scope
from routeproof.harness.check import Check
from routeproof.harness.finding import Finding, Level, Location
from routeproof.model.about import about
from routeproof.model.pointer import pattern_pointer
from routeproof.model.registry import Payer
from routeproof.prove import extent, routes


def _run(subject: RegistrySubject) -> Iterator[Finding]:
    for runtime, each in classes(subject):
        billed = [route for route in routes(each) if route.payer is Payer.PLATFORM]
        if each.exact or not billed:
            continue
        arm = next(arm for arm in each.pattern if arm.provider.payer is Payer.PLATFORM)
        like = f", one of {extent(each)}" if each.size != 1 else ""
        yield Finding(
            message=f"`{each.witness}` on `{runtime.name}` bills the platform without being listed{like}",
            hint="give the platform's provider a pattern that no id meets, such as `^$`",
            at=Location(subject.registry_file, pattern_pointer(subject.registry, arm)),
            about=about(runtime=runtime.name, arm=arm.name, model=each.witness),
            present=billed[0].auth_env,
            expected="not served by the platform",
            actual=str(billed[0]),
            key=" ".join(each.name for each in each.pattern),
        )


CHECK = Check(
    id="platform-only-by-listing",
    title="the platform is reached by listed ids alone",
    level=Level.ERROR,
    doc=__doc__,
    run=_run,
    size=class_count,
    proof=True,
    reuse=Scope.RUNTIME,
)
