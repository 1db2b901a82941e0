"""What holds of every answer of the rule of dispatch: CN-25, 28, 29, 30, 31 and 34, over drawn states.

The same is held over the whole space by `tests/differential/fuzz_dispatch.py`.
"""

from itertools import product

import pytest

from routeproof.bindings.decide import decide
from support.dispatch_invariants import broken, serves_itself, told
from support.dispatch_space import DECLARED, FOUND, MANAGED, Block, State, defaults, entry, sample
from support.plain_dispatch import PAYS


@pytest.fixture(scope="module")
def breaches() -> list[tuple[str, State]]:
    """Which invariant is broken by the answer to which state."""
    return [(name, state) for state in sample(20_000, seed=2) for name in broken(state, told(decide(state)))]


@pytest.mark.parametrize("name", ["CN-28", "CN-29", "CN-30", "CN-31", "CN-34"])
def test_an_invariant_holds_in_every_state(breaches: list[tuple[str, State]], name: str) -> None:
    assert [state for broken_name, state in breaches if broken_name == name][:3] == []


def test_a_connection_that_can_serve_does_by_its_own_row_and_auth() -> None:
    """Whatever the policy, the mode and the default are (CN-25)."""
    named = tuple(entry(provider, "w", payer) for provider, payer in product((None, MANAGED), DECLARED))
    block = Block(named, FOUND, ("present",), ("built",), defaults(MANAGED))
    able = [state for state in block.states() if serves_itself(state)]
    assert len(able) > 5_000
    for state in able:
        row = state["row"]
        assert told(decide(state)) == ("connection", row["provider"], PAYS[row["auth"]], None, False, None)


def test_every_invariant_is_put_to_the_test() -> None:
    """The drawn states hold what each invariant speaks of; else it would hold of nothing."""
    answers = [(state, told(decide(state))) for state in sample(20_000, seed=2)]
    ways = {(answer[0], answer[2], state["policy"], answer[4]) for state, answer in answers}
    assert {("default", "byok", "any", True), ("legacy", "byok", "same_payer", False)} <= ways
    assert {("legacy", "platform", "any", False), ("connection", "platform", "forbid", False)} <= ways
    rows = {state["row"].get("auth") for state, answer in answers if answer[0] == "legacy" and answer[3]}
    assert {"oauth_subscription", "service_account"} <= rows
