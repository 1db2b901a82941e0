"""`routeproof prove`: the proofs over every possible id, and the partition they stand on."""

import datetime
import sys
from pathlib import Path

import click

from routeproof.checks import PROOFS
from routeproof.cli.frame import (
    EXIT_CODES,
    manifest_option,
    option,
    root_option,
    today_option,
    workspace_root,
    wrote,
)
from routeproof.gate import run_checks
from routeproof.manifest.files import PROOF_REPORT
from routeproof.reports.documents.proof import class_lines, render, summary_lines
from routeproof.workspace import open_workspace


@click.command("prove", epilog=EXIT_CODES)
@root_option
@manifest_option
@today_option
@option("--classes", "classes", is_flag=True, help="Also list the classes: every id is in exactly one.")
@option("--write", "writing", is_flag=True, help=f"Write {PROOF_REPORT}.")
def command(
    root: Path | None, manifest: Path | None, today: datetime.date, classes: bool, writing: bool
) -> None:
    """Prove the built-in invariants and the team's own over every possible id, or refute them.

    A refutation shows the shortest id, and the fewest credentials, that break the invariant.

    \b
    Examples:
      routeproof prove
      routeproof prove --classes
      routeproof prove --write
    """
    workspace = open_workspace(workspace_root(root), manifest)
    runtimes = tuple(workspace.registry.runtimes.values())
    verdict = run_checks(workspace, today, select=PROOFS)
    if classes:
        for line in class_lines(runtimes):
            click.echo(line)
    for line in summary_lines(runtimes, verdict):
        click.echo(line)
    if writing:
        wrote(workspace.root, PROOF_REPORT, render(runtimes, verdict))
    sys.exit(verdict.exit_code)
