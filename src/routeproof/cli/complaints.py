"""What went wrong, said on standard error."""

import click

from routeproof.errors import RouteproofError
from routeproof.markup import visible


def complain(error: RouteproofError) -> None:
    """Say every problem on standard error, a line each, its hint on a line of its own."""
    for problem in error.problems:
        where = f"{problem.place}: " if problem.place else ""
        click.echo(f"error: {visible(where + problem.message)}", err=True)
        if problem.hint:
            click.echo(f"  hint: {visible(problem.hint)}", err=True)
