"""Provider and auth of a connection go together.

`platform` needs a provider that the operator's proxy can dial, `none` one that asks for no key: any other
pair is stored, and can never serve. Types that nothing can run yet are stored too; they are a warning.
"""

from collections.abc import Iterator

from routeproof.checks.subjects.connections import ConnectionsSubject, row_at
from routeproof.harness.check import Check
from routeproof.harness.finding import Finding, Level
from routeproof.model.about import about_connection

_FAULTS = {
    "platform_not_managed": (
        "the operator is to pay for `{name}`, and the proxy cannot dial `{provider}`",
        "bring a key, or mark the provider as managed where the proxy can dial it",
        Level.ERROR,
    ),
    "none_on_keyed": (
        "`{name}` brings no key, and `{provider}` asks for one",
        "bring a key, or mark the provider as keyless where it needs none",
        Level.ERROR,
    ),
    "not_implemented": (
        "`{name}` is of type `{type}`, which nothing can run yet",
        "whoever names it is refused: use `api_key` until then",
        Level.WARNING,
    ),
}


def _run(subject: ConnectionsSubject) -> Iterator[Finding]:
    for row in subject.rows:
        for kind in (each for each in row.faults if each in _FAULTS):
            message, hint, level = _FAULTS[kind]
            auth = row.connection.auth.type if row.connection is not None else ""
            yield Finding(
                message=message.format(name=row.name, provider=row.provider, type=auth),
                hint=hint,
                at=row_at(subject, row, "auth", "type"),
                about=about_connection(row.name),
                key=kind,
                level=level,
            )


CHECK = Check(
    id="connection-pair-usable",
    title="provider and auth of a connection go together",
    level=Level.ERROR,
    doc=__doc__,
    run=_run,
    size=lambda subject: sum(row.connection is not None for row in subject.rows),
)
