"""The key of a connection reaches its provider's client under a name that the client reads.

A reference names a service and a field, and so the variable that carries the secret. Where the provider reads
its key from other variables only, the key is another vendor's, or the provider never sees it.
"""

from collections.abc import Iterator

from routeproof.checks.subjects.connections import ConnectionsSubject, JudgedRow, row_at
from routeproof.harness.check import Check
from routeproof.harness.finding import Finding, Level
from routeproof.model.about import about_connection


def _delivered(subject: ConnectionsSubject) -> Iterator[tuple[JudgedRow, str, tuple[str, ...]]]:
    """Every row whose owner brings a key, with the variable that carries it and those that are read."""
    for row in subject.rows:
        entry = subject.catalogue.get(row.provider)
        if row.delivered is not None and entry is not None and entry.auth_env:
            yield row, row.delivered, entry.auth_env


def _run(subject: ConnectionsSubject) -> Iterator[Finding]:
    for row, name, accepted in _delivered(subject):
        if name not in accepted:
            yield Finding(
                message=f"the key of `{row.name}` is delivered as `{name}`, which `{row.provider}` "
                "does not read",
                hint=f"name the service `{row.provider}` or one that begins with `{row.provider}-`, or write "
                f"`credential/env/{accepted[0]}`",
                at=row_at(subject, row, "auth", "credential"),
                about=about_connection(row.name),
                expected=", ".join(accepted),
                actual=name,
            )


CHECK = Check(
    id="connection-credential-accepted",
    title="a connection's key is delivered under a name that its provider reads",
    level=Level.ERROR,
    doc=__doc__,
    run=_run,
    size=lambda subject: sum(1 for _ in _delivered(subject)),
)
