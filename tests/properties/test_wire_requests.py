"""Whatever a guest's body holds, it is converted or refused; nothing else is ever raised."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from routeproof.relay.wire import NotConvertible, convert_request
from support.wire_bodies import REQUESTS, ROLES, TYPES, spoiled

PAIRS = [(source, target) for source in REQUESTS for target in REQUESTS if source != target]
NAMES = sorted({name for body in REQUESTS.values() for name in body})
KEYS = st.sampled_from([*NAMES, "type", "role", "content", "text", "id", "input", "name", "arguments", "x"])
LEAVES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-3, 3),
    st.floats(allow_nan=False, allow_infinity=False, width=16),
    st.sampled_from(["", "x", "data:", "data:image/png;base64,aGk=", "{}", "[", "auto", *ROLES, *TYPES]),
)
SOUP = st.recursive(
    LEAVES,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=4),
    max_leaves=12,
)


def check(body: dict[str, Any], source: str, target: str) -> None:
    before = json.dumps(body)
    refused, converted = None, None
    try:
        converted = convert_request(body, source, target, sent="m")
    except NotConvertible as refusal:
        refused = refusal
    assert json.dumps(body) == before
    if converted is None:
        assert refused is not None
        assert refused.param
        assert refused.message
    else:
        json.dumps(converted.body, allow_nan=False)
        assert converted.body["model"] == "m"
        assert list(converted.lossy) == sorted(converted.lossy)


@pytest.mark.parametrize(("source", "target"), PAIRS)
@given(data=st.data())
def test_soup_is_converted_or_refused(source: str, target: str, data: st.DataObject) -> None:
    names = st.sampled_from([*REQUESTS[source], "novelty"])
    check(data.draw(st.dictionaries(names, SOUP, max_size=5)), source, target)


@pytest.mark.parametrize(("source", "target"), PAIRS)
@given(data=st.data())
def test_a_good_request_with_one_thing_spoiled_is_converted_or_refused(
    source: str, target: str, data: st.DataObject
) -> None:
    check(data.draw(spoiled(REQUESTS[source], SOUP)), source, target)
