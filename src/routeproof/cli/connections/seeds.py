"""The canonical connections for a reader: rendered from the catalogue, which is where they come from."""

from routeproof.bindings.catalogue import canonical
from routeproof.model.connection import Catalogue


def canonical_lines(catalogue: Catalogue) -> str:
    """A line for each: its name, its provider, who pays."""
    rows = canonical(catalogue)
    width = max((len(row.name) for row in rows), default=0)
    return "\n".join(f"  {row.name:{width}}  {row.provider}, {row.payer}" for row in rows)
