"""`routeproof why-not`: why an id does not reach a provider, and the smallest change of it that does."""

import sys
from pathlib import Path

import click

from routeproof.cli.options import manifest_option, option, root_option, workspace_registry
from routeproof.cli.walk import format_walk
from routeproof.errors import InputError
from routeproof.harness import Exit
from routeproof.markup import visible
from routeproof.model.registry import Arm, Runtime
from routeproof.prove import find_nearest_id
from routeproof.resolve.walk import walk

_LONGEST = 200
"""Characters of an id beyond which no nearest one is sought: the search grows with the length."""


@click.command("why-not")
@click.argument("runtime")
@click.argument("model", metavar="ID")
@click.argument("provider")
@option(
    "--auth-env", "auth_env", metavar="NAME", multiple=True, help="Name of a credential present; repeatable."
)
@root_option
@manifest_option
def command(
    runtime: str,
    model: str,
    provider: str,
    auth_env: tuple[str, ...],
    root: Path | None,
    manifest: Path | None,
) -> None:
    """Tell why ID does not reach PROVIDER on RUNTIME, and show the nearest id that does.

    \b
    Examples:
      routeproof why-not claude-code minimax:MiniMax-M2.7 platform
    """
    registry = workspace_registry(root, manifest)
    known = registry.runtimes.get(runtime)
    if known is None:
        raise InputError(
            f"unknown runtime `{runtime}`", hint=f"the registry has {', '.join(registry.runtimes)}"
        )
    arm = _arm(known, provider)
    found = walk(registry, runtime, model, auth_env)
    if len(found.model) > _LONGEST:
        raise InputError(f"the id has {len(found.model)} characters", hint=f"give at most {_LONGEST}")
    near = find_nearest_id(known, arm, found.model, auth_env)
    for line in format_walk(runtime, found):
        click.echo(visible(line))
    click.echo("")
    if near is None:
        click.echo(visible(f"no id at all reaches {provider} with these credentials"))
    elif near.edits == 0:
        click.echo(visible(f"it does reach {provider}"))
    else:
        edits = "1 character" if near.edits == 1 else f"{near.edits} characters"
        click.echo(visible(f"nearest   {near.model}  ({edits} away) reaches {provider}"))
    sys.exit(Exit.CLEAN if near else Exit.FINDINGS)


def _arm(runtime: Runtime, provider: str) -> Arm:
    for arm in runtime.arms:
        if arm.name == provider:
            return arm
    names = ", ".join(arm.name for arm in runtime.arms)
    raise InputError(f"`{provider}` is no arm of `{runtime.name}`", hint=f"its arms are {names}")
