"""Who an entry says will pay is who pays.

`payer` in an entry is what its owner means. Its connection decides who is billed; without a connection the
mode does. Where the two differ, the dispatcher refuses, or another pays than the one who was asked.
"""

from collections.abc import Iterator

from routeproof.checks.subjects.connections import (
    ConnectionsSubject,
    JudgedEntry,
    entry_at,
    related_row,
)
from routeproof.harness.check import Check
from routeproof.harness.finding import Finding, Level
from routeproof.model.about import about_connection
from routeproof.model.registry import Payer


def _declared(subject: ConnectionsSubject) -> Iterator[tuple[JudgedEntry, str, Payer]]:
    """Every entry that declares a payer and whose route has one, with both."""
    for each in subject.entries:
        if each.entry.payer is not None and each.payer is not None:
            yield each, each.entry.payer, each.payer


def _run(subject: ConnectionsSubject) -> Iterator[Finding]:
    for each, declared, payer in _declared(subject):
        if declared != payer:
            through = (
                f"`{each.entry.connection}`" if each.row is not None else "the mode of the configuration"
            )
            yield Finding(
                message=f"the entry declares `{declared}`, and through {through} `{payer}` pays",
                hint="name a connection of the declared payer, or declare who pays",
                at=entry_at(subject, each.entry, "payer"),
                related=related_row(subject, each.row, "auth"),
                about=about_connection(each.entry.connection, each.entry.pointer),
                expected=declared,
                actual=payer,
            )


CHECK = Check(
    id="entry-payer-agrees",
    title="who an entry says will pay is who pays",
    level=Level.ERROR,
    doc=__doc__,
    run=_run,
    size=lambda subject: sum(1 for _ in _declared(subject)),
    waivable=False,
    lowerable=False,
)
