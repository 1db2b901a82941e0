"""`routeproof check`: judge the workspace, show the verdict, leave with its exit code."""

import datetime
import os
import sys
from pathlib import Path

import click

from routeproof.checks import ALL
from routeproof.cli.frame import (
    EXIT_CODES,
    known_checks,
    manifest_option,
    option,
    root_option,
    workspace_root,
    write,
)
from routeproof.model.finding import Level
from routeproof.reports import REPORTERS, render
from routeproof.workspace import check


class _Report(click.ParamType[tuple[str, Path]]):
    """`FORMAT=PATH`, the format one of the reporters."""

    name = "FORMAT=PATH"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[str, Path]:
        format_name, _, path = str(value).partition("=")
        if format_name not in REPORTERS or not path:
            self.fail(f"{value!r} is not FORMAT=PATH with FORMAT one of {', '.join(REPORTERS)}", param, ctx)
        return format_name, Path(path)


@click.command("check", epilog=EXIT_CODES)
@root_option
@manifest_option
@option(
    "--format",
    "format_name",
    type=click.Choice(REPORTERS),
    default="text",
    show_default=True,
    help="Format of standard output.",
)
@option(
    "--report", "reports", type=_Report(), multiple=True, help="Also write a report to a file; repeatable."
)
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
    type=click.Choice(list(Level)),
    help="Lowest level that closes the gate [default: the policy's, else error].",
)
@option(
    "--today",
    type=click.DateTime(["%Y-%m-%d"]),
    help="Date that the waivers are held against [default: the current date].",
)
@option("--color/--no-color", default=None, help="Color the text report [default: on a terminal].")
@option("--list", "listing", is_flag=True, help="List the checks and leave.")
def command(
    *,
    root: Path | None,
    manifest: Path | None,
    format_name: str,
    reports: tuple[tuple[str, Path], ...],
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    fail_level: str | None,
    today: datetime.datetime | None,
    color: bool | None,
    listing: bool,
) -> None:
    """Judge the workspace: run every check, show what is wrong first, and leave with the exit code.

    \b
    Examples:
      routeproof check
      routeproof check --format markdown --report json=reports/ci/check.json
      routeproof check --manifest edited.yaml --select golden-matrix
    """
    if listing:
        _list()
        return
    verdict = check(
        workspace_root(root),
        manifest=manifest,
        today=today.date() if today else None,
        select=select,
        ignore=ignore,
        fail_level=Level(fail_level) if fail_level else None,
    )
    for name, path in reports:
        write(path, render(name, verdict))
    click.echo(render(format_name, verdict, color=_colored(color)), nl=False)
    sys.exit(verdict.exit_code)


def _list() -> None:
    width = max(len(check.id) for check in ALL)
    for each in ALL:
        click.echo(
            f"{each.id:{width}}  {each.level:7}  {each.title}{'' if each.waivable else ' (not waivable)'}"
        )


def _colored(asked: bool | None) -> bool:
    """The option, else `NO_COLOR`, else `FORCE_COLOR`, else whether somebody is looking."""
    if asked is not None:
        return asked
    if os.environ.get("NO_COLOR"):
        return False
    return bool(os.environ.get("FORCE_COLOR")) or sys.stdout.isatty()
