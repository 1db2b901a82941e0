"""`routeproof matrix`: show the routing matrix, accept it as golden, or verify the golden."""

import sys
from pathlib import Path

import click

from routeproof.cli.frame import EXIT_CODES, manifest_option, option, root_option, workspace_root, wrote
from routeproof.matrix import compare, count, render_csv, render_markdown
from routeproof.matrix.golden import outcome
from routeproof.verdict import Exit
from routeproof.workspace import open_workspace, subject_of
from routeproof.workspace.files import GOLDEN_CSV, GOLDEN_MARKDOWN


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
    subject = subject_of(workspace, workspace.registry)
    counts = count(subject.registry, subject.cells)
    if writing:
        wrote(workspace.root, GOLDEN_CSV, render_csv(subject.cells))
        wrote(workspace.root, GOLDEN_MARKDOWN, render_markdown(subject.cells, counts))
    elif checking:
        if workspace.golden is None:
            raise click.ClickException(
                workspace.golden_error or f"there is no {GOLDEN_CSV}; write it with --write"
            )
        changes = compare(workspace.golden, subject.cells)
        for change in changes:
            was = change.was.outcome if change.was else "no such cell"
            now = outcome(change.now) if change.now else "no such cell"
            click.echo(f"{' / '.join(change.key)}: {was} -> {now}")
        click.echo(f"{counts}; {len(changes)} differ from the golden", err=True)
        code = Exit.worst(
            [Exit.FINDINGS if changes else Exit.CLEAN, Exit.CLEAN if counts.cells else Exit.NOTHING_CHECKED]
        )
        sys.exit(code)
    else:
        click.echo(render_csv(subject.cells), nl=False)
        click.echo(str(counts), err=True)
