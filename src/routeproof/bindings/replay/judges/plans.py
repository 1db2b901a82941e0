"""What a stage's backfill stamped, judged by what the entry had before and by what dispatch reads of it."""

import json
from collections.abc import Callable, Mapping
from types import MappingProxyType

from routeproof.bindings.catalogue import BUILTIN
from routeproof.bindings.config import entries
from routeproof.bindings.decide import Route, legacy_route
from routeproof.bindings.document import read_config, stamped
from routeproof.bindings.replay.judges.scenarios import PLAIN_STORE, Scenario
from routeproof.bindings.replay.machines.backfill import plan
from routeproof.bindings.replay.machines.dispatching import dispatch
from routeproof.bindings.replay.nearest import told
from routeproof.bindings.replay.stages import EntryGroup
from routeproof.model.registry import Payer

_OTHERS = {"second": {"provider": "openrouter"}, "third": {"provider": "ollama"}, "broken": 7}


def takes_the_mode_of_dispatch(scenario: Scenario) -> str | None:
    """Backfill and dispatch have one mode, whatever is written and wherever it runs."""
    situation = scenario.situation
    plain = situation.source is None and situation.payer is None and situation.held is PLAIN_STORE
    if not plain or not scenario.plan.stamp + scenario.plan.skipped:
        return None
    payers = [scenario.rows()[name].payer for _, name in scenario.plan.stamp]
    planned, had = (payers[0] if payers else None), _payer_had(scenario)
    if planned == had:
        return None
    return told(
        scenario.words, f"dispatch bills {had or 'nobody'}, backfill stamps for {planned or 'nobody'}"
    )


def ignores_source_and_order(scenario: Scenario) -> str | None:
    """What entries get depends neither on where they came from nor on the order in which they stand."""
    stage, situation = scenario.stage, scenario.situation
    if (situation.source, situation.group, situation.held) != (None, EntryGroup.PROFILES, PLAIN_STORE):
        return None
    profiles = {"first": situation.raw, **_OTHERS}
    turned = dict(reversed(profiles.items()))
    marked = [{**profiles, "first": {**situation.raw, "source": source}} for source in ("managed", "user")]
    plans = [
        plan(
            stage,
            {"llm": {"profiles": each}, "services": situation.services},
            situation.held,
            platform=situation.platform,
        )
        for each in (profiles, turned, *marked)
    ]
    if plans[1] != plans[0]:
        return told(scenario.words, "entries in another order get other connections")
    if any(each != plans[0] for each in plans[2:]):
        return told(scenario.words, "the source of an entry decides what it gets")
    return None


def stamps_rows_that_fit(scenario: Scenario) -> str | None:
    """A stamped name is a visible row's, of the entry's provider, and of the payer that the entry had."""
    rows = scenario.rows()
    for _, name in scenario.plan.stamp:
        row = rows.get(name)
        if row is None:
            return told(scenario.words, f"`{name}` is stamped, which no reader sees")
        if row.provider != scenario.situation.provider:
            return told(scenario.words, f"`{name}` is stamped, a row of `{row.provider}`")
        if _payer_had(scenario) not in (None, row.payer):
            return told(scenario.words, f"`{name}` is stamped, for which {row.payer} pays")
    return None


def stamps_what_is_read(scenario: Scenario) -> str | None:
    """What is written into an entry is what dispatch asks for, wherever the entry stands."""
    situation = scenario.situation
    if situation.held is not PLAIN_STORE or not scenario.plan.stamp:
        return None
    document = read_config(json.dumps(situation.config).encode(), "config.json")
    for entry in entries(json.loads(stamped(document, scenario.plan.stamp))):
        name = entry.connection or ""
        done = dispatch(scenario.state(scenario.rows().get(name)), scenario.stage.dispatch)
        if done.resolved != (name,):
            asked = f"`{done.resolved[0]}`" if done.resolved else "none"
            return told(scenario.words, f"`{name}` is stamped, and dispatch asks for {asked}")
    return None


def keeps_the_payer(scenario: Scenario) -> str | None:
    """In a store with its canonical rows alone, no entry that is served gets another payer."""
    flags = scenario.stage.dispatch
    before = dispatch(scenario.state(), flags).answer
    if scenario.situation.held is not PLAIN_STORE or not isinstance(before, Route):
        return None
    for _, name in scenario.plan.stamp:
        row = scenario.rows()[name]
        after = dispatch(scenario.state(row), flags).answer
        payers = {row.payer, after.payer if isinstance(after, Route) else None}
        if payers != {before.payer}:
            return told(scenario.words, f"{before.payer} paid, and `{name}` is stamped")
    return None


def walks_every_place(scenario: Scenario) -> str | None:
    """Every place that has the field, written or read, gets a connection, or is skipped with a reason."""
    situation, stage = scenario.situation, scenario.stage
    if situation.group not in stage.backfill.walked | stage.reading.connection_read_at:
        return None
    met = {where for where, _ in scenario.plan.stamp + scenario.plan.skipped}
    return None if situation.pointer in met else told(scenario.words, "the entry is not walked")


def _payer_had(scenario: Scenario) -> Payer | str | None:
    """The payer of the entry before: declared, else its mode's; None where nobody can say."""
    state = scenario.state()
    if state.payer is not None:
        return state.payer
    found = legacy_route(state, BUILTIN.by_name[scenario.situation.provider])
    return None if found is None else found.payer


JUDGES: Mapping[str, Callable[[Scenario], str | None]] = MappingProxyType(
    {
        "CN-15": takes_the_mode_of_dispatch,
        "CN-16": ignores_source_and_order,
        "CN-19": stamps_rows_that_fit,
        "CN-22": stamps_what_is_read,
        "CN-23": keeps_the_payer,
        "CN-24": walks_every_place,
    }
)
