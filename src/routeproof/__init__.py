"""routeproof: proves where every model id goes, and who pays for it."""

from routeproof.errors import RouteproofError
from routeproof.manifest import load, loads
from routeproof.model.registry import Registry
from routeproof.resolve import derive, menu, register, upstream
from routeproof.verdict import Verdict
from routeproof.workspace import check

__version__ = "0.1.0"

__all__ = [
    "Registry",
    "RouteproofError",
    "Verdict",
    "check",
    "derive",
    "load",
    "loads",
    "menu",
    "register",
    "upstream",
]
