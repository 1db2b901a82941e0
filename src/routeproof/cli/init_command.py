"""`routeproof init`: a small workspace that passes, to start from."""

from pathlib import Path

import click

from routeproof.cli.frame import write
from routeproof.workspace.starter import require_vacant, starter_files


@click.command("init")
@click.argument("folder", metavar="DIR", type=click.Path(file_okay=False, path_type=Path))
def command(folder: Path) -> None:
    """Write a small workspace into DIR that passes `routeproof check` as it is.

    Nothing is overwritten: when a file of the workspace exists already, nothing is written at all.

    \b
    Examples:
      routeproof init routing
      cd routing && routeproof check
    """
    files = starter_files()
    require_vacant(folder, files)
    for file, content in files.items():
        write(folder / file, content)
        click.echo(f"wrote {folder / file}", err=True)
    click.echo(f"next: cd {folder} && routeproof check", err=True)
