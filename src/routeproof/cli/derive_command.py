"""`routeproof derive`: where one id goes, who pays, and the walk through the arms."""

import sys
from collections.abc import Iterator
from pathlib import Path

import click

from routeproof.cli.frame import manifest_option, option, root_option, workspace_registry
from routeproof.markup import visible
from routeproof.resolve.walk import Walk, walk


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
    for line in walk_lines(runtime, found):
        click.echo(visible(line))
    sys.exit(0 if found.outcome.provider else 1)


def walk_lines(runtime: str, found: Walk) -> Iterator[str]:
    """The outcome, the payer, the reason, and a line for each arm that was tried."""
    outcome = found.outcome
    yield f"runtime   {runtime}"
    yield f"id        {found.model}"
    yield f"outcome   {outcome.provider or outcome.error}"
    yield f"payer     {outcome.payer or 'nobody: the id is not served'}"
    yield f"because   {found.why}"
    if not found.steps:
        return
    yield ""
    width = max(len(step.arm) for step in found.steps)
    for step in found.steps:
        how = "lists it" if step.lists else "finds it" if step.found else "-"
        keys = f"  key present: {', '.join(step.keyed)}" if step.keyed else ""
        yield f"  {step.arm:{width}}  {how:8}  {step.pattern}{keys}"
