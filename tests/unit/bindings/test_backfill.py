"""The backfill plan: the table, which key is chosen, taken names, and nothing that reaches across."""

from copy import deepcopy
from itertools import permutations
from typing import Any

import pytest

from routeproof.bindings.backfill import Plan, Skip, plan_backfill
from routeproof.bindings.catalogue import BUILTIN
from routeproof.model.connection import Auth, AuthType, Catalogue, Connection, ProviderEntry
from support.backfill_plans import BROKEN, DEFAULT, MANAGED, OWN, ROWS, config_of, key_row, outcome

# ---- the table ----


@pytest.mark.parametrize(
    ("entry", "mode", "expected"),
    [
        ("anthropic", MANAGED, "malformed_entry"),
        (["anthropic"], MANAGED, "malformed_entry"),
        ("", MANAGED, "malformed_entry"),
        ({"provider": 7}, MANAGED, "malformed_entry"),
        ({"provider": {"name": "anthropic"}}, MANAGED, "malformed_entry"),
        ({"provider": "anthropic", "payer": 7}, MANAGED, "malformed_entry"),
        ({"provider": "anthropic", "payer": ["byok"]}, MANAGED, "malformed_entry"),
        ({"provider": "anthropic", "provider_connection": 7}, MANAGED, "malformed_entry"),
        ({"provider": "anthropic", "provider_connection": False}, MANAGED, "malformed_entry"),
        ({"provider_connection": {}}, MANAGED, "malformed_entry"),
        ({"provider": "platform"}, MANAGED, "routing_identity"),
        ({"provider": "platform", "payer": "byok"}, BROKEN, "routing_identity"),
        ({"provider": "mistral"}, MANAGED, "unknown_provider"),
        ({"provider": "Anthropic"}, MANAGED, "unknown_provider"),
        ({"provider": " anthropic"}, MANAGED, "unknown_provider"),
        ({"provider": "mistral", "payer": "subscription"}, BROKEN, "unknown_provider"),
        ({"provider": "ollama"}, MANAGED, "ollama-local"),
        ({"provider": "ollama"}, OWN, "ollama-local"),
        ({"provider": "ollama"}, BROKEN, "ollama-local"),
        ({"provider": "ollama", "payer": "local"}, BROKEN, "ollama-local"),
        ({"provider": "ollama", "payer": "byok"}, BROKEN, "ollama-personal"),
        ({"provider": "ollama", "payer": "platform"}, MANAGED, "payer_unavailable"),
        ({"provider": "ollama", "payer": "subscription"}, MANAGED, "payer_unavailable"),
        ({"provider": "anthropic", "payer": "local"}, MANAGED, "payer_unavailable"),
        ({"provider": "anthropic", "payer": "subscription"}, BROKEN, "payer_unavailable"),
        ({"provider": "anthropic", "payer": "Byok"}, OWN, "payer_unavailable"),
        ({"provider": "anthropic", "payer": "byok"}, MANAGED, "anthropic-personal"),
        ({"provider": "anthropic", "payer": "byok"}, BROKEN, "anthropic-personal"),
        ({"provider": "anthropic"}, OWN, "anthropic-personal"),
        ({"provider": "openrouter"}, OWN, "openrouter-personal"),
        ({"provider": "openrouter"}, MANAGED, "openrouter-personal"),
        ({"provider": "anthropic"}, MANAGED, "anthropic-managed"),
        ({"provider": "anthropic", "payer": " "}, MANAGED, "anthropic-managed"),
        ({"provider": "anthropic", "payer": "platform"}, OWN, "anthropic-managed"),
        ({"provider": "anthropic", "payer": "platform"}, BROKEN, "anthropic-managed"),
        ({"provider": "openrouter", "payer": "platform"}, MANAGED, "payer_unavailable"),
        ({"provider": "anthropic"}, BROKEN, "mode_unreadable"),
        ({"provider": "openrouter"}, BROKEN, "mode_unreadable"),
        ({"provider": "anthropic"}, "Managed", "mode_unreadable"),
    ],
)
def test_the_first_row_of_the_table_that_applies_decides(entry: Any, mode: Any, expected: str) -> None:
    assert outcome(entry, mode) == expected


