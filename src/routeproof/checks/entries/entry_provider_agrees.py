"""An entry and the connection that it names are of one provider.

Whoever wrote the entry meant one provider, and whoever made the connection another: served as it stands, the
request goes to a vendor that the entry does not name, with that vendor's key.
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


def _both(subject: ConnectionsSubject) -> Iterator[tuple[JudgedEntry, str, str]]:
    """Every entry that says a provider itself and has a row to agree with, with what both say."""
    for each in subject.entries:
        if each.entry.provider is not None and each.connection is not None:
            yield each, each.entry.provider, each.connection.provider


def _run(subject: ConnectionsSubject) -> Iterator[Finding]:
    for each, said, provider in _both(subject):
        if said != provider:
            yield Finding(
                message=f"the entry is of `{said}`, and its connection `{each.entry.connection}` "
                f"of `{provider}`",
                hint="correct the provider, or name a connection of it",
                at=entry_at(subject, each.entry, "provider"),
                related=related_row(subject, each.row, "provider"),
                about=about_connection(each.entry.connection, each.entry.pointer),
                expected=provider,
                actual=said,
            )


CHECK = Check(
    id="entry-provider-agrees",
    title="an entry and its connection are of one provider",
    level=Level.ERROR,
    doc=__doc__,
    run=_run,
    size=lambda subject: sum(1 for _ in _both(subject)),
)
