"""`routeproof drift`: what templates offer, held against the registry."""

import datetime
import sys
from pathlib import Path

import click

from routeproof.checks import FAMILIES
from routeproof.cli.frame import (
    EXIT_CODES,
    manifest_option,
    option,
    root_option,
    today_option,
    workspace_root,
    wrote,
)
from routeproof.gate import Subjects, check
from routeproof.manifest.files import DRIFT_REPORT
from routeproof.reports import REPORTERS
from routeproof.reports import render as render_verdict
from routeproof.reports.documents.drift import render
from routeproof.workspace import open_workspace

_CHECKS = tuple(each.id for each in FAMILIES["offers"])


@click.command("drift", epilog=EXIT_CODES)
@root_option
@manifest_option
@today_option
@option("--write", "writing", is_flag=True, help=f"Write {DRIFT_REPORT}, waived findings included.")
@option(
    "--format",
    "format_name",
    type=click.Choice(REPORTERS),
    default="text",
    show_default=True,
    help="Format of standard output.",
)
def command(
    root: Path | None, manifest: Path | None, today: datetime.date, writing: bool, format_name: str
) -> None:
    """Compare the ids that every template offers with where the registry sends them.

    \b
    Examples:
      routeproof drift
      routeproof drift --format markdown
      routeproof drift --write
    """
    folder = workspace_root(root)
    if writing:
        subject = Subjects(open_workspace(folder, manifest)).offers
        wrote(folder, DRIFT_REPORT, render(subject.drifts, subject.offers))
        return
    verdict = check(folder, manifest=manifest, today=today, select=_CHECKS)
    click.echo(render_verdict(format_name, verdict), nl=False)
    sys.exit(verdict.exit_code)
