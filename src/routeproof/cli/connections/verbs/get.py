"""`routeproof connections get`: one connection in full."""

import click

from routeproof.cli.connections.answers import Said
from routeproof.cli.connections.layout import connection_sheet
from routeproof.cli.connections.sentences import refusal_of
from routeproof.cli.connections.stores import opened
from routeproof.cli.connections.surroundings import survey
from routeproof.cli.connections.verb import Common, verb
from routeproof.model.connection import Err


@verb("get")
@click.argument("name")
def command(asked: Common, name: str) -> Said:
    """Show the connection NAME. A row that cannot be used is not there: `doctor` names it.

    \b
    Examples:
      routeproof connections get anthropic-managed
      routeproof connections get anthropic-work --json
    """
    with opened(asked, survey(asked.root)) as store:
        found = store.get(name)
    if found is None:
        raise refusal_of(Err("not_found", {"name": name}))
    return Said(value={"connection": found.to_json()}, text=connection_sheet(found))
