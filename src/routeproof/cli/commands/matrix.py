"""`routeproof matrix`: show the routing matrix, accept it as golden, or verify the golden."""

import sys
from pathlib import Path

import click

from routeproof.checks.goldens import golden_guards, golden_metadata, golden_offers
from routeproof.checks.subjects.goldens import GoldensSubject
from routeproof.cli.options import EXIT_CODES, manifest_option, option, root_option, workspace_root
from routeproof.cli.writing import write_output
from routeproof.gate import Subjects
from routeproof.gate.goldens import goldens_of
from routeproof.harness import Exit
from routeproof.manifest.files import GOLDEN_CSV
from routeproof.markup import visible
from routeproof.matrix import compare_cells, count_cells, render_routing
from routeproof.matrix.golden import describe_cell
from routeproof.workspace import open_workspace

_OTHERS = (golden_metadata.CHECK, golden_offers.CHECK, golden_guards.CHECK)
"""The checks that hold the goldens beside the routing matrix."""


@click.command("matrix", epilog=EXIT_CODES)
@root_option
@manifest_option
@option("--write", "writing", is_flag=True, help="Accept today's routing: write the golden files.")
@option("--check", "checking", is_flag=True, help="Compare with the golden; exit 1 on a difference.")
def command(root: Path | None, manifest: Path | None, writing: bool, checking: bool) -> None:
    """Show where every listed id and every probe goes with no credential present, and who pays.

    \b
    Examples:
      routeproof matrix                 print the matrix as CSV
      routeproof matrix --check         what moved since the golden was accepted
      routeproof matrix --write         accept, then review the diff of matrix/
    """
    workspace = open_workspace(workspace_root(root), manifest)
    subject = Subjects(workspace).goldens
    counts = count_cells(subject.registry, subject.cells)
    if writing:
        for file, text in goldens_of(subject).items():
            write_output(workspace.root, file, text)
    elif checking:
        sys.exit(_compare(subject))
    else:
        click.echo(render_routing(subject.cells), nl=False)
        click.echo(str(counts), err=True)


def _compare(subject: GoldensSubject) -> Exit:
    """Say every difference from the goldens, one a line; the exit code."""
    if subject.routing.rows is None:
        raise click.ClickException(
            subject.routing.error or f"there is no {GOLDEN_CSV}; write it with --write"
        )
    changes = compare_cells(subject.routing.rows, subject.cells)
    for change in changes:
        was = change.was.outcome if change.was else "no such cell"
        now = describe_cell(change.now) if change.now else "no such cell"
        click.echo(f"{' / '.join(change.key)}: {was} -> {now}")
    others = [finding.message for each in _OTHERS for finding in each.run(subject)]
    for message in others:
        click.echo(visible(message))
    counts = count_cells(subject.registry, subject.cells)
    differ = len(changes) + len(others)
    click.echo(f"{counts}; {differ} {'differs' if differ == 1 else 'differ'} from the golden", err=True)
    return Exit.worst(
        [Exit.FINDINGS if differ else Exit.CLEAN, Exit.CLEAN if counts.cells else Exit.NOTHING_CHECKED]
    )
