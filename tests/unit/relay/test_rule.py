"""The decision of one request: each refusal in its turn, and what a route says."""

from dataclasses import replace
from typing import Any

import pytest

from routeproof.model.registry import Payer
from routeproof.model.secret import Secret
from routeproof.relay.layers import shared_names, usable_names
from routeproof.relay.model import (
    Ask,
    EndpointFrom,
    HeaderKind,
    Layer,
    Operation,
    Refusal,
    Route,
    Scope,
    Session,
    SessionState,
    Wire,
)
from routeproof.relay.rule import decide
from routeproof.relay.settings import Settings
from support.relay_makers import (
    KEYS,
    NOW,
    REGISTRY,
    SCOPE,
    SESSION,
    Bundles,
    ask,
    bundle,
    down,
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


def test_an_owner_pays_with_a_key_of_the_owner() -> None:
    found = route(ask(" open/one\u0085"), giving(OPEN))
    assert found == Route(
        provider="open",
        payer=Payer.BYOK,
        model="open/one",
        sent="one",
        wire=Wire.CHAT,
        op=Operation.CREATE,
        layer=Layer.OWNER,
        credential="OPEN_KEY",
        header=HeaderKind.BEARER,
        url="https://api.open.example/v1/chat/completions",
        endpoint="https://api.open.example/v1/chat/completions",
        endpoint_from=EndpointFrom.REGISTRY,
        secret=Secret(KEYS[Layer.OWNER]),
    )
    assert KEYS[Layer.OWNER] not in repr(found)


def test_the_operator_pays_with_its_own_key_and_its_id_is_sent_as_it_is() -> None:
    found = route(ask("platform/house"), giving(bundle("operator", "HOUSE_TOKEN")))
    assert (found.payer, found.layer, found.sent, found.wire) == (
        Payer.PLATFORM,
        Layer.OPERATOR,
        "platform/house",
        Wire.MESSAGES,
    )
    assert found.url == "https://house.example/a/v1/messages"


SCOPES = [
    (replace(SCOPE, revoked_at=1), (401, "token_invalid")),
    (replace(SCOPE, expires_at=NOW), (401, "token_invalid")),
    (replace(SCOPE, session="s2"), (401, "token_invalid")),
    (replace(SCOPE, runtime="bare"), (401, "token_invalid")),
    (replace(SCOPE, wire_apis=(Wire.MESSAGES, Wire.RESPONSES)), (403, "wire_api_not_allowed")),
    (replace(SCOPE, model="open/ONE"), (403, "model_not_allowed")),
    (replace(SCOPE, provider="claude"), (403, "provider_not_allowed")),
    (replace(SCOPE, payer=Payer.PLATFORM), (403, "payer_not_allowed")),
]


@pytest.mark.parametrize(("scope", "said"), SCOPES)
def test_each_bound_field_refuses_alone_and_nobody_is_asked_for_a_key(
    scope: Scope, said: tuple[int, str]
) -> None:
    asked: list[Any] = []
    assert refusal(ask("open/one"), giving(OPEN, asked=asked), scope=scope) == said
    assert asked == []


@pytest.mark.parametrize(
    "scope",
    [
        replace(SCOPE, expires_at=NOW + 1),
        replace(SCOPE, wire_apis=(Wire.CHAT,)),
        replace(SCOPE, model="\u2003open/one "),
        replace(SCOPE, provider="open", payer=Payer.BYOK, run="of-another"),
    ],
)
def test_a_bound_field_that_fits_is_no_hindrance(scope: Scope) -> None:
    assert route(ask("open/one"), giving(OPEN), scope=scope).provider == "open"


def test_a_stopped_session_is_refused_and_an_ended_one_is_not_known() -> None:
    stopped, ended = (replace(SESSION, state=each) for each in (SessionState.STOPPED, SessionState.ENDED))
    assert refusal(ask("open/one"), giving(OPEN), session=stopped) == (403, "session_not_running")
    assert refusal(ask("open/one"), giving(OPEN), session=ended) == (401, "token_invalid")


ASKED = [
    (None, (400, "model_required")),
    (7, (400, "model_required")),
    (" \t\u0085", (400, "model_required")),
    ("\ud800", (400, "invalid_json")),
    ("nobody", (404, "model_not_found")),
    ("\u001copen/one", (404, "model_not_found")),
]


@pytest.mark.parametrize(("model", "said"), ASKED)
def test_an_id_that_goes_nowhere(model: object, said: tuple[int, str]) -> None:
    assert refusal(ask(model), giving(OPEN)) == said


def test_a_bound_model_is_judged_before_the_id_is_derived() -> None:
    scope = replace(SCOPE, model="open/one")
    assert refusal(ask("nobody"), giving(OPEN), scope=scope) == (403, "model_not_allowed")


def test_a_runtime_that_is_gone() -> None:
    gone, scope = replace(SESSION, runtime="gone"), replace(SCOPE, runtime="gone")
    assert refusal(ask("open/one"), giving(OPEN), session=gone, scope=scope) == (403, "runtime_unknown")


def test_the_names_that_are_pinned_break_a_tie_and_no_others() -> None:
    claude = bundle("owner", "ANTHROPIC_API_KEY")
    pinned = replace(SESSION, auth_env=("ANTHROPIC_API_KEY",))
    assert route(ask("twin"), giving(claude), session=pinned).provider == "claude"
    assert refusal(ask("twin"), giving(claude)) == (403, "credential_missing")


def test_the_source_is_asked_once_for_the_layers_of_the_payer_alone() -> None:
    asked: list[Any] = []
    decided(ask("open/one"), giving(OPEN, asked=asked))
    decided(ask("platform/house"), giving(asked=asked))
    assert asked == [("open", (Layer.SESSION, Layer.OWNER)), ("platform", (Layer.OPERATOR,))]


def test_a_vault_that_is_away_is_no_missing_key() -> None:
    assert refusal(ask("open/one"), down) == (503, "vault_unavailable")
    assert refusal(ask("cloud/one"), down) == (503, "auth_mode_unsupported")


def test_the_first_layer_wins_and_in_it_the_first_name_of_the_provider() -> None:
    both = [bundle("session", "OPEN_OTHER_KEY"), bundle("owner", "OPEN_KEY")]
    for given in (both, both[::-1]):
        found = route(ask("open/one"), giving(*given))
        assert (found.layer, found.credential) == (Layer.SESSION, "OPEN_OTHER_KEY")
    of_one = [bundle("owner", "OPEN_OTHER_KEY"), bundle("owner", "OPEN_KEY")]
    assert route(ask("open/one"), giving(*of_one)).credential == "OPEN_KEY"


@pytest.mark.parametrize("key", ["", "  ", " " * 9, "short", "with\nnew line", "a" * 65537, "nul\0nul\0nul"])
def test_what_can_be_no_key_is_absent(key: str) -> None:
    blank = bundle("session", "OPEN_KEY", key=key)
    assert route(ask("open/one"), giving(blank, OPEN)).layer is Layer.OWNER
    assert refusal(ask("open/one"), giving(blank)) == (403, "credential_missing")


def test_an_operators_name_counts_nowhere_with_the_owner() -> None:
    assert refusal(ask("greedy/one"), giving(bundle("owner", "HOUSE_TOKEN"))) == (403, "credential_missing")
    assert route(ask("greedy/one"), giving(bundle("owner", "GREEDY_KEY"))).credential == "GREEDY_KEY"


def test_a_key_of_the_other_side_is_not_there_even_where_a_source_gives_it() -> None:
    assert refusal(ask("open/one"), giving(bundle("operator", "OPEN_KEY"))) == (403, "credential_missing")
    assert refusal(ask("platform/house"), giving(bundle("owner", "HOUSE_TOKEN"))) == (
        503,
        "platform_unavailable",
    )


def test_key_and_endpoint_come_from_one_layer() -> None:
    own = "https://own.example/v1"
    session = replace(SESSION, endpoints={"open": own})
    keyed = bundle("session", "OPEN_KEY")
    found = route(ask("open/one"), giving(keyed, OPEN), session=session)
    assert (found.url, found.endpoint_from) == (f"{own}/chat/completions", EndpointFrom.LAYER)
    assert refusal(ask("open/one"), giving(OPEN), session=session) == (403, "endpoint_without_key")
    beside = bundle("owner", "OPEN_KEY", "https://owner.example")
    assert "api.open.example" in route(ask("open/one"), giving(keyed, beside)).url
    assert route(ask("open/one"), giving(beside)).url == "https://owner.example/chat/completions"


def test_messages_quote_nothing_that_was_asked() -> None:
    asked = ask("a-very-odd-id")
    found = decided(asked, giving(OPEN))
    assert isinstance(found, Refusal)
    assert "odd" not in found.message


def test_names_that_are_pinned_and_names_that_several_hosts_accept() -> None:
    names = {"OPEN_KEY", "HOUSE_TOKEN", "UNKNOWN", "ANTHROPIC_API_KEY"}
    assert usable_names(REGISTRY, "agent", names) == ("ANTHROPIC_API_KEY", "OPEN_KEY")
    assert usable_names(REGISTRY, "gone", names) == ()
    assert shared_names(REGISTRY) == {"HOUSE_TOKEN"}
