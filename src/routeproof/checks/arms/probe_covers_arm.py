"""Every name-only arm has a probe, and the probe goes to that arm.

A name-only arm lists nothing, so nothing shows whether it still serves anybody. Its probe is one id that
must derive to it, with no credential present, and register.
"""

from collections.abc import Iterator

from routeproof.checks.subjects.registry import RegistrySubject
from routeproof.harness.check import Check
from routeproof.harness.finding import Finding, Level, Location
from routeproof.matrix import Cell, Kind
from routeproof.model.about import about


def _run(subject: RegistrySubject) -> Iterator[Finding]:
    for cell in subject.cells:
        wrong = cell.provider != cell.arm or not cell.registered
        if cell.kind is Kind.NAME_ONLY and wrong:
            yield _finding(subject, cell)


def _finding(subject: RegistrySubject, cell: Cell) -> Finding:
    if cell.model is None:
        message = f"name-only arm `{cell.arm}` on `{cell.runtime}` has no probe"
        hint = f"add one id that `{cell.arm}` serves to `{subject.probes.file}`"
    else:
        message = f"probe `{cell.model}` of `{cell.arm}` on `{cell.runtime}` goes to `{cell.outcome}`"
        hint = "the arm is shadowed, or its pattern changed: see `routeproof derive`"
    return Finding(
        message=message,
        hint=hint,
        at=Location(subject.registry_file, cell.pointer),
        about=about(runtime=cell.runtime, arm=cell.arm, model=cell.model),
        expected=cell.arm,
        actual=cell.outcome,
    )


CHECK = Check(
    id="probe-covers-arm",
    title="every name-only arm has a probe that reaches it",
    level=Level.ERROR,
    doc=__doc__,
    run=_run,
    size=lambda subject: sum(cell.kind is Kind.NAME_ONLY for cell in subject.cells),
)
