"""Every state of a request's keys, and many drawn ones, by the rule and by its second reading."""

from collections.abc import Mapping
from itertools import product
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from routeproof.model.registry import Payer
from routeproof.relay.layers import usable_names
from routeproof.relay.model import Ask, Bundle, Layer, Refusal, Route, Scope, Session, SessionState, Wire
from routeproof.relay.rule import decide
from routeproof.relay.settings import Settings
from support.plain_relay import plain_decide
from support.relay_makers import CATALOGUE, KEYS, NOW, REGISTRY, bundle, down, giving

NAMES = tuple(dict.fromkeys(name for each in CATALOGUE for name in each.auth_env))
ENDPOINT = "https://{}.own.example/v1"
OFF: Mapping[str, Any] = {
    "now": NOW,
    "revoked": False,
    "expires": 0,
    "stopped": False,
    "ingress": "chat_completions",
    "wires": (),
    "bound_model": None,
    "bound_provider": None,
    "bound_payer": None,
    "pinned": (),
    "down": False,
    "keys": {},
    "session_endpoint": {},
    "variables": {},
}


def by_the_rule(state: Mapping[str, Any], asked: list[Any] | None = None) -> Route | Refusal:
    session = Session(
        id="s1",
        owner="ann",
        runtime="agent",
        state=SessionState.STOPPED if state["stopped"] else SessionState.RUNNING,
        auth_env=tuple(state["pinned"]),
        endpoints=state["session_endpoint"],
    )
    scope = Scope(
        fingerprint="abcdef012345",
        session="s1",
        provider=state["bound_provider"],
        model=state["bound_model"],
        wire_apis=tuple(map(Wire, state["wires"])),
        payer=Payer(state["bound_payer"]) if state["bound_payer"] else None,
        expires_at=state["expires"],
        revoked_at=int(state["revoked"]),
    )
    keys = [bundle(layer, name, url, text) for (layer, name), (text, url) in state["keys"].items()]
    source = down if state["down"] else giving(*keys, asked=asked)
    question = Ask(Wire(state["ingress"]), state["model"])
    settings = Settings(variables=state["variables"])
    return decide(REGISTRY, settings, session, scope, question, source, state["now"])


def plainly(found: Route | Refusal) -> tuple[Any, ...]:
    if isinstance(found, Refusal):
        return "refused", found.code
    return (
        "served",
        found.provider,
        found.payer,
        found.layer,
        found.credential,
        found.url,
        found.header,
        found.wire,
        found.sent,
    )


KEY_STATES = ("present", "absent", "blank")
MODELS = {"byok": ("open/one", "OPEN_KEY"), "platform": ("platform/house", "HOUSE_TOKEN")}


def states(payer: str) -> list[dict[str, Any]]:
    """All: each layer's key and endpoint, the vault, the session and the token."""
    model, name = MODELS[payer]
    found = []
    for keys in product(KEY_STATES, repeat=3):
        for ends in product((False, True), repeat=3):
            for away, life in product((False, True), ("running", "stopped", "revoked")):
                given = {}
                for layer, key, end in zip(Layer, keys, ends, strict=True):
                    if key != "absent" or end:
                        text = KEYS[layer] if key == "present" else ""
                        given[str(layer), name] = text, ENDPOINT.format(layer) if end else None
                alive = {"stopped": life == "stopped", "revoked": life == "revoked"}
                found.append({**OFF, "model": model, "keys": given, "down": away, **alive})
    return found


@pytest.mark.parametrize("payer", MODELS)
def test_in_every_state_a_key_of_the_payers_own_layers_serves_or_none(payer: str) -> None:
    served = 0
    layers = {"byok": {Layer.SESSION, Layer.OWNER}, "platform": {Layer.OPERATOR}}[payer]
    everything = states(payer)
    assert len(everything) == 27 * 8 * 2 * 3
    for state in everything:
        found = by_the_rule(state)
        if isinstance(found, Refusal):
            continue
        served += 1
        assert found.payer == payer
        assert found.layer in layers
        assert found.secret.reveal() == KEYS[found.layer], "the key is that of the layer"
        assert [state[each] for each in ("down", "stopped", "revoked")] == [False] * 3
        hosts = [other for other in Layer if f"{other}.own.example" in found.url]
        assert hosts in ([], [found.layer]), "the endpoint is nobody else's"
    assert served > 50


