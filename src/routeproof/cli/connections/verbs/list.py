"""`routeproof connections list`: the connections of the store."""

from routeproof.cli.connections.answers import Said
from routeproof.cli.connections.layout import connection_table, left_out
from routeproof.cli.connections.stores import opened
from routeproof.cli.connections.surroundings import survey
from routeproof.cli.connections.verb import Common, verb
from routeproof.cli.options import option


@verb("list")
@option("--provider", default="", metavar="NAME", help="Only those of this provider.")
def command(asked: Common, provider: str) -> Said:
    """List the connections of the store, by name: the provider of each, its auth, and who pays.

    \b
    Examples:
      routeproof connections list
      routeproof connections list --provider anthropic
      routeproof connections list --store postgresql+psycopg://app@db.example/app --json
    """
    with opened(asked, survey(asked.root)) as store:
        found, hidden = store.list(provider), store.hidden()
    return Said(
        value={"connections": [each.to_json() for each in found], "hidden": hidden},
        text=connection_table(found),
        notes=(left_out(hidden, "shown"),) if hidden else (),
    )
