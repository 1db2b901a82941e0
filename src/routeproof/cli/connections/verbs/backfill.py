"""`routeproof connections backfill`: a connection for every entry of a configuration."""

import os
from pathlib import Path
from typing import Any

from routeproof.bindings.catalogue import BUILTIN
from routeproof.cli.connections.answers import Refused, Said
from routeproof.cli.connections.configuring import config_option, readable
from routeproof.cli.connections.layout import aligned, number_of
from routeproof.cli.connections.seeds import canonical_lines
from routeproof.cli.connections.stores import opened
from routeproof.cli.connections.surroundings import survey
from routeproof.cli.connections.verb import Common, verb
from routeproof.cli.options import option
from routeproof.connections.boot import BackfillReport, run_backfill
from routeproof.connections.config_file import read_config_file

_HELP = f"""Give every entry of a JSON configuration that names a provider a connection with the same payer.

The store is booted first: the tables, and the canonical connections of its catalogue. Then the rows that
are missing are put in, and the file is written once, where an entry has to name one. Nothing else of it
changes, and no entry gets another payer. What cannot be told is left as it is, and said.

\b
Canonical in the built-in catalogue:
{canonical_lines(BUILTIN)}

\b
Examples:
  routeproof connections backfill --config config.json --dry-run
  routeproof connections backfill --config config.json
  IS_PLATFORM=true routeproof connections backfill --config config.json --json
"""


@verb("backfill", help_text=_HELP)
@config_option
@option("--dry-run", "previewing", is_flag=True, help="Say what would be done, and write nothing.")
def command(asked: Common, config: Path, previewing: bool) -> Said:
    """As `--help` tells."""
    readable(lambda: read_config_file(config))
    with opened(asked, survey(asked.root), boot=False) as store:
        if not previewing:
            store.migrate()
        report = run_backfill(store, config, env=os.environ, dry_run=previewing)
    value = _value(report)
    if not report.ok:
        code = report.code or "internal_error"
        raise Refused(code, report.error or "the backfill failed", value, text=_text(report))
    would = "would be " if previewing else ""
    rows = number_of(len(report.created), "row", "rows")
    stamped = number_of(len(report.stamped), "entry", "entries")
    done = f"{rows} {would}created, {stamped} {would}stamped, {len(report.skipped)} skipped"
    return Said(value=value, text=_text(report), notes=(done,))


def _value(report: BackfillReport) -> dict[str, Any]:
    return {
        "changed": report.changed,
        "created": [*report.created],
        "stamped": [{"pointer": pointer, "connection": name} for pointer, name in report.stamped],
        "skipped": [{"pointer": pointer, "reason": reason} for pointer, reason in report.skipped],
    }


def _text(report: BackfillReport) -> str:
    rows = [
        *(("created", name, "") for name in report.created),
        *(("stamped", pointer, name) for pointer, name in report.stamped),
        *(("skipped", pointer, reason) for pointer, reason in report.skipped),
    ]
    return aligned(rows) if rows else ""
