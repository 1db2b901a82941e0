"""The registry as source text for the programs that read it: one projection, one module per language."""

from routeproof.codegen.hunk import first_hunk
from routeproof.codegen.render import Language, render

__all__ = ["Language", "first_hunk", "render"]
