"""The files of `checks/` hold as many entries as the committed golden says.

A pin, an invariant or a whole file of them that is deleted leaves a gate that is green and judges less. The
golden counts the entries of every list, one a line, so that its diff shows a reviewer what the workspace is
no longer held to, or newly excuses; that the policy itself is gone shows here as well. A change that is meant
is accepted by `routeproof matrix --write`.
"""

from collections.abc import Iterator

from routeproof.checks.subjects.goldens import GoldensSubject
from routeproof.harness.check import Check
from routeproof.harness.finding import Finding, Level, Location
from routeproof.matrix.guards import GuardChange, compare_guards

_ACCEPT = "if this is meant, run `routeproof matrix --write` and commit the diff"


def _run(subject: GoldensSubject) -> Iterator[Finding]:
    if subject.guards.lines is None:
        yield Finding(
            message=subject.guards.error or "there is no golden of the guards",
            hint="write one with `routeproof matrix --write` and review it",
            at=Location(subject.guards.file),
        )
        return
    for change in compare_guards(subject.guards.lines, subject.counted):
        yield Finding(
            message=_message(change),
            hint=_ACCEPT if change.now is not None else f"restore it; {_ACCEPT}",
            at=Location(subject.guards.file),
            expected=_count(change.was),
            actual=_count(change.now),
            key=f"{change.file}{change.pointer}",
        )


def _message(change: GuardChange) -> str:
    if change.now is None:
        return f"`{change.file}` is gone: the golden has {_count(change.was)}"
    if change.was is None:
        return f"new file `{change.file}`: {_count(change.now)}, not in the golden"
    name = change.pointer.removeprefix("/")
    return f"changed `{name}` of `{change.file}`: was {_count(change.was)}, is {_count(change.now)}"


def _count(entries: int | None) -> str:
    if entries is None:
        return "no such file"
    return f"{entries} {'entry' if entries == 1 else 'entries'}"


CHECK = Check(
    id="golden-guards",
    title="the files of `checks/` hold as many entries as the committed golden says",
    level=Level.ERROR,
    doc=__doc__,
    waivable=False,
    run=_run,
    size=lambda subject: max(1, len(subject.counted)),
)
