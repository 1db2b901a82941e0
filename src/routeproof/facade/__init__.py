"""The runtime facade: what an agent runtime talks to instead of a vendor, under names that stay.

The names load when they are asked for.
"""

from typing import TYPE_CHECKING

from routeproof.lazy import lazy_face

if TYPE_CHECKING:
    from routeproof.facade.settings import load_settings
    from routeproof.relay.audit import audit
    from routeproof.relay.env import denylist, managed_env, strip_env
    from routeproof.relay.model import (
        Ask,
        Bundle,
        CredentialSource,
        LedgerLine,
        Refusal,
        Route,
        Scope,
        Session,
        VaultUnavailable,
    )
    from routeproof.relay.redact import Redactor
    from routeproof.relay.rule import decide
    from routeproof.relay.settings import Settings
    from routeproof.relay.wire import Converted, NotConvertible, Stream, convert_answer, convert_request

__all__ = [
    "Ask",
    "Bundle",
    "Converted",
    "CredentialSource",
    "LedgerLine",
    "NotConvertible",
    "Redactor",
    "Refusal",
    "Route",
    "Scope",
    "Session",
    "Settings",
    "Stream",
    "VaultUnavailable",
    "audit",
    "convert_answer",
    "convert_request",
    "decide",
    "denylist",
    "load_settings",
    "managed_env",
    "strip_env",
]

_HOMES = {
    "routeproof.relay.model": (
        "Ask",
        "Bundle",
        "CredentialSource",
        "LedgerLine",
        "Refusal",
        "Route",
        "Scope",
        "Session",
        "VaultUnavailable",
    ),
    "routeproof.relay.settings": ("Settings",),
    "routeproof.relay.rule": ("decide",),
    "routeproof.relay.env": ("denylist", "managed_env", "strip_env"),
    "routeproof.relay.redact": ("Redactor",),
    "routeproof.relay.audit": ("audit",),
    "routeproof.relay.wire": ("Converted", "NotConvertible", "Stream", "convert_answer", "convert_request"),
    "routeproof.facade.settings": ("load_settings",),
}
__getattr__ = lazy_face(__name__, _HOMES)
