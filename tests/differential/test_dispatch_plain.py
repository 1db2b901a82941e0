"""The rule of dispatch agrees with a second reading of it; `fuzz_dispatch.py` compares the whole space."""

from routeproof.bindings.decide import decide
from support.dispatch_invariants import told
from support.dispatch_space import BLOCKS, sample
from support.plain_dispatch import answer as read_plainly


def test_both_readings_agree_on_states_of_every_kind() -> None:
    differing = [state for state in sample(30_000, seed=1) if told(decide(state)) != read_plainly(state)]
    assert differing[:3] == []


def test_the_space_holds_every_state_once() -> None:
    small = min(BLOCKS, key=lambda block: block.size)
    assert small.size > 1_000
    states = [*small.states()]
    assert states == [small.at(number) for number in range(small.size)]
    assert len({repr(state) for state in states}) == small.size
