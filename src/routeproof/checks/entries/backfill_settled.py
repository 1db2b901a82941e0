"""A backfill would change nothing, and passes over no entry.

At every boot a backfill names a connection in each entry that has none. As long as it has something to name,
what is filed is not what runs; and an entry that it passes over goes on being billed by the mode of the
deployment, or by nobody.
"""

from collections.abc import Iterator

from routeproof.checks.subjects.connections import ConnectionsSubject
from routeproof.harness.check import Check
from routeproof.harness.finding import Finding, Level, Location
from routeproof.model.about import about_connection

_SKIPPED = {
    "malformed_entry": ("it is no mapping of texts", "write the entry as a mapping, its names as texts"),
    "routing_identity": ("its provider is the operator", "name the provider behind it"),
    "unknown_provider": ("its provider is unknown", "correct the provider, or add it to the catalogue"),
    "needs_base_url": (
        "its provider has no address of its own",
        "make a connection with a base URL, and name it here",
    ),
    "payer_unavailable": (
        "nothing of its provider has the payer that it declares",
        "declare another payer, or name the connection that has it",
    ),
    "mode_unreadable": (
        "the mode cannot be read, so nobody knows who pays",
        "`services.inference.mode` is `managed` or `your-own`",
    ),
    "name_taken": (
        "the name that it would get is that of something else",
        "correct or rename the connection of that name, or name another here",
    ),
}
"""Why an entry is passed over, and what to do."""


def _run(subject: ConnectionsSubject) -> Iterator[Finding]:
    from routeproof.bindings.backfill import plan_backfill  # noqa: PLC0415 - who files none does not pay for it

    seen = {row.name: row.connection for row in reversed(subject.rows)}
    rows = {name: row for name, row in seen.items() if row is not None}
    seeded = {each.name: each for each in subject.canonical if each.name not in seen} | rows
    plan = plan_backfill(
        subject.export.config,
        seeded.values(),
        subject.catalogue,
        platform=subject.export.platform,
        invisible=[name for name in seen if name not in rows],
    )
    for at, name in plan.stamp:
        message = f"a backfill would name the connection `{name}` here"
        yield _finding(subject, at, message, "run `routeproof connections backfill`, or name one", name)
    for at, reason in plan.skipped:
        why, hint = _SKIPPED.get(reason, (f"`{reason}`", "name a connection here"))
        yield _finding(subject, at, f"a backfill passes over this entry: {why}", hint)


def _finding(
    subject: ConnectionsSubject, at: str, message: str, hint: str, expected: str | None = None
) -> Finding:
    return Finding(
        message=message,
        hint=hint,
        at=Location(subject.config_file, at),
        about=about_connection(entry=at),
        expected=expected,
    )


CHECK = Check(
    id="backfill-settled",
    title="a backfill would change nothing, and passes over no entry",
    level=Level.WARNING,
    doc=__doc__,
    run=_run,
    size=lambda subject: len(subject.places),
)
