"""`routeproof lane`: whether what a team waits for before a merge is what its CI really judges."""

import sys
from pathlib import Path

import click

from routeproof.checks import FAMILIES
from routeproof.cli import actions
from routeproof.cli.frame import EXIT_CODES, option, root_option, workspace_root
from routeproof.gate import check
from routeproof.manifest.files import LANE
from routeproof.reports import REPORTERS, render

_CHECKS = tuple(each.id for each in FAMILIES["lane"])


@click.command("lane", epilog=EXIT_CODES)
@root_option
@option(
    "--format",
    "format_name",
    type=click.Choice(REPORTERS),
    default="text",
    show_default=True,
    help="Format of standard output.",
)
def command(root: Path | None, format_name: str) -> None:
    """Hold the workflows of .github and .gitea against checks/lane.yaml.

    Finds jobs that can fail unseen, required contexts that never come, and sentinels that are green without
    every job having succeeded. The same checks are part of `routeproof check`. Exits 3 when no lane is
    declared.

    \b
    Examples:
      routeproof lane
      routeproof lane --format github
    """
    folder = workspace_root(root)
    if not (folder / LANE).exists():
        click.echo(f"there is no {LANE}: no lane is declared", err=True)
    verdict = check(folder, select=_CHECKS)
    shown = render(format_name, verdict)
    click.echo(actions.for_log(shown) if format_name == "text" else shown, nl=False)
    sys.exit(verdict.exit_code)
