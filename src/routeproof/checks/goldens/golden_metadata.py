"""What the registry says of every provider and runtime equals the committed golden.

Payer, accepted credentials, endpoints, protocol and the rest do not show in where an id goes, yet money and
keys hang on them: a provider that accepts one more credential receives somebody's key. The golden holds one
fact a line, so that its diff says what changed in words. A pattern may be rewritten as long as it finds the
same ids, proved for all of them. A change that is meant is accepted by `routeproof matrix --write`.
"""

from collections.abc import Iterator

from routeproof.checks.subjects.goldens import GoldensSubject
from routeproof.errors import InputError, pointer
from routeproof.harness.check import Check
from routeproof.harness.finding import Finding, Level, Location
from routeproof.matrix.metadata import PATTERN, FactChange, compare_facts, facts_of
from routeproof.model.about import about
from routeproof.prove import compare_patterns

_ACCEPT = "if this is meant, run `routeproof matrix --write` and commit the diff"


_LONG = 6
"""The longest list that is shown whole."""


def _run(subject: GoldensSubject) -> Iterator[Finding]:
    if subject.metadata.lines is None:
        yield Finding(
            message=subject.metadata.error or "there is no golden of the metadata",
            hint="write one with `routeproof matrix --write` and review it",
            at=Location(subject.metadata.file),
        )
        return
    for change in compare_facts(subject.metadata.lines, facts_of(subject.registry)):
        if not _rewritten(change):
            yield _finding(subject, change)


def _rewritten(change: FactChange) -> bool:
    """Whether the change is a pattern that finds the same ids in other words."""
    if change.field != PATTERN or len(change.was) != 1 or len(change.now) != 1:
        return False
    try:
        return compare_patterns(change.was[0], change.now[0]) == (None, None)
    except InputError:
        return False  # the golden may hold anything; a pattern that cannot be read is not the same


def _finding(subject: GoldensSubject, change: FactChange) -> Finding:
    of_runtime = change.what == "runtime"
    return Finding(
        message=_message(change),
        hint=_ACCEPT,
        at=Location(subject.registry_file, change.pointer or _nearest(subject, change)),
        about=about(runtime=change.name if of_runtime else None, arm=None if of_runtime else change.name),
        expected=", ".join(change.was) or "absent",
        actual=", ".join(change.now) or "absent",
        key=change.field,
    )


def _message(change: FactChange) -> str:
    was, now = (", ".join(side) for side in (change.was, change.now))
    what = f"`{change.field}` of {change.what} `{change.name}`"
    if not was:
        return f"new {what}: `{now}`, not in the golden"
    if not now:
        return f"lost {what}: the golden has `{was}`"
    if max(len(change.was), len(change.now)) <= _LONG:
        return f"changed {what}: was `{was}`, is `{now}`"
    lost = ", ".join(value for value in change.was if value not in change.now)
    gained = ", ".join(value for value in change.now if value not in change.was)
    parts = [f"lost `{lost}`" if lost else "", f"gained `{gained}`" if gained else ""]
    return f"changed {what}: {' and '.join(filter(None, parts)) or 'another order'}"


def _nearest(subject: GoldensSubject, change: FactChange) -> str:
    """Where a lost fact would stand: its provider or runtime, else the list of them."""
    if change.what == "runtime":
        known = change.name in subject.registry.runtimes
        return pointer("runtimes", change.name) if known else pointer("runtimes")
    names = [provider.name for provider in subject.registry.providers]
    return pointer("providers", names.index(change.name)) if change.name in names else pointer("providers")


CHECK = Check(
    id="golden-metadata",
    title="the metadata of providers and runtimes equals the committed golden",
    level=Level.ERROR,
    doc=__doc__,
    run=_run,
    size=lambda subject: len(subject.registry.providers) + len(subject.registry.runtimes),
)
