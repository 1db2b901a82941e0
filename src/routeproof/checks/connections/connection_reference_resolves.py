"""Whatever names a connection names one that is there to be seen.

A connection that was deleted or renamed, or whose row is corrupt, leaves its name behind: in a profile, at
a call site, in a part of the configuration that nobody thinks of. Each such place gets a miss.
"""

from collections.abc import Iterator

from routeproof.checks.subjects.connections import ConnectionsSubject
from routeproof.harness.check import Check
from routeproof.harness.finding import Finding, Level, Location
from routeproof.markup import nearest
from routeproof.model.about import about_connection


def _run(subject: ConnectionsSubject) -> Iterator[Finding]:
    rows = {row.name: row for row in reversed(subject.rows)}
    seen = [row.name for row in subject.rows if row.connection is not None]
    for at, name in subject.references:
        row = rows.get(name)
        if row is not None and row.connection is not None:
            continue
        message, hint = _absent(name, seen) if row is None else _UNREADABLE
        yield Finding(
            message=message.format(name=name),
            hint=hint,
            at=Location(subject.config_file, at),
            related=() if row is None else (Location(subject.file, row.pointer, f"the row `{name}`"),),
            about=about_connection(name, at.rpartition("/")[0]),
        )


_UNREADABLE = (
    "`{name}` is named here, and its row is one that nobody can read",
    "correct the row: what is wrong with it is a finding of its own",
)


def _absent(name: str, seen: list[str]) -> tuple[str, str]:
    near = nearest(name, seen)
    hint = f"did you mean `{near}`?" if near is not None else "add the connection, or name another"
    return "`{name}` is named here, and there is no such connection", hint


CHECK = Check(
    id="connection-reference-resolves",
    title="whatever names a connection names one that is there",
    level=Level.ERROR,
    doc=__doc__,
    run=_run,
    size=lambda subject: len(subject.references),
)
