"""Every copy of the registry holds the same data, and the registry has the fingerprint that is pinned.

Where two repositories hold the registry, they have to land together: in between, one of them bills by the
old routing. Data is compared, not text, so that a comment may differ; a copy that has to be the same byte for
byte says so. What differs is told as what an id, a menu or a field means on each side.
"""

from collections.abc import Iterator
from itertools import islice
from typing import TYPE_CHECKING

from routeproof.checks.subjects.delivery import CopyState, DeliverySubject
from routeproof.checks.subjects.registry import Scope
from routeproof.harness.check import Check
from routeproof.harness.finding import Finding, Level, Location
from routeproof.markup import with_keys

if TYPE_CHECKING:
    from routeproof.compare import Difference, FieldChange, MenuChange, RouteChange

_MOST = 3
"""Changes that a message names; `routeproof diff` shows them all."""


def _run(subject: DeliverySubject) -> Iterator[Finding]:
    for state in subject.copies:
        said = _describe_fault(subject, state)
        if said is not None:
            what, hint = said
            yield Finding(
                message=f"copy `{state.declared.copy}` {what}",
                hint=hint,
                at=Location(subject.copies.file, state.declared.pointer),
                key=f"{state.declared.repo} {state.declared.copy}",
            )
    for pinned in subject.pinned:
        if pinned.fingerprint != subject.fingerprint:
            yield Finding(
                message=f"the registry has fingerprint `{subject.fingerprint}`, not the pinned one",
                hint="if the change is meant, pin what `routeproof fingerprint` prints",
                at=Location(subject.copies.file, f"{pinned.pointer}/fingerprint"),
                expected=pinned.fingerprint,
                actual=subject.fingerprint,
                key=pinned.pointer,
            )


def _describe_fault(subject: DeliverySubject, state: CopyState) -> tuple[str, str] | None:
    """What is wrong with the copy, and what to do; None when it is in sync."""
    if state.registry is None:
        return f"cannot be compared: {state.error}", "restore the copy, or correct the entry"
    if state.fingerprint != subject.fingerprint:
        from routeproof.compare import compare  # noqa: PLC0415 - only for a copy that differs

        difference = compare(state.registry, subject.registry)
        hint = "bring the copy and the registry to the same data, and land them together"
        return f"differs: {_words(difference)}", hint
    if state.declared.exact and not state.same_bytes:
        hint = "copy the file again, or drop `bytes: true` if comments may differ"
        return "holds the same data in other bytes", hint
    return None


def _words(difference: "Difference") -> str:
    if difference.equal:
        return "an order or a spelling, and nothing that an id, a menu or a field means"
    changes = [
        *map(_route, difference.routes),
        *map(_field, difference.fields),
        *map(_menu, difference.menus),
    ]
    rest = len(changes) - _MOST
    more = f"; and {rest} more" if rest > 0 else ""
    return "; ".join(islice(changes, _MOST)) + more


def _route(change: "RouteChange") -> str:
    keys = with_keys(change.auth_env)
    where = f"`{change.witness}` on `{change.runtime}`{keys}"
    return f"{where} goes to `{change.before}` there and to `{change.after}` here"


def _field(change: "FieldChange") -> str:
    there, here = (f"`{side}`" if side is not None else "nothing" for side in (change.before, change.after))
    return f"`{change.field}` of `{change.of}` is {there} there and {here} here"


def _menu(change: "MenuChange") -> str:
    parts = [f"lacks `{model}`" for model in change.added] + [
        f"has `{model}` too" for model in change.removed
    ]
    return f"the menu of `{change.runtime}` there {' and '.join(parts[:_MOST]) or 'has another order'}"


CHECK = Check(
    id="copies-in-sync",
    title="every copy of the registry holds the same data",
    level=Level.ERROR,
    doc=__doc__,
    run=_run,
    size=lambda subject: len(subject.copies) + len(subject.pinned),
    reuse=Scope.ANY_CHANGE,
)
