"""Where a request goes: what may be dialled, which protocol is spoken, what is sent, in which header."""

from dataclasses import replace
from typing import Any

import pytest

from routeproof.relay.model import (
    Ask,
    EndpointFrom,
    HeaderKind,
    Operation,
    Refusal,
    Route,
    Scope,
    Session,
    Wire,
)
from routeproof.relay.rule import decide
from routeproof.relay.settings import ProviderSettings, Settings
from support.relay_makers import (
    NOW,
    REGISTRY,
    SCOPE,
    SESSION,
    Bundles,
    ask,
    bundle,
    giving,
)

OPEN = bundle("owner", "OPEN_KEY")


def decided(
    asked: Ask,
    bundles: Bundles,
    *,
    session: Session = SESSION,
    scope: Scope = SCOPE,
    settings: Settings | None = None,
) -> Route | Refusal:
    return decide(REGISTRY, settings or Settings(), session, scope, asked, bundles, NOW)


def route(*args: Any, **kwargs: Any) -> Route:
    found = decided(*args, **kwargs)
    assert isinstance(found, Route), found
    return found


def refusal(*args: Any, **kwargs: Any) -> tuple[int, str]:
    found = decided(*args, **kwargs)
    assert isinstance(found, Refusal), found
    return found.status, found.code


URLS = [
    ("http://own.example", False),
    ("https://me@own.example", False),
    ("https://own.example?a=b", False),
    ("https://own.example#a", False),
    ("https://127.0.0.1", False),
    ("https://10.0.0.7/v1", False),
    ("https://localhost", False),
    ("https://[::1]", False),
    ("ftp://own.example", False),
    ("own.example", False),
    ("https://own.example:8443/v1", True),
]


@pytest.mark.parametrize(("url", "allowed"), URLS)
def test_what_an_owner_may_have_called(url: str, allowed: bool) -> None:
    found = decided(ask("open/one"), giving(bundle("owner", "OPEN_KEY", url)))
    assert isinstance(found, Route) is allowed
    assert allowed or found == Refusal(403, "endpoint_not_allowed", "the endpoint may not be called")


@pytest.mark.parametrize("host", ["127.0.0.1", "127.0.0.1:8080"])
def test_a_host_that_the_operator_names_may_be_private_and_the_rest_holds(host: str) -> None:
    settings = Settings(private_hosts=(host,))

    def with_url(url: str) -> Route | Refusal:
        return decided(ask("open/one"), giving(bundle("owner", "OPEN_KEY", url)), settings=settings)

    assert isinstance(with_url("http://127.0.0.1:8080/v1"), Route)
    assert isinstance(with_url("http://me@127.0.0.1:8080/v1"), Refusal)
    assert isinstance(with_url("http://127.0.0.1:8080/v1?a"), Refusal)
    assert isinstance(with_url("http://127.0.0.2:8080/v1"), Refusal)


@pytest.mark.parametrize(
    ("url", "allowed"),
    [("http://127.0.0.1:9", True), ("http://far.example", False), ("https://10.0.0.7", True), ("x", False)],
)
def test_the_operators_own_urls(url: str, allowed: bool) -> None:
    settings = Settings(providers={"open": ProviderSettings(base_url=url)})
    found = decided(ask("open/one"), giving(OPEN), settings=settings)
    assert isinstance(found, Route) is allowed
    if isinstance(found, Route):
        assert (found.url, found.endpoint_from) == (f"{url}/chat/completions", EndpointFrom.SETTINGS)


def test_placeholders_are_filled_from_the_operators_variables_or_defaults() -> None:
    given = giving(bundle("owner", "PLACED_KEY"))
    assert refusal(ask("placed/one"), given) == (503, "endpoint_missing")
    settings = Settings(variables={"PLACED_WHAT": "it", "PLACED_WHERE": " "})
    assert route(ask("placed/one"), given, settings=settings).url == (
        "https://eu.placed.example/it/chat/completions"
    )
    assert refusal(ask("plan/one"), giving(bundle("owner", "CLAUDE_CODE_OAUTH_TOKEN"))) == (
        503,
        "endpoint_missing",
    )


