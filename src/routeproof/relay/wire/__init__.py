"""Conversion among three protocols, of requests, answers and streams: no silent loss, no made-up success.

The names load when they are asked for: who only names a protocol pays for no conversion.
"""

from typing import TYPE_CHECKING

from routeproof.lazy import lazy_face

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
    ".convert": ("Converted", "convert_answer", "convert_request"),
    ".faults": ("UpstreamFault", "error_body", "upstream_words"),
    ".neutral": ("Stamp", "Usage", "Wire", "WireSettings"),
    ".report": ("NotConvertible", "format_losses"),
    ".stream": ("Stream",),
    ".watch": ("watch_answer",),
}
__getattr__ = lazy_face(__name__, _HOMES)