@pytest.mark.parametrize(
    "entry",
    [
        None,
        {},
        {"model": "claude-sonnet-4-6", "source": "managed"},
        {"provider": None},
        {"provider": " \t", "provider_connection": ""},
        {"payer": 7},
        {"profile": "deep"},
        {"provider": "anthropic", "provider_connection": "of-mine"},
        {"provider": "mistral", "provider_connection": "of-mine"},
        {"provider": 7, "provider_connection": "of-mine"},
        {"provider_connection": "of-mine"},
    ],
)
def test_what_names_no_provider_or_a_connection_stays_as_it_is(entry: Any) -> None:
    assert plan_backfill(config_of(entry), ROWS, platform=True) == Plan()


@pytest.mark.parametrize("blank", [None, "", " ", "\t\n"])
def test_a_blank_connection_is_healed(blank: str | None) -> None:
    entry = {"provider": "anthropic", "provider_connection": blank}
    assert outcome(entry, MANAGED) == "anthropic-managed"


def test_a_provider_that_needs_an_address_is_skipped() -> None:
    catalogue = Catalogue((ProviderEntry("own", keyless=True, base_url="required"),))
    for payer in (None, "local", "byok", "platform"):
        assert outcome({"provider": "own", "payer": payer}, catalogue=catalogue) == "needs_base_url"


def test_every_provider_of_the_operator_is_a_routing_identity() -> None:
    catalogue = Catalogue((ProviderEntry("proxy"), ProviderEntry("openai")), operators=("proxy",))
    assert outcome({"provider": "proxy"}, catalogue=catalogue) == "routing_identity"
    assert outcome({"provider": "platform"}, catalogue=catalogue) == "routing_identity"
    assert outcome({"provider": "openai"}, catalogue=catalogue) == "openai-personal"


@pytest.mark.parametrize(
    ("config", "where"),
    [
        ({"llm": "anthropic"}, "/llm"),
        ({"llm": [{"provider": "anthropic"}]}, "/llm"),
        ({"llm": {"profiles": []}}, "/llm/profiles"),
        ({"llm": {"callSites": "mainAgent"}}, "/llm/callSites"),
    ],
)
def test_a_group_that_is_no_mapping_is_skipped_once_and_stops_nothing(
    config: dict[str, Any], where: str
) -> None:
    assert plan_backfill(config, ROWS, platform=True) == Plan(skipped=((where, "malformed_entry"),))
    if where != "/llm":
        config["llm"]["default"] = {"provider": "gemini"}
        plan = plan_backfill(config, ROWS, platform=True)
        assert plan == Plan((), ((DEFAULT, "gemini-managed"),), ((where, "malformed_entry"),))


@pytest.mark.parametrize("config", [{}, {"llm": None}, {"llm": {}}, {"llm": {"profiles": None}}, [], None])
def test_what_is_not_there_is_nothing_to_do(config: Any) -> None:
    assert plan_backfill(config, ROWS, platform=True) == Plan()


# ---- the mode is the one of dispatch ----


@pytest.mark.parametrize(
    ("services", "own", "deployed"),
    [
        (None, "personal", "managed"),
        ({}, "personal", "managed"),
        ({"inference": None}, "personal", "managed"),
        ({"inference": {"mode": None}}, "personal", "managed"),
        ({"inference": {"mode": "managed"}}, "managed", "managed"),
        ({"inference": {"mode": "your-own"}}, "personal", "personal"),
        ({"inference": {"mode": ""}}, "mode_unreadable", "mode_unreadable"),
        ({"inference": []}, "mode_unreadable", "mode_unreadable"),
        ("managed", "mode_unreadable", "mode_unreadable"),
    ],
)
def test_where_the_configuration_is_silent_the_deployment_decides(
    services: Any, own: str, deployed: str
) -> None:
    config = {"llm": {"default": {"provider": "anthropic", "source": "managed"}}, "services": services}
    for platform, expected in ((False, own), (True, deployed)):
        plan = plan_backfill(config, ROWS, platform=platform)
        assert dict(plan.stamp + plan.skipped)[DEFAULT].removeprefix("anthropic-") == expected


# ---- one entry and the others ----

