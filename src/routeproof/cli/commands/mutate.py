"""`routeproof mutate`: edit the registry and its guards in every plausible way, and see who notices."""

import signal
import time
from functools import partial
from pathlib import Path
from typing import Any

import click

from routeproof.cli.mutation import Output, decide_mutants, finish, print_list, print_one, request_of
from routeproof.cli.options import (
    EXIT_CODES,
    known_checks,
    option,
    report_option,
    root_option,
    workspace_root,
)
from routeproof.gate import local_today
from routeproof.manifest.files import MUTATION_REPORT, PINS
from routeproof.manifest.yaml import read_bytes
from routeproof.mutate import Shard, merge_reports, mutants_of
from routeproof.reports.documents.mutation import FORMATS
from routeproof.reports.documents.mutation.json_report import parse
from routeproof.trial import open_trial


def _shard(ctx: click.Context, param: click.Parameter, value: str | None) -> Shard | None:
    """Read `K/N`: part K, from 1, of N parts."""
    if value is None:
        return None
    number, _, of = value.partition("/")
    short = len(value) < 20 and number.isdecimal() and of.isdecimal()
    if not short or not 1 <= int(number) <= int(of):
        raise click.BadParameter(f"{value!r} is not K/N with K from 1 to N", ctx, param)
    return Shard(int(number), int(of))


@click.command("mutate", epilog=EXIT_CODES)
@root_option
@option("--list", "listing", is_flag=True, help="List the mutants and stop.")
@option("--show", "showing", metavar="ID", help="Show one mutant: its edit, what it causes, the revert.")
@option("--id", "ids", metavar="ID", multiple=True, help="Decide this mutant alone; repeatable.")
@option("--in-diff", metavar="REF", help="Decide the mutants that meet the change since this git revision.")
@option(
    "--shard",
    metavar="K/N",
    callback=_shard,
    help="Decide one of several parts; --merge puts their json reports together.",
)
@option("--merge", "merging", is_flag=True, help="Decide nothing: put the json reports FILES together.")
@option("--sample", "size", type=click.IntRange(min=1), help="Decide so many mutants, drawn by the seed.")
@option("--seed", type=int, default=0, show_default=True, help="What a sample is drawn by.")
@option(
    "--min-score",
    "minimum",
    type=click.FloatRange(0, 100),
    default=100,
    show_default=True,
    help="The lowest score that passes, in percent.",
)
@option(
    "--fix", "fixing", is_flag=True, help=f"Show the pins that notice the survivors, and add them to {PINS}."
)
@option("--write", "writing", is_flag=True, help=f"Write {MUTATION_REPORT}.")
@option(
    "--ignore",
    metavar="CHECK",
    multiple=True,
    callback=known_checks,
    help="Do without this check; repeatable.",
)
@option(
    "--jobs", "-j", type=click.IntRange(1, 64), help="Number of processes [default: one for each processor]."
)
@option("--time-limit", "seconds", type=click.FloatRange(min=0), help="Stop after so many seconds: exit 5.")
@option(
    "--format",
    "format_name",
    type=click.Choice(tuple(FORMATS)),
    default="text",
    show_default=True,
    help="Format of standard output.",
)
@report_option(FORMATS)
@option(
    "--today",
    type=click.DateTime(["%Y-%m-%d"]),
    help="The date that waivers are held against [default: today].",
)
@click.argument("files", nargs=-1, type=click.Path(exists=True, dir_okay=False, path_type=Path))
def command(
    *, listing: bool, showing: str | None, merging: bool, files: tuple[Path, ...], **options: Any
) -> None:
    """Edit the registry and its guards in every plausible way, and report which edits no check notices.

    An edit that changes the meaning must close the gate; every other one is proved equal. Exits 1 below the
    lowest score that passes, and 4 when the workspace fails as it is.

    \b
    Examples:
      routeproof mutate                           every mutant, on all processors
      routeproof mutate --show 1a2b3c4d5e6f       watch one fail
      routeproof mutate --ignore golden-matrix    what that check alone notices
      routeproof mutate --shard 1/3 --report json=1.json
      routeproof mutate --merge 1.json 2.json 3.json
    """
    # A runner that stops the job sends SIGTERM: what was decided is reported then, as after Ctrl-C.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    started = time.monotonic()
    root = workspace_root(options["root"])
    output = Output.of(root, options)
    if merging != bool(files):
        raise click.UsageError("--merge goes with the reports to put together, and they with --merge.")
    if merging:
        reports = [parse(read_bytes(file, str(file)).decode(errors="replace"), str(file)) for file in files]
        finish(merge_reports(reports), output)
    today = options["today"].date() if options["today"] else local_today()
    opener = partial(open_trial, root, today, ignore=options["ignore"])
    trial = opener()
    if listing:
        print_list(trial, mutants_of(trial.material))
    elif showing is not None:
        print_one(trial, mutants_of(trial.material), showing)
    else:
        decide_mutants(trial, opener, request_of(root, options, started), output, started)
