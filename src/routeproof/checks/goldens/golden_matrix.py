"""The routing matrix equals the committed golden, provider and payer of every cell.

A matrix that takes its expectation from the registry stays green when an id moves to the platform's arm.
The golden file remembers where each id went and who paid; its diff is what a reviewer reads. A change that
is meant is accepted by `routeproof matrix --write`.
"""

from collections.abc import Iterator

from routeproof.checks.subjects.goldens import GoldensSubject
from routeproof.errors import pointer
from routeproof.harness.check import Check
from routeproof.harness.finding import Finding, Level, Location
from routeproof.matrix import Change, compare
from routeproof.matrix.golden import outcome
from routeproof.model.about import about

_ACCEPT = "if this is meant, run `routeproof matrix --write` and commit the diff"


def _run(subject: GoldensSubject) -> Iterator[Finding]:
    if subject.routing.rows is None:
        yield Finding(
            message=subject.routing.error or "there is no golden matrix",
            hint="write one with `routeproof matrix --write` and review it",
            at=Location(subject.routing.file),
        )
        return
    for change in compare(subject.routing.rows, subject.cells):
        yield _finding(subject, change)


def _finding(subject: GoldensSubject, change: Change) -> Finding:
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


def _nearest(subject: GoldensSubject, runtime: str, arm: str) -> str:
    """Where a lost cell would stand: its arm, else its runtime, else the list of those."""
    known = subject.registry.runtimes.get(runtime)
    if known is None:
        return pointer("runtimes")
    names = [each.name for each in known.arms]
    return pointer("runtimes", runtime, "providers", *([names.index(arm)] if arm in names else []))


CHECK = Check(
    id="golden-matrix",
    title="the routing matrix equals the committed golden",
    level=Level.ERROR,
    doc=__doc__,
    run=_run,
    size=lambda subject: sum(cell.model is not None for cell in subject.cells),
)
