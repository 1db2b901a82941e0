"""Real rows, vaults and configurations go the way that the second reading says; nobody is asked in vain.

The state is given twice: to the second reading whole, and to the dispatcher as a world to look things up in.
"""

from collections.abc import Iterator
from itertools import islice, takewhile
from typing import Any

import pytest

from routeproof.connections.store import open_store
from support.dispatch_space import PAYERS, sample
from support.dispatch_world import OPERATOR, OWN, World, fill, is_equipped, said, with_default_now
from support.live_database import LiveDatabase
from support.plain_dispatch import Answer
from support.plain_dispatch import answer as read_plainly

COUNT = 1_200


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    url = f"sqlite:///{tmp_path_factory.mktemp('world')}/connections.db"
    with open_store(url) as store:
        fill(LiveDatabase("sqlite", url))
        yield World(store)


def bindable(state: dict[str, Any]) -> bool:
    """Whether a session can be bound to the state's default: a default serves, when all is well."""
    default = state["default"]
    if default is None:
        return True
    return (default["provider"], default["payer"]) in {
        ("anthropic", "platform"),
        ("anthropic", "byok"),
        ("fireworks", "byok"),
        ("ollama", "byok"),
        ("ollama", "local"),
    }


def states(seed: int) -> Iterator[dict[str, Any]]:
    drawn = (state for state in sample(50 * COUNT, seed) if state["call_site"])
    return islice((state for state in drawn if bindable(state)), COUNT)


WELL = {"platform": "available", "adapter": "built", "credential": "present"}


def test_a_canonical_call_goes_the_way_of_the_rule(world: World) -> None:
    differing = []
    for state in states(seed=1):
        world.turn(state)
        found = world.dispatcher(state).route("site")
        if said(found) != read_plainly(with_default_now(state)) or not is_equipped(found, state):
            differing.append((state, said(found)))
    assert differing[:3] == []


def test_a_session_goes_the_way_of_the_rule_with_what_it_was_bound_to(world: World) -> None:
    differing = []
    for state in states(seed=2):
        world.turn({**state, **WELL})
        session = world.dispatcher(state).session()
        world.turn(state)
        found = session.route("site")
        if said(found) != read_plainly(state) or not is_equipped(found, state):
            differing.append((state, said(found)))
        world.asked.clear()
        alone = session.route()
        if said(alone) != read_plainly({**state, "call_site": False}) or world.asked:
            differing.append((state, said(alone)))
    assert differing[:3] == []


def test_nothing_is_looked_up_in_vain(world: World) -> None:
    """Whatever was asked for, another answer to it would have made another way, or another reason."""
    wasted = []
    for state in states(seed=3):
        world.turn(state)
        world.dispatcher(state).route("site")
        asked = [what for what in world.asked if what != "epoch"]
        own = [*takewhile(lambda what: not what.startswith("row d"), asked)]
        assert len({*own}) == len(own), (state, asked)
        wasted += [(state, what) for what in own if what.startswith("credential") and idle(state, what)]
        if own != asked and idle_default(state):
            wasted.append((state, "the default"))
    assert wasted[:3] == []


def idle(state: dict[str, Any], ref: str) -> bool:
    """Whether no answer of the vault for the reference could have changed the way."""
    if ref == OWN:
        return len({reads(state, credential=each) for each in ("present", "absent", "down")}) == 1
    if ref == OPERATOR:
        return len({reads(state, platform=each) for each in ("available", "unavailable", "down")}) == 1
    mode = state["legacy"]["mode"]
    answers = ("present", "absent", "down", "malformed")
    options = [{"mode": mode, "credential": each} for each in answers]
    seen = {reads(state, legacy=each) for each in options}
    return len(seen) == 1 and len({reads(state, legacy=each, default=None) for each in options}) == 1


def idle_default(state: dict[str, Any]) -> bool:
    """Whether no default of that provider, whoever pays, could have changed the way."""
    provider = state["default"]["provider"]
    options = [None, *({"provider": provider, "payer": payer} for payer in PAYERS)]
    return len({read_plainly({**state, "default": each}) for each in options}) == 1


def reads(state: dict[str, Any], **changed: Any) -> Answer:
    return read_plainly(with_default_now({**state, **changed}))
