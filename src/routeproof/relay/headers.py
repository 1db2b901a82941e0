"""Which headers pass, both ways: allowlists, so that what nobody thought of stops here."""

import re
from collections.abc import Iterable, Mapping
from urllib.parse import parse_qsl

from routeproof.model.registry import Payer
from routeproof.relay.model import HeaderKind, Route
from routeproof.relay.wire import Wire

Headers = Iterable[tuple[str, str]]
"""Names, in any case, with their values."""

ANTHROPIC_VERSION = "2023-06-01"

_ANY_VENDOR = frozenset({"traceparent", "tracestate", "idempotency-key"})
_FAMILIES: Mapping[Wire, frozenset[str]] = {
    Wire.CHAT: frozenset({"openai-beta"}),
    Wire.RESPONSES: frozenset({"openai-beta"}),
    Wire.MESSAGES: frozenset({"anthropic-version", "anthropic-beta"}),
}
_HOP_BY_HOP = frozenset(
    {
        "connection",
        "content-length",
        "expect",
        "host",
        "keep-alive",
        "proxy-connection",
        "te",
        "trailer",
        "trailers",
        "transfer-encoding",
        "upgrade",
    }
)
_ACCOUNT = frozenset({"forwarded", "openai-organization", "openai-project"})
_COOKIES = frozenset({"cookie", "set-cookie"})
_SECRET_WORDS = frozenset(
    {"auth", "authorization", "token", "secret", "key", "apikey", "credential", "session"}
)
_NAME = re.compile(r"[A-Za-z0-9!#$%&'*+.^_`|~-]+")
_SEGMENTS = re.compile(r"[-_.]")

_TO_GUEST = frozenset({"content-type", "retry-after", "retry-after-ms", "x-should-retry"})
_QUOTA = ("x-ratelimit-", "anthropic-ratelimit-")


def forward_fault(name: str) -> str | None:
    """Why no guest's header of that name is passed on, whatever the operator says; None where it may be."""
    folded = name.lower()
    if folded in _ACCOUNT or folded.startswith("x-forwarded-"):
        return "says who or whose the guest is"
    return fixed_fault(name)


def fixed_fault(name: str) -> str | None:
    """Why a header of that name is not even the operator's to add; None where it is."""
    folded = name.lower()
    if not _NAME.fullmatch(name):
        return "is no name of a header"
    if folded in _HOP_BY_HOP or folded.startswith("proxy-"):
        return "belongs to the connection"
    if _SECRET_WORDS & set(_SEGMENTS.split(folded)) or folded in _COOKIES:
        return "can carry a credential"
    return None


def to_upstream(
    guest: Headers, route: Route, ingress: Wire, *, version: str, stream: bool, forward: Iterable[str] = ()
) -> tuple[tuple[str, str], ...]:
    """The headers of the request to the vendor, each once, in lower case, sorted.

    `forward` are the names that the operator lets pass besides; one that no guest may choose never does. The
    operator's and the layer's own headers come before a guest's, and nothing comes before the one key.
    """
    family = _FAMILIES[route.wire] & _FAMILIES[ingress]
    wanted = _ANY_VENDOR | family | {name.lower() for name in forward if forward_fault(name) is None}
    sent = dict(_first(guest, wanted))
    if route.wire is Wire.MESSAGES:
        sent.setdefault("anthropic-version", ANTHROPIC_VERSION)
    sent |= {name.lower(): value for name, value in reversed(route.headers) if fixed_fault(name) is None}
    sent["accept"] = "text/event-stream" if stream else "application/json"
    sent |= {"accept-encoding": "identity", "content-type": "application/json"}
    sent["user-agent"] = f"routeproof/{version}"
    sent |= [_credential(route)]
    return tuple(sorted(sent.items()))


def _first(headers: Headers, wanted: frozenset[str] | set[str]) -> Iterable[tuple[str, str]]:
    found: dict[str, str] = {}
    for name, value in headers:
        if name.lower() in wanted:
            found.setdefault(name.lower(), value)
    return found.items()


def _credential(route: Route) -> tuple[str, str]:
    key = route.secret.reveal()
    return ("authorization", f"Bearer {key}") if route.header is HeaderKind.BEARER else ("x-api-key", key)


def query_to_upstream(query: str, ingress: Wire, wire: Wire) -> str:
    """What is left of a guest's query: `beta=true`, from Messages to Messages."""
    if ingress is not Wire.MESSAGES or wire is not Wire.MESSAGES:
        return ""
    return "beta=true" if ("beta", "true") in parse_qsl(query, keep_blank_values=True) else ""


def to_guest(vendor: Headers, payer: Payer) -> tuple[tuple[str, str], ...]:
    """The vendor's headers that a guest may see, in lower case; quotas where they are the customer's own."""
    return tuple(
        (name.lower(), value)
        for name, value in vendor
        if name.lower() in _TO_GUEST or (payer is Payer.BYOK and name.lower().startswith(_QUOTA))
    )


def own_to_guest(request: str, ingress: Wire, route: Route | None = None) -> tuple[tuple[str, str], ...]:
    """The facade's own headers of an answer; `request` is the id that stands in the ledger."""
    ids = ("x-request-id", "request-id") if ingress is Wire.MESSAGES else ("x-request-id",)
    own = [("cache-control", "no-store"), *((name, request) for name in ids)]
    if route is not None:
        where = f"provider={route.provider};payer={route.payer};wire={route.wire}"
        own.append(("x-routeproof-route", where))
    return tuple(own)
