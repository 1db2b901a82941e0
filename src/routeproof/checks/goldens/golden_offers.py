"""What templates offer equals the committed golden: the id, the key it asks for, its label, who pays.

A template that asks for another key, or none, sends a customer to a form that cannot work; a waiver for one
wrong key would hide the next. The golden remembers what was accepted, one offered id a line, and a change
that is meant is accepted by `routeproof matrix --write`.
"""

from collections.abc import Iterator

from routeproof.checks.subjects.goldens import GoldensSubject
from routeproof.checks.subjects.registry import Scope
from routeproof.harness.check import Check
from routeproof.harness.finding import Finding, Level, Location
from routeproof.manifest.table import Line
from routeproof.matrix.offered import OfferChange, compare, offers_of
from routeproof.model.about import about

_DEFAULTS = {"yes": "the default", "beside": "the default beside the list"}
_ACCEPT = "if this is meant, run `routeproof matrix --write` and commit the diff"


def _run(subject: GoldensSubject) -> Iterator[Finding]:
    if subject.offered.lines is None and subject.offers:
        yield Finding(
            message=subject.offered.error or "there is no golden of what templates offer",
            hint="write one with `routeproof matrix --write` and review it",
            at=Location(subject.offered.file),
        )
        return
    for change in compare(subject.offered.lines or (), offers_of(subject.registry, subject.offers)):
        yield _finding(subject, change)


def _finding(subject: GoldensSubject, change: OfferChange) -> Finding:
    was, now = _shown(change.was), _shown(change.now)
    offered = f"`{change.model}` of `{change.runtime}`"
    if change.was is None:
        message = f"newly offered {offered}: {now}"
    elif change.now is None:
        message = f"no longer offered {offered}: it was {was}"
    else:
        message = f"changed offer {offered}: was {was}, is {now}"
    return Finding(
        message=message,
        hint=_ACCEPT,
        at=Location(change.document or subject.offered.file, change.pointer),
        about=about(runtime=change.runtime, model=change.model),
        expected=was or "not offered",
        actual=now or "not offered",
    )


def _shown(line: Line | None) -> str:
    """A line of the golden in words."""
    if line is None:
        return ""
    _, _, default, label, asks_for, provider, payer = line
    parts = (
        _DEFAULTS.get(default, ""),
        f"labelled `{label}`" if label else "",
        f"asking for `{asks_for}`" if asks_for else "asking for no key",
        f"served by `{provider}`, paid by `{payer}`" if payer else f"going nowhere `{provider}`",
    )
    return ", ".join(part for part in parts if part)


CHECK = Check(
    id="golden-offers",
    title="what templates offer equals the committed golden",
    level=Level.ERROR,
    doc=__doc__,
    run=_run,
    size=lambda subject: sum(len(offered.models) for offered in subject.offers),
    reuse=Scope.ROUTES,
)
