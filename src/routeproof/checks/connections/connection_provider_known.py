"""Every connection is of a provider that the catalogue and the registry know.

A row of an unknown provider is seen by nobody: whoever names it gets a miss. A provider of the catalogue
that the registry lacks, or calls otherwise, is judged by nothing that is said of the registry. A provider
without a key need not be there. What the operator pays for is never the provider of a connection.
"""

from collections.abc import Iterator

from routeproof.checks.subjects.connections import (
    ConnectionsSubject,
    JudgedRow,
    count_rows,
    registered,
    registry_name,
    row_at,
)
from routeproof.harness.check import Check
from routeproof.harness.finding import Finding, Level
from routeproof.markup import nearest
from routeproof.model.about import about_connection


def _run(subject: ConnectionsSubject) -> Iterator[Finding]:
    for row in subject.rows:
        wrong = _wrong(subject, row)
        if wrong is not None:
            yield Finding(
                message=wrong[0],
                hint=wrong[1],
                at=row_at(subject, row, "provider"),
                about=about_connection(row.name),
            )


def _wrong(subject: ConnectionsSubject, row: JudgedRow) -> tuple[str, str] | None:
    """Message and hint of what is wrong with the provider of a row."""
    entry = subject.catalogue.get(row.provider)
    if subject.catalogue.is_operator(row.provider):
        message = f"`{row.name}` is of `{row.provider}`, which the operator pays for"
        return message, "name the provider behind it, with type `platform`"
    if entry is None:
        near = nearest(row.provider, subject.catalogue.names)
        hint = (
            f"did you mean `{near}`?"
            if near is not None
            else "add it to the catalogue, or drop the connection"
        )
        return f"`{row.name}` is of `{row.provider}`, which the catalogue lacks", hint
    if entry.keyless or subject.registry is None or registered(subject, row.provider) is not None:
        return None
    name = registry_name(entry)
    near = nearest(name, [each.name for each in subject.registry.providers])
    hint = f"did you mean `{near}`?" if near is not None else "correct `registry` in the catalogue"
    return f"`{row.name}` is of `{row.provider}`, and the registry has no provider `{name}`", hint


CHECK = Check(
    id="connection-provider-known",
    title="every connection is of a provider that catalogue and registry know",
    level=Level.ERROR,
    doc=__doc__,
    run=_run,
    size=count_rows,
)
