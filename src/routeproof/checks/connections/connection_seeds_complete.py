"""Every connection that the catalogue gives by itself is there, as the catalogue gives it.

For each provider that the proxy can dial there is one that the operator pays for, for each keyless provider
a local one. Every boot puts them in, and whoever fills in missing names counts on them. One that is gone,
or that is somebody's key under a canonical name, sends those entries elsewhere.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from routeproof.checks.subjects.connections import ConnectionsSubject, JudgedRow
from routeproof.harness.check import Check
from routeproof.harness.finding import Finding, Level, Location
from routeproof.model.about import about_connection

if TYPE_CHECKING:
    from routeproof.model.connection import Connection


def _run(subject: ConnectionsSubject) -> Iterator[Finding]:
    rows = {row.name: row for row in reversed(subject.rows)}
    for wanted in subject.canonical:
        row = rows.get(wanted.name)
        if row is None or _differs(row, wanted):
            says = "is missing" if row is None else "is not what the catalogue makes of it"
            yield Finding(
                message=f"the canonical connection `{wanted.name}` {says}",
                hint=f"it is of `{wanted.provider}`, with type `{wanted.auth.type}` and nothing else; "
                "what is meant otherwise needs another name",
                at=Location(subject.file, "/connections" if row is None else row.pointer),
                about=about_connection(wanted.name),
            )


def _differs(row: JudgedRow, wanted: "Connection") -> bool:
    found = row.connection
    if found is None:
        return True
    return (found.provider, found.auth, found.base_url) != (wanted.provider, wanted.auth, wanted.base_url)


CHECK = Check(
    id="connection-seeds-complete",
    title="every canonical connection is there, as the catalogue gives it",
    level=Level.ERROR,
    doc=__doc__,
    run=_run,
    size=lambda subject: len(subject.canonical),
)
