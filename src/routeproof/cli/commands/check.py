"""`routeproof check`: judge the workspace, show the verdict, leave with its exit code."""

import datetime
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from routeproof.checks import ALL
from routeproof.cli.options import (
    EXIT_CODES,
    known_checks,
    manifest_option,
    option,
    report_option,
    root_option,
    today_option,
    workspace_root,
)
from routeproof.cli.reporting import judging_options, rendered, wants_color
from routeproof.gate import Examined, examine
from routeproof.gate.judging import CheckOptions
from routeproof.harness.finding import Level
from routeproof.reports import REPORTERS, TO_FILES

if TYPE_CHECKING:
    from routeproof.reports.context import Context


@click.command("check", epilog=EXIT_CODES)
@root_option
@manifest_option
@option("--base", metavar="REF", help="Also compare with this git revision: moves must be recorded.")
@option(
    "--format",
    "format_name",
    type=click.Choice(REPORTERS),
    help="Format of standard output [default: text; as a step of GitHub Actions text with annotations].",
)
@report_option(TO_FILES)
@judging_options(known_checks)
@today_option
@option("--color/--no-color", default=None, help="Color the text report [default: on a terminal].")
@option("--list", "listing", is_flag=True, help="List the checks and leave.")
def command(
    *,
    root: Path | None,
    manifest: Path | None,
    base: str | None,
    format_name: str | None,
    reports: tuple[tuple[str, Path], ...],
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    fail_level: str | None,
    today: datetime.date,
    color: bool | None,
    listing: bool,
) -> None:
    """Judge the workspace: run every check, show what is wrong first, and leave with the exit code.

    \b
    Examples:
      routeproof check
      routeproof check --format markdown --report json=reports/ci/check.json
      routeproof check --report html=reports/ci/check.html --report sarif=reports/ci/check.sarif
      routeproof check --base origin/main
      routeproof check --manifest edited.yaml --select golden-matrix
    """
    if listing:
        _list()
        return
    level = Level(fail_level) if fail_level else None
    options = CheckOptions(
        manifest=manifest, base=base, today=today, select=select, ignore=ignore, fail_level=level
    )
    examined = examine(workspace_root(root), **options)
    colored = wants_color(color)
    shown = rendered(examined.verdict, lambda: _context(examined), format_name, reports, color=colored)
    # click would take the colors out again where nobody is looking, though they were asked for.
    click.echo(shown, nl=False, color=colored)
    sys.exit(examined.verdict.exit_code)


def _context(examined: Examined) -> "Context":
    from routeproof.gate.context import context_of  # noqa: PLC0415 - the plain formats do without it

    return context_of(examined)


def _list() -> None:
    width = max(len(check.id) for check in ALL)
    for each in ALL:
        click.echo(
            f"{each.id:{width}}  {each.level:7}  {each.title}{'' if each.waivable else ' (not waivable)'}"
        )