@pytest.mark.parametrize("payer", MODELS)
def test_in_every_state_both_readings_agree(payer: str) -> None:
    for state in states(payer):
        assert plainly(by_the_rule(state)) == plain_decide(REGISTRY, state), state


def _keys() -> st.SearchStrategy[dict[tuple[str, str], tuple[str, str | None]]]:
    texts = st.sampled_from(["", "        ", "tooshor", "sk-0123456789"])
    urls = st.sampled_from([None, "https://own.example", "http://own.example/", "https://a@own.example"])
    places = st.tuples(st.sampled_from([str(each) for each in Layer]), st.sampled_from(NAMES))
    return st.dictionaries(places, st.tuples(texts, urls), max_size=8)


MODEL_IDS = st.sampled_from(
    [
        *(
            f"{each.name}{mark}{rest}"
            for each in CATALOGUE
            for mark in "/:"
            for rest in ("", "one", "open/x")
        ),
        *(
            "platform/house",
            "open/one",
            "twin",
            "claude/one",
            "nobody",
            "",
            " \u0085",
            "\u001ctwin",
            "twin\u2003",
        ),
    ]
)
STATES = st.fixed_dictionaries(
    {
        "now": st.just(NOW),
        "revoked": st.sampled_from([False] * 7 + [True]),
        "expires": st.sampled_from([0, NOW, NOW + 1]),
        "stopped": st.sampled_from([False] * 7 + [True]),
        "ingress": st.sampled_from([str(each) for each in Wire]),
        "wires": st.sampled_from([(), (), ("messages",), ("chat_completions", "responses")]),
        "model": MODEL_IDS,
        "bound_model": st.none() | st.none() | MODEL_IDS,
        "bound_provider": st.none() | st.none() | st.sampled_from([each.name for each in CATALOGUE]),
        "bound_payer": st.sampled_from([None, None, "byok", "platform"]),
        "pinned": st.sets(st.sampled_from(NAMES), max_size=4).map(sorted),
        "down": st.sampled_from([False] * 7 + [True]),
        "keys": _keys(),
        "session_endpoint": st.dictionaries(
            st.sampled_from([each.name for each in CATALOGUE]), st.just("https://session.example"), max_size=2
        ),
        "variables": st.sampled_from([{}, {"PLACED_WHAT": "it"}]),
    }
)


@given(STATES)
def test_both_readings_agree_on_whatever_is_drawn(state: dict[str, Any]) -> None:
    assert plainly(by_the_rule(state)) == plain_decide(REGISTRY, state)


@given(STATES, st.randoms(use_true_random=False))
def test_the_order_of_keys_changes_nothing_and_the_source_is_asked_once(
    state: dict[str, Any], random: Any
) -> None:
    items = list(state["keys"].items())
    random.shuffle(items)
    asked: list[Any] = []
    assert plainly(by_the_rule(state | {"keys": dict(items)}, asked)) == plainly(by_the_rule(state))
    assert len(asked) <= 1
    for _, layers in asked:
        assert set(layers) in ({Layer.SESSION, Layer.OWNER}, {Layer.OPERATOR})


@given(STATES)
def test_the_other_sides_keys_change_nothing(state: dict[str, Any]) -> None:
    found = by_the_rule(state)
    if isinstance(found, Refusal):
        return
    theirs = ("operator",) if found.payer == "byok" else ("session", "owner")
    kept = {place: key for place, key in state["keys"].items() if place[0] not in theirs}
    assert plainly(by_the_rule(state | {"keys": kept})) == plainly(found)


@given(st.sets(st.sampled_from(NAMES)))
def test_what_is_pinned_is_accepted_by_an_arm_and_never_the_operators(names: set[str]) -> None:
    pinned = set(usable_names(REGISTRY, "agent", names))
    assert pinned == names - {"HOUSE_TOKEN"}


def test_a_bundle_shows_no_key() -> None:
    assert KEYS[Layer.OWNER] not in repr(Bundle("owner", "OPEN_KEY", bundle("owner", "OPEN_KEY").secret))
