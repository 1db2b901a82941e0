"""`routeproof connections migrate`: the tables of the store, and its canonical connections."""

from routeproof.bindings.catalogue import BUILTIN
from routeproof.cli.connections.answers import Said
from routeproof.cli.connections.layout import aligned
from routeproof.cli.connections.seeds import canonical_lines
from routeproof.cli.connections.stores import opened
from routeproof.cli.connections.surroundings import survey
from routeproof.cli.connections.verb import Asked, verb


def command(asked: Asked) -> Said:
    with opened(asked, survey(asked.root), boot=False) as store:
        revision = store.migrate()
        seeded = store.seed()
        shown = store.shown
    value = {
        "store": shown,
        "revision": revision,
        "inserted": [*seeded.inserted],
        "kept": [*seeded.kept],
    }
    text = aligned(
        [
            ("store", shown),
            ("revision", revision),
            ("inserted", ", ".join(seeded.inserted) or "-"),
            ("kept", ", ".join(seeded.kept) or "-"),
        ]
    )
    return Said(value=value, text=text)
