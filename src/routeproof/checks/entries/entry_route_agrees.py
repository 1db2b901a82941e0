"""An entry goes where the registry sends its model, and the same one pays.

An entry that says its runtime and its model has two answers to one question: the registry's, and that of
its connection. An id of the operator's arm needs a connection that the operator pays for, of the provider
that the proxy dials for it; any other id needs one of the provider that serves it, paid by its owner.
"""

from collections.abc import Iterator
from typing import NamedTuple

from routeproof.checks.subjects.connections import (
    ConnectionsSubject,
    JudgedEntry,
    entry_at,
    registry_name,
    related_row,
)
from routeproof.harness.check import Check
from routeproof.harness.finding import Finding, Level
from routeproof.markup import with_keys
from routeproof.model.about import about_connection
from routeproof.model.destination import Destination
from routeproof.model.registry import Payer, Registry
from routeproof.resolve import derive, upstream


class _Routed(NamedTuple):
    """An entry that names runtime and model, with the provider that the registry knows it by."""

    judged: JudgedEntry
    runtime: str
    model: str
    provider: str


def _routed(subject: ConnectionsSubject) -> Iterator[_Routed]:
    for each in subject.entries:
        known = subject.catalogue.get(each.provider or "")
        if each.runtime is not None and each.model is not None and known is not None:
            yield _Routed(each, each.runtime, each.model, registry_name(known))


def _run(subject: ConnectionsSubject) -> Iterator[Finding]:
    if subject.registry is None:
        return
    for routed in _routed(subject):
        present = _present(subject.registry, routed.judged)
        goes = derive(subject.registry, routed.runtime, routed.model, present)
        wrong = _wrong(subject.registry, routed, goes)
        if wrong is not None:
            entry = routed.judged.entry
            yield Finding(
                message=f"`{routed.model}` on `{routed.runtime}`{with_keys(present)} {wrong}",
                hint="correct the model, or name the connection that the registry asks for",
                at=entry_at(subject, entry, "model"),
                related=related_row(subject, routed.judged.row),
                about=about_connection(entry.connection, entry.pointer),
                present=present,
                expected=str(goes),
                actual=f"{routed.provider} ({routed.judged.payer})",
            )


def _present(registry: Registry, judged: JudgedEntry) -> tuple[str, ...]:
    """The names of the credentials that the entry brings along."""
    if judged.payer is Payer.PLATFORM:
        return tuple(name for operator in registry.operators for name in operator.auth_env[:1])
    delivered = judged.row.delivered if judged.row is not None else None
    return () if delivered is None else (delivered,)


def _wrong(registry: Registry, routed: _Routed, goes: Destination) -> str | None:
    """How the registry's answer differs from the connection's."""
    payer = routed.judged.payer
    if goes.error is not None:
        return f"goes nowhere: `{goes.error}`"
    if goes.payer is not Payer.PLATFORM:
        if goes.provider != routed.provider:
            return f"goes to `{goes.provider}`, and the entry to `{routed.provider}`"
        return "is its owner's, and the operator pays for the entry" if payer is Payer.PLATFORM else None
    if payer is not None and payer is not Payer.PLATFORM:
        return f"is the operator's, and `{payer}` pays for the entry"
    found = upstream(registry, routed.model)
    if found.provider != routed.provider:
        dials = f"`{found.provider}`" if found.provider is not None else "nobody"
        return f"is the operator's, whose proxy dials {dials} for it, and the entry is of `{routed.provider}`"
    return None


CHECK = Check(
    id="entry-route-agrees",
    title="an entry goes where the registry sends its model, and the same one pays",
    level=Level.ERROR,
    doc=__doc__,
    run=_run,
    size=lambda subject: sum(1 for _ in _routed(subject)) if subject.registry is not None else 0,
)