ENTRIES: dict[str, Any] = {
    "deep": {"provider": "anthropic"},
    "a/b~c": {"provider": "anthropic", "payer": "byok", "source": "managed"},
    "broken": 7,
    "free": {"provider": "ollama"},
    "gone": {"provider": "mistral"},
    "kept": {"provider": "openai", "provider_connection": "of-mine"},
    "null": None,
}
EXPECTED = Plan(
    create=(
        Connection("anthropic-personal", "anthropic", Auth(AuthType.API_KEY, "credential/anthropic/api_key")),
        Connection("fireworks-personal", "fireworks", Auth(AuthType.API_KEY, "credential/fireworks/api_key")),
    ),
    stamp=(
        ("/llm/callSites/main", "fireworks-personal"),
        ("/llm/callSites/other", "anthropic-personal"),
        ("/llm/default", "gemini-managed"),
        ("/llm/profiles/a~1b~0c", "anthropic-personal"),
        ("/llm/profiles/deep", "anthropic-managed"),
        ("/llm/profiles/free", "ollama-local"),
    ),
    skipped=(("/llm/profiles/broken", "malformed_entry"), ("/llm/profiles/gone", "unknown_provider")),
)


def config_in_order(names: tuple[str, ...], groups: tuple[str, ...]) -> dict[str, Any]:
    parts: dict[str, Any] = {
        "profiles": {name: deepcopy(ENTRIES[name]) for name in names},
        "default": {"provider": "gemini"},
        "callSites": {
            "main": {"provider": "fireworks"},
            "other": {"provider": "anthropic", "payer": "byok"},
        },
    }
    return {"llm": {group: parts[group] for group in groups}}


@pytest.mark.parametrize("groups", [*permutations(("profiles", "default", "callSites"))])
def test_every_place_is_walked_in_any_order(groups: tuple[str, ...]) -> None:
    for first in permutations(ENTRIES, 3):
        names = (*first, *(name for name in ENTRIES if name not in first))
        assert plan_backfill(config_in_order(names, groups), ROWS, platform=True) == EXPECTED


def test_rows_may_come_in_any_order() -> None:
    config = config_in_order((*ENTRIES,), ("profiles", "default", "callSites"))
    twins = [key_row(name, "fireworks", "credential/fireworks/api_key") for name in ("a", "b")]
    for rows in permutations((*ROWS, *twins), 6):
        assert dict(plan_backfill(config, rows, platform=True).stamp)["/llm/callSites/main"] == "a"


def test_an_entry_gets_alone_what_it_gets_among_others() -> None:
    config = config_in_order((*ENTRIES,), ("profiles", "default", "callSites"))
    for name, raw in ENTRIES.items():
        alone = plan_backfill({"llm": {"profiles": {name: raw}}}, ROWS, platform=True)
        among = plan_backfill(config, ROWS, platform=True)
        where = f"/llm/profiles/{name.replace('~', '~0').replace('/', '~1')}"
        assert alone.stamp == tuple(each for each in among.stamp if each[0] == where)
        assert alone.skipped == tuple(each for each in among.skipped if each[0] == where)


def test_a_plan_that_was_carried_out_leaves_nothing_to_do() -> None:
    config = config_in_order((*ENTRIES,), ("profiles", "default", "callSites"))
    for where, name in EXPECTED.stamp:
        group, key = where.removeprefix("/llm/").partition("/")[::2]
        entry = config["llm"][group]
        entry = entry[key.replace("~1", "/").replace("~0", "~")] if key else entry
        entry["provider_connection"] = name
    plan = plan_backfill(config, (*ROWS, *EXPECTED.create), platform=True)
    assert plan == Plan(skipped=EXPECTED.skipped)


def test_half_a_plan_that_was_carried_out_is_finished_the_same() -> None:
    config = config_in_order((*ENTRIES,), ("callSites", "profiles", "default"))
    plan = plan_backfill(config, (*ROWS, EXPECTED.create[1]), platform=True)
    assert plan == Plan(EXPECTED.create[:1], EXPECTED.stamp, EXPECTED.skipped)


def test_a_canonical_row_that_is_missing_is_made_before_it_is_named() -> None:
    plan = plan_backfill(config_of({"provider": "openai"}), (), platform=True)
    assert plan == Plan((ROWS[1],), ((DEFAULT, "openai-managed"),))


def test_the_reasons_are_a_closed_set() -> None:
    assert sorted(Skip) == [
        "malformed_entry",
        "mode_unreadable",
        "name_taken",
        "needs_base_url",
        "payer_unavailable",
        "routing_identity",
        "unknown_provider",
    ]
    assert BUILTIN.get("platform") is None
