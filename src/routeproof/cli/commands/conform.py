"""`routeproof conform`: hold a resolver, or an implementation of connections, to the specification."""

import sys
from pathlib import Path
from typing import Any

import click

from routeproof.cli.conformance import (
    OWN_FORMATS,
    ConformOptions,
    compare_versions,
    conform_connections,
    conform_resolver,
)
from routeproof.cli.options import EXIT_CODES, manifest_option, option, root_option
from routeproof.conform.connections import ConnectionOp
from routeproof.conform.resolver import SAMPLES, Op
from routeproof.harness import Exit
from routeproof.reports import REPORTERS

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command("conform", epilog=EXIT_CODES)
@option("--command", "command_line", metavar="TEXT", help="Start this program, without a shell, and ask it.")
@option("--python", "entry_point", metavar="MODULE:FUNCTION", help="Ask this function, in its own process.")
@option("--answers", type=_FILE, metavar="FILE", help="Judge the answers of a recorded run.")
@option(
    "--compare", "versions", type=(_FILE, _FILE), metavar="OLD NEW", help="Compare two recorded versions."
)
@option(
    "--op",
    "ops",
    type=click.Choice([op.value for op in (*Op, *ConnectionOp)]),
    multiple=True,
    default=(Op.DERIVE.value,),
    show_default=True,
    help="What to ask for; repeatable. The last three are about connections and need no registry.",
)
@option(
    "--samples",
    type=click.IntRange(min=0),
    default=SAMPLES,
    show_default=True,
    help="Ids drawn from each class, or states from around each that is healthy.",
)
@option("--exhaustive", is_flag=True, help="Ask `dispatch` about all states: three million, in minutes.")
@option("--seed", type=int, default=0, show_default=True, help="Draws other ids.")
@option(
    "--timeout",
    type=click.FloatRange(min=0, min_open=True),
    default=10.0,
    show_default=True,
    help="Seconds without any answer after which the resolver is ended.",
)
@option(
    "--pass-env",
    "wanted",
    metavar="NAME",
    multiple=True,
    help="Pass this variable although its name says that it holds a secret; repeatable.",
)
@option("--record", type=click.Path(dir_okay=False, path_type=Path), help="Keep the run in this file.")
@option(
    "--format",
    "format_name",
    type=click.Choice(REPORTERS),
    default="text",
    show_default=True,
    help="Format of standard output.",
)
@option("--ledger", is_flag=True, help="List every class with its questions in the text format.")
@root_option
@manifest_option
def command(**given: Any) -> None:
    """Hold a resolver to the registry, or an implementation of connections to the reference.

    It reads one question a line from standard input, a JSON object with id, op and what is asked, and writes
    one answer a line: the id, and what it answers. A resolver is asked about every class of ids first, then
    about ids at their borders, then samples; connections about every state near a healthy one, then samples.

    \b
    Examples:
      routeproof conform --command "node resolver.js"
      routeproof conform --python team.router:resolve --op derive --op billing
      routeproof conform --python team.connections:answer --op auth --op dispatch --op backfill
      routeproof conform --command ./resolver --record reports/ci/resolver-2.jsonl
      routeproof conform --compare resolver-1.jsonl resolver-2.jsonl
    """
    options = ConformOptions(**given)
    sources = (options.command_line, options.entry_point, options.answers, options.versions)
    if sum(source is not None for source in sources) != 1:
        raise click.UsageError("give one of --command, --python, --answers and --compare.")
    sys.exit(_run(options))


def _run(options: ConformOptions) -> Exit:
    if options.versions is not None:
        if options.format_name not in OWN_FORMATS:
            raise click.UsageError(f"--compare knows the formats {' and '.join(OWN_FORMATS)}.")
        return compare_versions(options, *options.versions)
    about = {op in tuple(ConnectionOp) for op in options.ops}
    if len(about) > 1:
        raise click.UsageError("--op asks about ids or about connections: run the two apart.")
    if options.exhaustive and (ConnectionOp.DISPATCH not in options.ops or options.record is not None):
        raise click.UsageError("--exhaustive goes with --op dispatch, and asks more than --record keeps.")
    return conform_connections(options) if about == {True} else conform_resolver(options)
