"""Every listed id may be selected: the registration gate accepts it as a user would type it.

The menu shows the id; a workspace is created with the id as it reaches the gate, without outer white space.
An entry that the gate then refuses is a menu item that fails at creation.
"""

from collections.abc import Iterator

from routeproof.checks.subjects.registry import RegistrySubject
from routeproof.harness.check import Check
from routeproof.harness.finding import Finding, Level, Location
from routeproof.match import trim
from routeproof.matrix import Kind
from routeproof.model.about import about
from routeproof.resolve import register


def _run(subject: RegistrySubject) -> Iterator[Finding]:
    for cell in subject.cells:
        if cell.kind is not Kind.LISTED or cell.model is None:
            continue
        typed = trim(cell.model)
        gate = register(subject.registry, cell.runtime, typed)
        if not typed or not gate.allowed:
            yield Finding(
                message=f"listed id `{cell.model}` of `{cell.arm}` on `{cell.runtime}` cannot be selected",
                hint="write the id without outer white space, or remove the entry",
                at=Location(subject.registry_file, cell.pointer),
                about=about(runtime=cell.runtime, arm=cell.arm, model=cell.model),
                expected="registered",
                actual="refused",
            )


CHECK = Check(
    id="listed-id-registers",
    title="every listed id may be selected",
    level=Level.ERROR,
    doc=__doc__,
    run=_run,
    size=lambda subject: sum(cell.kind is Kind.LISTED for cell in subject.cells),
)
