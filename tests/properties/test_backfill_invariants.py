"""Whoever paid for an entry before a backfill pays for it afterwards, at whatever place the entry stands."""

import json
from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from routeproof.bindings.backfill import plan_backfill
from routeproof.bindings.catalogue import BUILTIN
from routeproof.bindings.config import effective_mode, entries, select
from routeproof.bindings.decide import Route, decide
from routeproof.bindings.document import read_config, stamped
from routeproof.model.connection import Auth, AuthType, Connection, Entry
from support.backfill_plans import ROWS

PROVIDERS = ("anthropic", "openai", "ollama", "openrouter", "platform", "mistral", "", None, 7)
PAYERS = (None, None, "byok", "platform", "local", "subscription", "", 7)
MODES = ("managed", "your-own", None, "", ["managed"])
OWN = (
    Connection("anthropic-personal", "anthropic", Auth(AuthType.API_KEY, "credential/x/y")),
    Connection("openai-personal", "anthropic", Auth(AuthType.API_KEY, "credential/openai/api_key")),
    Connection("work", "openrouter", Auth(AuthType.API_KEY, "credential/openrouter/api_key")),
    Connection("plan", "anthropic", Auth(AuthType.OAUTH_SUBSCRIPTION, "credential/a/b")),
    Connection("ollama-personal", "ollama", Auth(AuthType.NONE)),
)

ENTRY = st.fixed_dictionaries(
    {"provider": st.sampled_from(PROVIDERS), "payer": st.sampled_from(PAYERS)},
    optional={
        "provider_connection": st.sampled_from((None, "", " ", "work", "gone")),
        "source": st.sampled_from(("managed", "your-own")),
        "model": st.just("m"),
    },
)
GROUP = st.dictionaries(
    st.sampled_from(("a", "b/c", "d~", "")), ENTRY | st.none() | st.just("odd"), max_size=3
)
CONFIG = st.fixed_dictionaries(
    {
        "llm": st.fixed_dictionaries({"profiles": GROUP, "default": ENTRY, "callSites": GROUP}),
        "services": st.fixed_dictionaries(
            {"inference": st.fixed_dictionaries({"mode": st.sampled_from(MODES)})}
        ),
    }
)
ROW_SETS = st.lists(st.sampled_from(OWN), unique_by=lambda row: row.name).map(lambda rows: (*ROWS, *rows))


def route(entry: Entry, mode: str, rows: Mapping[str, Connection]) -> Route | None:
    """Where the entry goes when everything is well; None when it is refused."""
    row = rows.get(entry.connection or "")
    found = decide(
        {
            "policy": "forbid",
            "call_site": True,
            "entry": {"provider": entry.provider, "connection": entry.connection, "payer": entry.payer},
            "row": {"state": "absent"}
            if row is None
            else {"state": "found", "provider": row.provider, "auth": str(row.auth.type)},
            "credential": "present",
            "platform": "available",
            "adapter": "built",
            "legacy": {"mode": mode, "credential": "present"},
            "default": None,
        },
        BUILTIN,
    )
    return found if isinstance(found, Route) else None


@given(CONFIG, ROW_SETS, st.booleans())
def test_no_entry_gets_another_payer(
    config: dict[str, Any], rows: tuple[Connection, ...], platform: bool
) -> None:
    plan = plan_backfill(config, rows, platform=platform)
    text = stamped(read_config(json.dumps(config).encode(), "config.json"), plan.stamp)
    held = {row.name: row for row in (*rows, *plan.create)}
    names, mode = dict(plan.stamp), effective_mode(config, platform)
    after = {entry.pointer: entry for entry in entries(json.loads(text))}
    assert effective_mode(json.loads(text), platform) == mode
    for entry in entries(config):
        if entry.pointer not in names:
            assert after[entry.pointer] == entry
            continue
        row, new = held[names[entry.pointer]], after[entry.pointer]
        assert new.connection == row.name
        assert (new.provider, new.payer) == (entry.provider, entry.payer)
        before, now = route(entry, mode, held), route(new, mode, held)
        assert now is not None
        assert (now.provider, now.payer) == (entry.provider, row.payer)
        # Who was not served before is served by whom the entry declares.
        assert now.payer == (before.payer if before else entry.payer)


@given(CONFIG, ROW_SETS, st.booleans())
def test_what_was_done_is_not_done_again(
    config: dict[str, Any], rows: tuple[Connection, ...], platform: bool
) -> None:
    plan = plan_backfill(config, rows, platform=platform)
    text = stamped(read_config(json.dumps(config).encode(), "config.json"), plan.stamp)
    again = plan_backfill(json.loads(text), (*rows, *plan.create), platform=platform)
    assert (again.create, again.stamp, again.skipped) == ((), (), plan.skipped)


@given(CONFIG, ROW_SETS, st.booleans(), st.randoms(use_true_random=False))
def test_an_entry_gets_what_it_gets_alone(
    config: dict[str, Any], rows: tuple[Connection, ...], platform: bool, random: Any
) -> None:
    plan = plan_backfill(config, rows, platform=platform)
    told = dict(plan.stamp + plan.skipped)
    for group in ("profiles", "callSites"):
        items = [*config["llm"][group].items()]
        random.shuffle(items)
        config["llm"][group] = dict(items)
        for key, raw in items:
            alone = plan_backfill({**config, "llm": {group: {key: raw}}}, rows, platform=platform)
            where = f"/llm/{group}/{key.replace('~', '~0').replace('/', '~1')}"
            assert dict(alone.stamp + alone.skipped) == ({where: told[where]} if where in told else {})
    shuffled = {**config, "llm": dict(reversed(config["llm"].items()))}
    assert plan_backfill(shuffled, tuple(reversed(rows)), platform=platform) == plan


@pytest.mark.parametrize(
    ("config", "call_site", "profile"),
    [
        ({"default": {"provider": "openai"}}, None, None),
        ({"activeProfile": "a", "profiles": {"a": {"provider": "openai"}}}, None, None),
        ({"profiles": {"a": {"provider": "openai"}}}, None, "a"),
        ({"profiles": {"a": {"provider": "openai"}}, "callSites": {"s": {"profile": "a"}}}, "s", None),
        ({"callSites": {"s": {"provider": "openai"}}}, "s", None),
    ],
)
def test_what_is_written_at_each_place_is_what_dispatch_reads(
    config: dict[str, Any], call_site: str | None, profile: str | None
) -> None:
    document = read_config(json.dumps({"llm": config}).encode(), "config.json")
    plan = plan_backfill(document.value, ROWS, platform=True)
    winner = select(json.loads(stamped(document, plan.stamp)), call_site, profile)
    assert isinstance(winner, Entry)
    assert winner.connection == "openai-managed"
