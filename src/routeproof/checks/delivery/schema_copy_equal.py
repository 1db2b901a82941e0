"""The workspace's JSON Schemas equal those that the installed routeproof validates with.

Editors and hooks read the copies in `schema/`. A stale copy marks good manifests as wrong and lets bad ones
pass unnoticed until CI.
"""

from collections.abc import Iterator

from routeproof.checks.subjects.delivery import DeliverySubject
from routeproof.harness.check import Check
from routeproof.harness.finding import Finding, Level, Location


def _run(subject: DeliverySubject) -> Iterator[Finding]:
    for schema in subject.schema_copies:
        if schema.copy != schema.shipped:
            state = "is missing" if schema.copy is None else "differs from the one that validates"
            yield Finding(
                message=f"schema copy `{schema.file}` {state}",
                hint="run `routeproof schema --write`",
                at=Location(schema.file),
                key=schema.file,
            )


CHECK = Check(
    id="schema-copy-equal",
    title="the schema copies equal the schemas that validate",
    level=Level.ERROR,
    doc=__doc__,
    run=_run,
    size=lambda subject: len(subject.schema_copies),
)
