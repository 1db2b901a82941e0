"""`routeproof fingerprint`: one line that is equal exactly when two registries hold the same data."""

from pathlib import Path

import click

from routeproof.cli.options import root_option, workspace_root
from routeproof.manifest import fingerprint, load
from routeproof.manifest.files import REGISTRY


@click.command("fingerprint")
@click.argument("file", required=False, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@root_option
def command(file: Path | None, root: Path | None) -> None:
    """Print the fingerprint of the registry in FILE, or of the workspace's own.

    Comments, layout and the order of keys leave no trace; the order of providers, arms and ids does. Pin it
    in checks/sync.yaml where a copy cannot be read.

    \b
    Examples:
      routeproof fingerprint
      routeproof fingerprint ../deployment/providers.yaml
    """
    click.echo(fingerprint(load(file or workspace_root(root) / REGISTRY)))
