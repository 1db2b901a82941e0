"""The routing matrix equals the committed golden, provider and payer of every cell.

A matrix that takes its expectation from the registry stays green when an id moves to the platform's arm.
The golden file remembers where each id went and who paid; its diff is what a reviewer reads. A change that
is meant is accepted by `routeproof matrix --write`.
"""

from collections.abc import Iterator

from routeproof.checks.subjects.registry import Subject
from routeproof.errors import pointer
from routeproof.harness.check import Check
from routeproof.harness.finding import Finding, Level, Location
from routeproof.matrix import Change, compare
from routeproof.matrix.golden import outcome
from routeproof.model.about import about

_ACCEPT = "if this is meant, run `routeproof matrix --write` and commit the diff"


def _run(subject: Subject) -> Iterator[Finding]:
    if subject.golden is None:
        yield Finding(
            message=subject.golden_error or "there is no golden matrix",
            hint="write one with `routeproof matrix --write` and review it",
            at=Location(subject.golden_file),
        )
        return
    for change in compare(subject.golden, subject.cells):
        yield _finding(subject, change)


def _finding(subject: Subject, change: Change) -> Finding:
    runtime, arm, _, model = change.key
    was = change.was.outcome if change.was else None
    now = outcome(change.now) if change.now else None
    what = f"`{model}` on the `{arm}` arm of `{runtime}`" if model else f"the `{arm}` arm of `{runtime}`"
    if was is None:
        message = f"new cell {what}: `{now}`, not in the golden matrix"
    elif now is None:
        message = f"lost cell {what}: the golden matrix has `{was}`"
    else:
        message = f"changed cell {what}: was `{was}`, is `{now}`"
    return Finding(
        message=message,
        hint=_ACCEPT,
        at=Location(
            subject.registry_file, change.now.pointer if change.now else _nearest(subject, runtime, arm)
        ),
        about=about(runtime=runtime, arm=arm, model=model),
        expected=was or "no such cell",
        actual=now or "no such cell",
    )


def _nearest(subject: Subject, runtime: str, arm: str) -> str:
    """Where a lost cell would stand: its arm, else its runtime, else the list of those."""
    for name, place, each in subject.arms():
        if (name, each.name) == (runtime, arm):
            return pointer("runtimes", runtime, "providers", place)
    known = runtime in subject.registry.runtimes
    return pointer("runtimes", runtime, "providers") if known else pointer("runtimes")


CHECK = Check(
    id="golden-matrix",
    title="the routing matrix equals the committed golden",
    level=Level.ERROR,
    doc=__doc__,
    run=_run,
    size=lambda subject: sum(cell.model is not None for cell in subject.cells),
)
