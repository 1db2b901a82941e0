"""`routeproof why`: the walk of an id through the arms, its class, and what any credential would change."""

from collections.abc import Iterator
from pathlib import Path

import click

from routeproof.cli.options import manifest_option, option, root_option, workspace_registry
from routeproof.cli.walk import format_walk
from routeproof.markup import visible
from routeproof.model.registry import Runtime
from routeproof.prove import RouteClass, extent, route_classes, routes
from routeproof.resolve import hits
from routeproof.resolve.walk import walk


@click.command("why")
@click.argument("runtime")
@click.argument("model", metavar="ID")
@option(
    "--auth-env", "auth_env", metavar="NAME", multiple=True, help="Name of a credential present; repeatable."
)
@root_option
@manifest_option
def command(
    runtime: str, model: str, auth_env: tuple[str, ...], root: Path | None, manifest: Path | None
) -> None:
    """Tell why ID goes where it goes on RUNTIME: the walk, the class of ids like it, every credential.

    \b
    Examples:
      routeproof why codex gpt-5.5
      routeproof why hermes platform/anything
    """
    registry = workspace_registry(root, manifest)
    found = walk(registry, runtime, model, auth_env)
    lines = list(format_walk(runtime, found))
    known = registry.runtimes.get(runtime)
    if known is not None and found.model:
        lines += ["", *_class_lines(known, found.model)]
    for line in lines:
        click.echo(visible(line))


def _class_lines(runtime: Runtime, model: str) -> Iterator[str]:
    each = _class_of(runtime, model)
    yield f"class     {extent(each)}, the shortest is {each.witness}"
    table = routes(each)
    if len(table) == 1:
        yield "keys      no credential changes the outcome"
    for route in table[: 0 if len(table) == 1 else None]:
        yield f"keys      {route}"


def _class_of(runtime: Runtime, model: str) -> RouteClass:
    """The class of an id: the one with its hits; every id has one."""
    exact, pattern = hits(runtime, model)
    return next(each for each in route_classes(runtime) if (each.exact, each.pattern) == (exact, pattern))