WIRES = [
    ("open/one", Wire.MESSAGES, Wire.CHAT, "https://api.open.example/v1/chat/completions"),
    ("open/one", Wire.RESPONSES, Wire.CHAT, "https://api.open.example/v1/chat/completions"),
    ("byok-both/one", Wire.MESSAGES, Wire.MESSAGES, "https://both.example/anthropic/v1/messages"),
    ("byok-both/one", Wire.RESPONSES, Wire.CHAT, "https://api.byok-both.example/v1/chat/completions"),
    ("claude/one", Wire.CHAT, Wire.MESSAGES, "https://api.claude.example/v1/messages"),
]


@pytest.mark.parametrize(("model", "ingress", "wire", "url"), WIRES)
def test_the_guests_own_protocol_where_it_is_spoken_else_the_providers_first(
    model: str, ingress: Wire, wire: Wire, url: str
) -> None:
    keys = (OPEN, bundle("owner", "BOTH_KEY"), bundle("owner", "ANTHROPIC_API_KEY"))
    found = route(ask(model, ingress), giving(*keys))
    assert (found.wire, found.url) == (wire, url)


def test_settings_say_which_protocols_are_spoken_and_an_operators_query_stays_behind() -> None:
    own = ProviderSettings(wire_apis=(Wire.RESPONSES,), base_url="https://x.example/v1/?api-version=1")
    found = route(ask("open/one"), giving(OPEN), settings=Settings(providers={"open": own}))
    assert found.url == "https://x.example/v1/responses?api-version=1"
    assert found.endpoint == "https://x.example/v1/responses"


HEADERS = [
    ("ANTHROPIC_API_KEY", None, HeaderKind.X_API_KEY),
    ("ANTHROPIC_AUTH_TOKEN", None, HeaderKind.BEARER),
    ("OTHER_KEY", None, HeaderKind.BEARER),
    ("ANTHROPIC_API_KEY", HeaderKind.BEARER, HeaderKind.BEARER),
    ("OTHER_KEY", HeaderKind.X_API_KEY, HeaderKind.X_API_KEY),
]


@pytest.mark.parametrize(("name", "override", "header"), HEADERS)
def test_the_header_follows_the_name_of_the_key(
    name: str, override: HeaderKind | None, header: HeaderKind
) -> None:
    settings = Settings(providers={"claude": ProviderSettings(auth_header=override)})
    assert route(ask("claude/one"), giving(bundle("owner", name)), settings=settings).header is header


SENT = [
    ("open/one", "one"),
    ("open/opener/one", "opener/one"),
    ("open/", "open/"),
    ("open/one:two/three", "one:two/three"),
    ("byok-both/both/one", "v/both/one"),
]


@pytest.mark.parametrize(("model", "sent"), SENT)
def test_one_namespace_is_cut_and_the_vendors_prefix_put_in_front(model: str, sent: str) -> None:
    assert route(ask(model), giving(OPEN, bundle("owner", "BOTH_KEY"))).sent == sent


def test_settings_say_what_a_namespace_is() -> None:
    settings = Settings(providers={"open": ProviderSettings(namespaces=("open/opener",))})
    assert route(ask("open/opener:one"), giving(OPEN), settings=settings).sent == "one"
    assert route(ask("open/one"), giving(OPEN), settings=settings).sent == "open/one"


def test_tokens_are_counted_where_messages_are_spoken() -> None:
    count = Ask(Wire.MESSAGES, "claude/one", Operation.COUNT_TOKENS)
    given = giving(OPEN, bundle("owner", "ANTHROPIC_API_KEY"))
    assert route(count, given).url == "https://api.claude.example/v1/messages/count_tokens"
    assert refusal(replace(count, model="open/one"), given) == (404, "count_tokens_unsupported")
