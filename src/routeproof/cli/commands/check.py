"""`routeproof check`: judge the workspace, show the verdict, leave with its exit code."""

import datetime
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from routeproof.checks import ALL
from routeproof.cli import actions
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
from routeproof.cli.writing import write_file
from routeproof.gate import Examined, examine
from routeproof.harness.finding import Level
from routeproof.reports import REPORTERS, TO_FILES, WITHOUT_CONTEXT, render

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
@option(
    "--select", metavar="CHECK", multiple=True, callback=known_checks, help="Run only this check; repeatable."
)
@option(
    "--ignore",
    metavar="CHECK",
    multiple=True,
    callback=known_checks,
    help="Leave this check out; repeatable.",
)
@option(
    "--fail-level",
    type=click.Choice([level.value for level in Level]),
    help="Lowest level that closes the gate [default: the policy's, else error].",
)
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
    examined = examine(
        workspace_root(root),
        manifest=manifest,
        base=base,
        today=today,
        select=select,
        ignore=ignore,
        fail_level=Level(fail_level) if fail_level else None,
    )
    _report(examined, format_name, reports, _wants_color(color))
    sys.exit(examined.verdict.exit_code)


def _report(
    examined: Examined, format_name: str | None, reports: tuple[tuple[str, Path], ...], color: bool
) -> None:
    """Write the files, then standard output; in a step of GitHub Actions its annotations and summary too."""
    verdict, stepping = examined.verdict, actions.in_actions()
    alone = {format_name or "text", *(name for name, _ in reports)} <= WITHOUT_CONTEXT
    context = None if alone and not stepping else _context(examined)
    for name, path in reports:
        write_file(path, render(name, verdict, context))
    shown = render(format_name or "text", verdict, context, color=color)
    # click would take the colors out again where nobody is looking, though they were asked for.
    click.echo(actions.for_log(shown) if format_name in (None, "text") else shown, nl=False, color=color)
    if stepping:
        if format_name is None and context is not None:
            click.echo(actions.annotations(verdict, context), nl=False)
        actions.append_summary(verdict)


def _context(examined: Examined) -> "Context":
    from routeproof.gate.context import context_of  # noqa: PLC0415 - the plain formats do without it

    return context_of(examined)


def _list() -> None:
    width = max(len(check.id) for check in ALL)
    for each in ALL:
        click.echo(
            f"{each.id:{width}}  {each.level:7}  {each.title}{'' if each.waivable else ' (not waivable)'}"
        )


def _wants_color(asked: bool | None) -> bool:
    """The option, else `NO_COLOR`, else `FORCE_COLOR`, else whether somebody is looking."""
    if asked is not None:
        return asked
    if os.environ.get("NO_COLOR"):
        return False
    return bool(os.environ.get("FORCE_COLOR")) or (sys.stdout is not None and sys.stdout.isatty())
