"""`routeproof connections check`: connections and their entries, judged by the suite of the gate."""

import datetime
from collections.abc import Callable
from pathlib import Path

import click

from routeproof.bindings.export import SAME_PAYER, Export, FiledRow
from routeproof.cli.connections.answers import Said
from routeproof.cli.connections.configuring import Given, one_config_option, readable
from routeproof.cli.connections.stores import opened
from routeproof.cli.connections.surroundings import Surroundings, export_of, find_folder, survey
from routeproof.cli.connections.verb import Common, FileVerb, for_program, verb
from routeproof.cli.options import known_checks, option, report_option, today_option
from routeproof.cli.reporting import judging_options, rendered, wants_color
from routeproof.errors import pointer
from routeproof.gate import Examined
from routeproof.gate.connections import CONNECTION_CHECKS, LooseExport, check_export, examine_connections
from routeproof.gate.judging import CheckOptions
from routeproof.harness import Verdict
from routeproof.harness.finding import Level
from routeproof.manifest.files import CONNECTIONS, REGISTRY
from routeproof.model.connection import Catalogue
from routeproof.reports import REPORTERS, TO_FILES
from routeproof.reports.context import Context
from routeproof.workspace import open_workspace

_Judged = tuple[Verdict, Callable[[], Context]]


def _own_checks(ctx: click.Context, param: click.Parameter, value: tuple[str, ...]) -> tuple[str, ...]:
    for name in known_checks(ctx, param, value):
        if name not in CONNECTION_CHECKS:
            raise click.BadParameter(f"the check '{name}' is not about connections", ctx, param)
    return value


@verb("check", FileVerb, REPORTERS)
@one_config_option
@report_option(TO_FILES)
@judging_options(_own_checks)
@today_option
@option("--color/--no-color", default=None, help="Color the text report [default: on a terminal].")
def command(
    asked: Common,
    *,
    config: Path | None,
    format_name: str | None,
    reports: tuple[tuple[str, Path], ...],
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    fail_level: str | None,
    today: datetime.date,
    color: bool | None,
) -> Said:
    """Judge connections and the entries that name them, by the checks that `routeproof check` has for them.

    Judged is what the workspace files in manifest/connections.yaml; with --store or --config the rows of the
    store as they are now, and the entries of that configuration.

    \b
    Examples:
      routeproof connections check
      routeproof connections check --store sqlite:///copy.db --config config.json
      routeproof connections check --select payer-preserved --report sarif=reports/ci/connections.sarif
    """
    level = Level(fail_level) if fail_level else None
    options = CheckOptions(today=today, select=select, ignore=ignore, fail_level=level)
    loose = config is not None or asked.store is not None
    verdict, context = _judge_store(asked, config, options) if loose else _judge_files(asked, options)
    colored = wants_color(color)
    shown = "json" if for_program() else format_name
    text = rendered(verdict, context, shown, reports, color=colored)
    return Said(value=None, text=text, exit_code=verdict.exit_code, color=colored)


def _judge_files(asked: Common, options: CheckOptions) -> _Judged:
    """Judge what the workspace files; without a registry, its export by itself."""
    folder = find_folder(asked.root)
    if (folder / REGISTRY).exists():
        examined = examine_connections(folder, **options)
        return examined.verdict, lambda: _context(examined)
    around = survey(folder)
    own, export = around.own, around.export
    if own is None or own.filed is None or export is None:
        nothing = Export(catalogue=Catalogue(()), config={})
        loose = LooseExport(export=nothing, file=CONNECTIONS, config_file=CONNECTIONS)
    else:
        loose = LooseExport(
            export=export,
            file=own.filed.file,
            config_file=own.file,
            listed="catalogue" in own.filed.document,
            places=own.documents,
        )
    return check_export(loose, **options), Context


def _context(examined: Examined) -> Context:
    from routeproof.gate.context import context_of  # noqa: PLC0415 - the plain formats do without it

    return context_of(examined)


def _judge_store(asked: Common, config: Path | None, options: CheckOptions) -> _Judged:
    """Judge the rows of the store with a configuration; the registry and the policy are the workspace's."""
    around = survey(asked.root)
    given = around.given([config] if config is not None else [])
    workspace = readable(lambda: open_workspace(around.root)) if (around.root / REGISTRY).exists() else None
    with opened(asked, around) as store:
        rows = [(row, store.read(row)) for row in store.rows()]
        shown = store.shown
    filed = tuple(FiledRow(pointer("connections", at), row, read) for at, (row, read) in enumerate(rows))
    loose = LooseExport(
        export=_export(around, given, filed),
        file=shown,
        config_file=given[0].file if given else shown,
        listed=around.own is not None,
        places=given[0].documents if given else {},
    )
    return check_export(loose, workspace, **options), Context


def _export(around: Surroundings, given: tuple[Given, ...], rows: tuple[FiledRow, ...]) -> Export:
    """What an export of the store would say, with the rows that it would leave out."""
    terms = export_of(given[0], around.registered) if given else None
    terms = terms or around.export
    return Export(
        policy=terms.policy if terms is not None else SAME_PAYER,
        platform=around.platform or (terms is not None and terms.platform),
        hosted=around.hosted,
        catalogue=around.catalogue,
        rows=rows,
        config=given[0].config if given else {},
    )
