"""What passes between guest and vendor: headers by allowlist, both ways."""

from dataclasses import replace

import pytest

from routeproof.model.registry import Payer
from routeproof.relay.headers import (
    fixed_fault,
    forward_fault,
    own_to_guest,
    query_to_upstream,
    to_guest,
    to_upstream,
)
from routeproof.relay.model import HeaderKind, Layer, Route, Wire
from routeproof.relay.rule import decide
from routeproof.relay.settings import Settings
from support.relay_makers import KEYS, NOW, REGISTRY, SCOPE, SESSION, ask, bundle, giving

KEY = KEYS[Layer.OWNER]


def a_route(model: str = "open/one") -> Route:
    keys = giving(bundle("owner", "OPEN_KEY"), bundle("owner", "ANTHROPIC_API_KEY"))
    found = decide(REGISTRY, Settings(), SESSION, SCOPE, ask(model), keys, NOW)
    assert isinstance(found, Route)
    return found


OWN = {
    "accept": "application/json",
    "accept-encoding": "identity",
    "authorization": f"Bearer {KEY}",
    "content-type": "application/json",
    "user-agent": "routeproof/1.2",
}
EVIL = (
    ("Authorization", "Bearer rpf_token"),
    ("x-api-key", "rpf_token"),
    ("api-key", "rpf_token"),
    ("Cookie", "a=b"),
    ("Proxy-Authorization", "x"),
    ("Connection", "close"),
    ("Host", "elsewhere"),
    ("OpenAI-Organization", "org"),
    ("OpenAI-Project", "project"),
    ("anthropic-version", "2099-01-01"),
    ("anthropic-beta", "x"),
    ("X-Forwarded-For", "1.2.3.4"),
    ("Accept-Encoding", "gzip"),
    ("User-Agent", "guest"),
    ("X-Anything", "x"),
)


def sent(headers: tuple[tuple[str, str], ...], route: Route, ingress: Wire = Wire.CHAT) -> dict[str, str]:
    found = to_upstream(headers, route, ingress, version="1.2", stream=False)
    assert len(dict(found)) == len(found)
    return dict(found)


def test_nothing_of_a_guest_passes_but_what_is_allowed() -> None:
    assert sent(EVIL, a_route()) == OWN
    passed = {"traceparent": "t", "tracestate": "s", "idempotency-key": "i", "openai-beta": "b"}
    given = tuple((name.title(), value) for name, value in passed.items())
    assert sent((*EVIL, *given), a_route()) == OWN | passed


def test_a_family_of_headers_stays_in_its_own_protocol() -> None:
    own = ("anthropic-version", "2024-01-01"), ("anthropic-beta", "b"), ("openai-beta", "o")
    between = sent(own, a_route("claude/one"))
    assert (between["anthropic-version"], "anthropic-beta" in between) == ("2023-06-01", False)
    assert "openai-beta" not in between
    same = sent(own, a_route("claude/one"), Wire.MESSAGES)
    assert (same["anthropic-version"], same["anthropic-beta"]) == ("2024-01-01", "b")


@pytest.mark.parametrize("kind", HeaderKind)
def test_exactly_one_header_carries_the_key(kind: HeaderKind) -> None:
    route = replace(a_route(), header=kind, headers=(("Authorization", "x"), ("x-api-key", "y")))
    found = sent(EVIL, route)
    carrying = {name for name, value in found.items() if KEY in value}
    assert carrying == {"authorization" if kind is HeaderKind.BEARER else "x-api-key"}
    assert {"authorization", "x-api-key"} & found.keys() == carrying


def test_fixed_headers_come_before_a_guests_and_the_layers_before_the_settings() -> None:
    route = replace(a_route(), headers=(("X-Own", "layer"), ("traceparent", "fixed"), ("x-own", "settings")))
    found = sent((("traceparent", "guest"),), route)
    assert (found["x-own"], found["traceparent"]) == ("layer", "fixed")


def test_what_is_forwarded_by_name_is_never_what_no_guest_may_choose() -> None:
    given = (("X-Trace", "1"), *EVIL)
    found = to_upstream(
        given,
        a_route(),
        Wire.CHAT,
        version="1.2",
        stream=True,
        forward=["x-TRACE", "openai-project", "api-key"],
    )
    assert dict(found) == OWN | {"accept": "text/event-stream", "x-trace": "1"}


REFUSED = [
    *("host", "Connection", "TE", "transfer-encoding", "proxy-anything", "content-length", "a b", ""),
    *("cookie", "Set-Cookie", "forwarded", "x-forwarded-host", "OpenAI-Organization", "openai-project"),
    *(
        "authorization",
        "x-api-key",
        "X-Auth-User",
        "my.secret",
        "a_token",
        "x-credential",
        "session",
        "apikey",
    ),
]


@pytest.mark.parametrize("name", REFUSED)
def test_a_name_that_may_not_be_forwarded(name: str) -> None:
    assert forward_fault(name)


@pytest.mark.parametrize("name", ["x-trace", "x-keyboard", "author", "x-tokens-left", "forwarded-by"])
def test_a_name_that_may_be_forwarded(name: str) -> None:
    assert forward_fault(name) is None


def test_an_operator_may_choose_its_own_account_and_no_secret() -> None:
    assert fixed_fault("openai-organization") is None
    assert fixed_fault("x-api-key")
    assert fixed_fault("cookie")


VENDOR = (
    ("Content-Type", "application/json"),
    ("Retry-After", "1"),
    ("retry-after-ms", "1"),
    ("x-should-retry", "true"),
    ("Set-Cookie", "a=b"),
    ("Server", "x"),
    ("openai-organization", "org"),
    ("authorization", KEY),
    ("x-ratelimit-remaining", "5"),
    ("anthropic-ratelimit-tokens", "6"),
    ("content-encoding", "gzip"),
)
PLAIN = {"content-type", "retry-after", "retry-after-ms", "x-should-retry"}


def test_of_a_vendor_a_guest_sees_what_is_allowed_and_quotas_where_they_are_its_own() -> None:
    assert {name for name, _ in to_guest(VENDOR, Payer.PLATFORM)} == PLAIN
    own = {"x-ratelimit-remaining", "anthropic-ratelimit-tokens"}
    assert {name for name, _ in to_guest(VENDOR, Payer.BYOK)} == PLAIN | own


def test_the_facades_own_headers() -> None:
    assert dict(own_to_guest("r1", Wire.CHAT, a_route())) == {
        "cache-control": "no-store",
        "x-request-id": "r1",
        "x-routeproof-route": "provider=open;payer=byok;wire=chat_completions",
    }
    assert dict(own_to_guest("r1", Wire.MESSAGES))["request-id"] == "r1"


QUERIES = [
    ("beta=true", Wire.MESSAGES, Wire.MESSAGES, "beta=true"),
    ("key=x&beta=true&a=%26", Wire.MESSAGES, Wire.MESSAGES, "beta=true"),
    ("beta=1", Wire.MESSAGES, Wire.MESSAGES, ""),
    ("beta=true", Wire.CHAT, Wire.MESSAGES, ""),
    ("beta=true", Wire.MESSAGES, Wire.CHAT, ""),
]


@pytest.mark.parametrize(("query", "ingress", "wire", "left"), QUERIES)
def test_of_a_query_one_thing_is_left(query: str, ingress: Wire, wire: Wire, left: str) -> None:
    assert query_to_upstream(query, ingress, wire) == left
