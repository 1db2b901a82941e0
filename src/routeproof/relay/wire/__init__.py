"""Conversion among three protocols, of requests, answers and streams: no silent loss, no made-up success.

The names load when they are asked for: who only names a protocol pays for no conversion.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from routeproof.relay.wire.convert import Converted, convert_answer, convert_request
    from routeproof.relay.wire.faults import UpstreamFault, error_body, upstream_words
    from routeproof.relay.wire.neutral import Stamp, Usage, Wire, WireSettings
    from routeproof.relay.wire.report import NotConvertible, format_losses
    from routeproof.relay.wire.stream import Stream
    from routeproof.relay.wire.watch import watch_answer

__all__ = [
    "Converted",
    "NotConvertible",
    "Stamp",
    "Stream",
    "UpstreamFault",
    "Usage",
    "Wire",
    "WireSettings",
    "convert_answer",
    "convert_request",
    "error_body",
    "format_losses",
    "upstream_words",
    "watch_answer",
]

_HOMES = {
    "convert": ("Converted", "convert_answer", "convert_request"),
    "faults": ("UpstreamFault", "error_body", "upstream_words"),
    "neutral": ("Stamp", "Usage", "Wire", "WireSettings"),
    "report": ("NotConvertible", "format_losses"),
    "stream": ("Stream",),
    "watch": ("watch_answer",),
}
_HOME_OF = {name: home for home, names in _HOMES.items() for name in names}


def __getattr__(name: str) -> object:
    """Import what is asked for."""
    if name not in _HOME_OF:
        raise AttributeError(f"module `{__name__}` has no attribute `{name}`")
    found: object = getattr(import_module(f"{__name__}.{_HOME_OF[name]}"), name)
    globals()[name] = found
    return found
