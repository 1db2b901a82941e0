"""The patterns of one runtime find disjoint sets of ids.

An id that two patterns find is ambiguous: an error without a key, one provider with one key, the other with
another. The proof gives the shortest id of every pair that overlaps, listed ids included, since a list can
shrink.
"""

from collections.abc import Iterator
from itertools import combinations

from routeproof.checks.classes import classes
from routeproof.checks.subjects.registry import RegistrySubject, Scope
from routeproof.harness.check import Check
from routeproof.harness.finding import Finding, Level, Location
from routeproof.model.about import about
from routeproof.model.pointer import pattern_pointer
from routeproof.model.registry import Arm, Runtime
from routeproof.prove import RouteClass, extent


def _run(subject: RegistrySubject) -> Iterator[Finding]:
    seen: dict[tuple[str, str, str], tuple[Runtime, RouteClass, Arm, Arm]] = {}
    for runtime, each in classes(subject):
        for first, second in combinations(each.pattern, 2):
            key = (runtime.name, first.name, second.name)
            known = seen.get(key)
            if known is None or (len(each.witness), each.witness) < (len(known[1].witness), known[1].witness):
                seen[key] = (runtime, each, first, second)
    for runtime, each, first, second in seen.values():
        yield Finding(
            message=f"`{each.witness}` on `{runtime.name}` is found by the patterns of "
            f"`{first.name}` and `{second.name}`",
            hint=f"narrow one of the two; {extent(each)} in that overlap",
            at=Location(subject.registry_file, pattern_pointer(subject.registry, second)),
            about=about(runtime=runtime.name, arm=second.name, model=each.witness),
            expected="found by one pattern",
            actual=f"found by {first.name} and {second.name}",
            key=first.name,
        )


CHECK = Check(
    id="patterns-disjoint",
    title="the patterns of one runtime are disjoint",
    level=Level.ERROR,
    doc=__doc__,
    run=_run,
    size=lambda subject: sum(
        len(runtime.arms) * (len(runtime.arms) - 1) // 2 for runtime in subject.runtimes()
    ),
    proof=True,
    reuse=Scope.RUNTIME,
)
