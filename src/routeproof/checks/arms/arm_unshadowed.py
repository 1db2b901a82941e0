"""An arm serves every id that it claims, for some set of credentials.

Where another arm takes part of what a pattern claims, that part is shown exactly: its shortest id, and how
many ids it holds. It is often meant (a listed id overrules a pattern), so it is a note.
"""

from collections.abc import Iterator

from routeproof.checks.classes import classes, quote_names
from routeproof.checks.subjects.registry import RegistrySubject, Scope
from routeproof.harness.check import Check
from routeproof.harness.finding import Finding, Level, Location
from routeproof.model.about import about
from routeproof.model.pointer import arm_pointer
from routeproof.prove import extent, routes


def _run(subject: RegistrySubject) -> Iterator[Finding]:
    for runtime, each in classes(subject):
        takers = {route.decision.arm.name: route for route in routes(each) if route.decision.arm}
        for arm in dict.fromkeys((*each.exact, *each.pattern)):
            if takers and arm.name not in takers:
                yield Finding(
                    message=f"`{each.witness}` on `{runtime.name}` is claimed by `{arm.name}` "
                    f"and served by {quote_names(takers)}",
                    hint=f"narrow the pattern where this is not meant: {extent(each)} of that kind",
                    at=Location(subject.registry_file, arm_pointer(runtime, arm)),
                    about=about(runtime=runtime.name, arm=arm.name, model=each.witness),
                    expected=arm.name,
                    actual=" and ".join(takers),
                )


CHECK = Check(
    id="arm-unshadowed",
    title="no other arm takes what an arm claims",
    level=Level.NOTE,
    doc=__doc__,
    run=_run,
    size=lambda subject: sum(1 for _ in subject.arms()),
    proof=True,
    reuse=Scope.RUNTIME,
)
