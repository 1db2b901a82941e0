"""The registry as source text for the programs that read it: one projection, one module per language."""

from routeproof.codegen.hunk import first_hunk
from routeproof.codegen.render import CodeLanguage, render

__all__ = ["CodeLanguage", "first_hunk", "render"]
