"""Every listed id derives, with no credential present, to the first arm that lists it.

Two arms of one runtime may list the same id (an API key and a subscription, say): the first declared is
the default. Any other answer means that the menu promises one provider and the traffic goes to another.
"""

from collections.abc import Iterator

from routeproof.checks.subjects.registry import RegistrySubject
from routeproof.harness.check import Check
from routeproof.harness.finding import Finding, Level, Location
from routeproof.matrix import Kind
from routeproof.model.about import about


def _run(subject: RegistrySubject) -> Iterator[Finding]:
    for cell in subject.cells:
        if cell.kind is not Kind.LISTED or cell.model is None:
            continue
        first = subject.registry.runtimes[cell.runtime].listers[cell.model][0].name
        if cell.provider != first:
            yield Finding(
                message=f"`{cell.model}`, listed by `{first}` on `{cell.runtime}`, goes to `{cell.outcome}`",
                hint="remove the outer white space: an entry that is empty or padded can never match",
                at=Location(subject.registry_file, cell.pointer),
                about=about(runtime=cell.runtime, arm=cell.arm, model=cell.model),
                expected=first,
                actual=cell.outcome,
            )


CHECK = Check(
    id="listed-id-routes-to-its-arm",
    title="every listed id derives to its first lister",
    level=Level.ERROR,
    doc=__doc__,
    run=_run,
    size=lambda subject: sum(cell.kind is Kind.LISTED for cell in subject.cells),
)
