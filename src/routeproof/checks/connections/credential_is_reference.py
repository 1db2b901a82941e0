"""A credential is the name of a secret: never a secret, and never the operator's.

A key that was typed where its name belongs is in the file, in its history and in every copy of both. A
reference to the operator's secret makes the operator pay for a connection that counts as its owner's. What
stands there is in no message and in no report.
"""

from collections.abc import Iterator

from routeproof.checks.subjects.connections import ConnectionsSubject, row_at
from routeproof.harness.check import Check
from routeproof.harness.finding import Finding, Level
from routeproof.model.about import about_connection

_FAULTS = {
    "looks_like_a_key": (
        "the credential of `{name}` looks like a key, not like the name of one",
        "revoke the key, put the new one into the vault, and write `credential/SERVICE/FIELD` here",
    ),
    "operator_credential": (
        "the credential of `{name}` names a secret of the operator",
        "name the owner's own secret; for a connection that the operator pays use type `platform`",
    ),
}


def _run(subject: ConnectionsSubject) -> Iterator[Finding]:
    for row in subject.rows:
        for kind in (each for each in row.faults if each in _FAULTS):
            message, hint = _FAULTS[kind]
            yield Finding(
                message=message.format(name=row.name),
                hint=hint,
                at=row_at(subject, row, "auth", "credential"),
                about=about_connection(row.name),
                expected="a reference of the owner's",
                key=kind,
            )


def _size(subject: ConnectionsSubject) -> int:
    """How many rows may have a credential; of one that nobody can read it is not known."""
    return sum(row.connection is None or row.connection.auth.credential is not None for row in subject.rows)


CHECK = Check(
    id="credential-is-reference",
    title="a credential is a reference, and none of the operator's",
    level=Level.ERROR,
    doc=__doc__,
    run=_run,
    size=_size,
    waivable=False,
    lowerable=False,
)
