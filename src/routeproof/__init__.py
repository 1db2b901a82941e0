"""routeproof: proves where every model id goes, and who pays for it."""

from importlib import import_module

TYPE_CHECKING = False  # not from `typing`: under `python -m` that could be a file of the current folder
if TYPE_CHECKING:
    from routeproof.errors import RouteproofError
    from routeproof.gate import check
    from routeproof.harness import Verdict
    from routeproof.manifest import load, loads
    from routeproof.model.registry import Registry
    from routeproof.resolve import derive, menu, register, upstream

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

_HOMES = {
    "Registry": "routeproof.model.registry",
    "RouteproofError": "routeproof.errors",
    "Verdict": "routeproof.harness",
    "check": "routeproof.gate",
    "derive": "routeproof.resolve",
    "load": "routeproof.manifest",
    "loads": "routeproof.manifest",
    "menu": "routeproof.resolve",
    "register": "routeproof.resolve",
    "upstream": "routeproof.resolve",
}


def __getattr__(name: str) -> object:
    """Import what is asked for: each pytest run loads this package for its plugin, few need the engine."""
    if name not in _HOMES:
        raise AttributeError(f"module `{__name__}` has no attribute `{name}`")
    found: object = getattr(import_module(_HOMES[name]), name)
    globals()[name] = found
    return found
