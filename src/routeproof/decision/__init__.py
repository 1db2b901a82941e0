"""The decision as data for two engines: one module for each dialect."""

from routeproof.decision import native
from routeproof.decision.dialect import Decision, Dialect, Language

__all__ = ["DIALECTS", "Decision", "Dialect", "Language", "dialect_of"]

DIALECTS = {dialect.name: dialect for dialect in (native.DIALECT,)}
"""Every dialect by the name that registries and their runtimes carry."""


def dialect_of(name: str) -> Dialect:
    """The dialect of that name; KeyError for one that there is not, so that nothing is decided by a guess."""
    return DIALECTS[name]
