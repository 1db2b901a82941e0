"""The registry as source text for the programs that read it: one projection, one module per language."""

from routeproof.artefact.hunk import first_hunk
from routeproof.artefact.render import Language, render

__all__ = ["Language", "first_hunk", "render"]
