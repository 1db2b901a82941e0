"""The rule of dispatch on states that are incomplete, or nonsense: nobody is served by what is not known."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from routeproof.bindings.decide import decide
from routeproof.bindings.refusals import Reason, Refusal
from support.dispatch_states import CATALOGUE, HEALTHY, SOFT, said, state

MISSED = state(credential="absent", legacy={"mode": "your-own"})
ODD: list[tuple[dict[str, Any], str]] = [
    ({}, "refused incomplete_entry"),
    ({**HEALTHY, "entry": None}, "refused incomplete_entry"),
    ({**HEALTHY, "entry": []}, "refused incomplete_entry"),
    ({**HEALTHY, "entry": {"connection": "w"}}, "connection byok anthropic"),
    ({**HEALTHY, "entry": {"provider": 5, "connection": "w"}}, "refused unknown_provider"),
    ({**HEALTHY, "entry": {"provider": "anthropic", "connection": 5}}, "refused incomplete_entry"),
    ({**HEALTHY, "entry": {"provider": "anthropic", "connection": ["w"]}}, "refused incomplete_entry"),
    (state(entry={"payer": " "}), "connection byok anthropic"),
    (state(entry={"payer": "byokk"}), "refused payer_mismatch"),
    (state(entry={"payer": False}), "refused payer_mismatch"),
    ({**HEALTHY, "row": None}, "refused lookup_failed"),
    (
        {**HEALTHY, "row": {"state": "Found", "provider": "anthropic", "auth": "api_key"}},
        "refused lookup_failed",
    ),
    (state(row={"provider": "nobody"}), "refused invalid_row"),
    (state(row={"provider": None}), "refused invalid_row"),
    (state(row={"auth": "apikey"}), "refused invalid_row"),
    (state(row={"auth": {"type": "api_key"}}), "refused invalid_row"),
    (state(credential=None), "refused vault_unavailable"),
    (state(credential=["present"]), "refused vault_unavailable"),
    (state(row={"auth": "platform"}, platform=True), "refused vault_unavailable"),
    (state(adapter=None), "refused adapter_failed"),
    (state(entry={"connection": None}, legacy={"mode": None}), "refused mode_unreadable"),
    ({**state(entry={"connection": None}), "legacy": "managed"}, "refused mode_unreadable"),
    ({**MISSED, "policy": None}, "legacy byok anthropic"),
    ({key: value for key, value in MISSED.items() if key != "policy"}, "legacy byok anthropic"),
    ({**MISSED, "policy": "Any"}, "refused credential_not_found"),
    ({**MISSED, "policy": ["any"]}, "refused credential_not_found"),
    ({**HEALTHY, "call_site": None}, "connection byok anthropic"),
    ({**HEALTHY, "call_site": 0}, "connection byok anthropic"),
    (state(call_site=False, default={"provider": "anthropic"}), "refused no_default"),
    (state(call_site=False, default={"provider": "anthropic", "payer": "Platform"}), "refused no_default"),
    (state(call_site=False, default={"provider": 5, "payer": "byok"}), "refused no_default"),
    (state(call_site=False, default="anthropic"), "refused no_default"),
    ({**HEALTHY, "more": 1, "entry": {**HEALTHY["entry"], "more": 2}}, "connection byok anthropic"),
]


@pytest.mark.parametrize(("given", "wanted"), ODD, ids=[json.dumps(each[0])[:90] for each in ODD])
def test_what_is_not_known_serves_nobody(given: dict[str, Any], wanted: str) -> None:
    assert said(given) == wanted


WORDS = st.sampled_from(
    [
        "anthropic",
        "ollama",
        "w",
        "byok",
        "platform",
        "found",
        "absent",
        "error",
        "present",
        "down",
        "available",
        "built",
        "none",
        "raises",
        "managed",
        "your-own",
        "any",
        "same_payer",
        "api_key",
        "local",
        "state",
        "provider",
    ]
)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-2, 2) | WORDS | st.text(max_size=3),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(WORDS, inner, max_size=3),
    max_leaves=6,
)


@given(
    st.fixed_dictionaries({}, optional=dict.fromkeys(HEALTHY, JSON)), st.sampled_from(sorted(HEALTHY)), JSON
)
def test_every_json_state_has_an_answer_of_the_closed_set(
    wild: dict[str, Any], part: str, nonsense: object
) -> None:
    for each in (wild, {**HEALTHY, part: nonsense}):
        answer = decide(each, CATALOGUE)
        if isinstance(answer, Refusal):
            assert answer.reason in {str(reason) for reason in Reason}
            assert answer.hard == (answer.reason not in SOFT)
        else:
            assert answer.payer in {"platform", "byok", "subscription", "local"}
            assert answer.via in {"connection", "legacy", "default"}


def test_a_state_that_is_no_object_is_an_entry_that_says_nothing() -> None:
    nothing: Any
    for nothing in (None, [], "x", 5, True):
        assert decide(nothing, CATALOGUE) == Refusal(Reason.INCOMPLETE_ENTRY, hard=True)
