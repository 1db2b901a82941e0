"""Every connection that somebody made is named somewhere.

A connection that nothing names is left over: its key stays in the vault, and the next one who looks for a
connection finds it. Those that the catalogue gives are there for whoever needs them.
"""

from collections.abc import Iterator

from routeproof.checks.subjects.connections import ConnectionsSubject, JudgedRow, row_at
from routeproof.harness.check import Check
from routeproof.harness.finding import Finding, Level
from routeproof.model.about import about_connection


def _made(subject: ConnectionsSubject) -> Iterator[JudgedRow]:
    """The rows that the catalogue does not give by itself."""
    given = {each.name for each in subject.canonical}
    return (row for row in subject.rows if row.name not in given)


def _run(subject: ConnectionsSubject) -> Iterator[Finding]:
    named = {name for _, name in subject.references}
    for row in _made(subject):
        if row.name not in named:
            yield Finding(
                message=f"nothing names the connection `{row.name}`",
                hint="delete it, or name it where it is meant to serve",
                at=row_at(subject, row),
                about=about_connection(row.name),
            )


CHECK = Check(
    id="connection-used",
    title="every connection that somebody made is named somewhere",
    level=Level.NOTE,
    doc=__doc__,
    run=_run,
    size=lambda subject: sum(1 for _ in _made(subject)),
)
