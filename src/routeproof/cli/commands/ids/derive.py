"""`routeproof derive`: where one id goes, who pays, and the walk through the arms."""

import sys
from pathlib import Path

import click

from routeproof.cli.options import manifest_option, option, root_option, workspace_registry
from routeproof.cli.walk import format_walk
from routeproof.markup import visible
from routeproof.resolve.walk import walk


@click.command("derive")
@click.argument("runtime")
@click.argument("model", metavar="ID")
@option(
    "--auth-env",
    "auth_env",
    metavar="NAME",
    multiple=True,
    help="Name of a credential that is present; repeatable.",
)
@root_option
@manifest_option
def command(
    runtime: str, model: str, auth_env: tuple[str, ...], root: Path | None, manifest: Path | None
) -> None:
    """Show which provider serves ID on RUNTIME, who pays, and why: the walk through the arms.

    Exits 0 when a provider serves the id and 1 when none does.

    \b
    Examples:
      routeproof derive hermes openai:gpt-4o
      routeproof derive codex gpt-5.5 --auth-env OPENAI_API_KEY
    """
    registry = workspace_registry(root, manifest)
    found = walk(registry, runtime, model, auth_env)
    for line in format_walk(runtime, found):
        click.echo(visible(line))
    sys.exit(0 if found.outcome.provider else 1)
