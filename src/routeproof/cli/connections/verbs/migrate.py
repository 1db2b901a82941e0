"""`routeproof connections migrate`: the tables of the store, and its canonical connections."""

from routeproof.bindings.catalogue import BUILTIN
from routeproof.cli.connections.answers import Said
from routeproof.cli.connections.layout import aligned
from routeproof.cli.connections.seeds import canonical_lines
from routeproof.cli.connections.stores import opened
from routeproof.cli.connections.surroundings import survey
from routeproof.cli.connections.verb import Common, verb

_HELP = f"""Make the tables, or adopt those of your own system, and put the canonical connections in.

A row that is there already stays as it is.

\b
Canonical in the built-in catalogue:
{canonical_lines(BUILTIN)}

\b
Examples:
  routeproof connections migrate
  routeproof connections migrate --store postgresql+psycopg://app@db.example/app
"""


@verb("migrate", help_text=_HELP)
def command(asked: Common) -> Said:
    """As `--help` tells."""
    with opened(asked, survey(asked.root), boot=False) as store:
        revision = store.migrate()
        seeded = store.seed()
        shown = store.shown
    inserted, kept = [*seeded.inserted], [*seeded.kept]
    text = aligned(
        [
            ("store", shown),
            ("revision", revision),
            ("inserted", ", ".join(inserted) or "-"),
            ("kept", ", ".join(kept) or "-"),
        ]
    )
    return Said(value={"store": shown, "revision": revision, "inserted": inserted, "kept": kept}, text=text)
