"""Every entry that names a provider names a connection.

Without one, the mode of the deployment and whatever key happens to be present decide who pays. A backfill
names the connection that each entry has had so far.
"""

from collections.abc import Iterator

from routeproof.checks.subjects.connections import ConnectionsSubject, count_entries, entry_at
from routeproof.harness.check import Check
from routeproof.harness.finding import Finding, Level
from routeproof.model.about import about_connection


def _run(subject: ConnectionsSubject) -> Iterator[Finding]:
    for each in subject.entries:
        if each.entry.connection is None:
            yield Finding(
                message=f"the entry names `{each.entry.provider}` and no connection",
                hint="`routeproof connections backfill` names the one that it has had so far",
                at=entry_at(subject, each.entry),
                about=about_connection(entry=each.entry.pointer),
            )


CHECK = Check(
    id="entry-has-connection",
    title="every entry that names a provider names a connection",
    level=Level.WARNING,
    doc=__doc__,
    run=_run,
    size=count_entries,
)
