"""The rule, executed on one id: derive, menu, upstream, register."""

from routeproof.resolve.derive import Outcome, derive, hits
from routeproof.resolve.register import Registration, menu, register
from routeproof.resolve.upstream import Upstream, UpstreamError, upstream

__all__ = [
    "Outcome",
    "Registration",
    "Upstream",
    "UpstreamError",
    "derive",
    "hits",
    "menu",
    "register",
    "upstream",
]
