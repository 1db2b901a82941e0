"""The name of a connection is not taken for something else.

A connection that is called like a provider is read as the provider, in a log and in a configuration; two
names that differ in case alone are read as one. Names compare exactly, so one of the two is a miss.
"""

from collections.abc import Iterator

from routeproof.checks.subjects.connections import (
    ConnectionsSubject,
    JudgedRow,
    count_rows,
    related_row,
    row_at,
)
from routeproof.harness.check import Check
from routeproof.harness.finding import Finding, Level, Location
from routeproof.model.about import about_connection


def _run(subject: ConnectionsSubject) -> Iterator[Finding]:
    catalogue = subject.catalogue
    providers = {name.casefold(): name for name in (*catalogue.operators, *catalogue.names)}
    first: dict[str, JudgedRow] = {}
    for row in subject.rows:
        folded = row.name.casefold()
        if folded in providers:
            yield _finding(subject, row, f"is called like the provider `{providers[folded]}`")
        other = first.setdefault(folded, row)
        if other is not row:
            said = f"differs from `{other.name}` in case alone"
            yield _finding(subject, row, said, related_row(subject, other, "name"))


def _finding(
    subject: ConnectionsSubject, row: JudgedRow, said: str, related: tuple[Location, ...] = ()
) -> Finding:
    return Finding(
        message=f"the connection `{row.name}` {said}",
        hint="give it a name that says whose it is",
        at=row_at(subject, row, "name"),
        related=related,
        about=about_connection(row.name),
        key="case" if related else "provider",
    )


CHECK = Check(
    id="connection-name-clear",
    title="the name of a connection is not taken for something else",
    level=Level.WARNING,
    doc=__doc__,
    run=_run,
    size=count_rows,
)
