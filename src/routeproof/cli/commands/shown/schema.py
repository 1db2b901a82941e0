"""`routeproof schema`: the JSON Schemas, shown or copied into the workspace for editors."""

from pathlib import Path

import click

from routeproof import schema
from routeproof.cli.options import option, root_option, workspace_root
from routeproof.cli.writing import write_output
from routeproof.manifest.files import SCHEMAS


@click.command("schema")
@click.argument("name", required=False)
@option("--write", "writing", is_flag=True, help="Copy every schema into the workspace, byte for byte.")
@root_option
def command(name: str | None, writing: bool, root: Path | None) -> None:
    """Print the JSON Schema NAME, or list the names; --write copies them all into `schema/`.

    \b
    Examples:
      routeproof schema registry
      routeproof schema --write
    """
    if writing:
        folder = workspace_root(root)
        for each in schema.names():
            write_output(folder, f"{SCHEMAS}/{each}.schema.json", schema.text(each))
    elif name is None:
        click.echo("\n".join(schema.names()))
    elif name in schema.names():
        click.echo(schema.text(name), nl=False)
    else:
        raise click.UsageError(f"there is no schema '{name}'; there are {', '.join(schema.names())}.")
