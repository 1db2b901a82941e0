"""Entries, references and selection, of configurations good and bad."""

from typing import Any

import pytest

from routeproof.bindings.config import (
    effective_mode,
    entries,
    is_platform,
    places,
    references,
    referred,
    select,
)
from routeproof.bindings.refusals import Reason, Refusal
from routeproof.model.connection import Entry

CONFIG: dict[str, Any] = {
    "llm": {
        "callSites": {
            "main": {"profile": "deep", "provider": "openai", "provider_connection": "own"},
            "own": {"provider": "openai"},
            "bare": {"model": "m"},
            "gone": {"profile": "nope"},
            "broken": 5,
            "null": None,
        },
        "default": {"provider": "anthropic", "provider_connection": "anthropic-managed", "model": "m"},
        "profiles": {
            "deep": {"provider": "anthropic", "payer": "byok"},
            "a/b~c": {"provider_connection": "w"},
            "blank": {"provider": " ", "provider_connection": "", "payer": None},
            "null": None,
            "list": ["provider"],
        },
        "defaultProvider": {"connectionName": "w"},
    },
    "services": {"inference": {"mode": "your-own"}},
}


def test_entries_are_profiles_then_the_default_then_call_sites() -> None:
    assert entries(CONFIG) == (
        Entry("/llm/profiles/deep", "anthropic", None, "byok"),
        Entry("/llm/profiles/a~1b~0c", None, "w"),
        Entry("/llm/default", "anthropic", "anthropic-managed"),
        Entry("/llm/callSites/main", "openai", "own"),
        Entry("/llm/callSites/own", "openai"),
    )
    assert entries(CONFIG)[2].raw["model"] == "m"


NOTHING: list[object] = [
    None,
    [],
    "llm",
    5,
    {},
    {"llm": None},
    {"llm": []},
    {"llm": "x"},
    {"llm": {"profiles": 5}},
]


@pytest.mark.parametrize("config", [*NOTHING, {"llm": {"default": None, "callSites": ["x"]}}])
def test_a_configuration_without_entries_has_none(config: object) -> None:
    assert entries(config) == ()


@pytest.mark.parametrize("value", [5, True, ["openai"], {"openai": 1}])
def test_what_is_no_text_stays_and_equals_no_name(value: object) -> None:
    (entry,) = entries({"llm": {"default": {"provider": value}}})
    assert entry.provider is not None
    assert entry.provider.startswith("<")


def test_keys_that_are_no_text_have_pointers_of_their_own() -> None:
    found = entries({"llm": {"profiles": {1: {"provider": "a"}, 2.5: {"provider": "a"}, None: {}}}})
    assert [entry.pointer for entry in found] == ["/llm/profiles/1", "/llm/profiles/2.5"]
    found = entries({"llm": {"profiles": {True: {"provider": "a"}}}})
    assert [entry.pointer for entry in found] == ["/llm/profiles/True"]


@pytest.mark.parametrize(
    ("config", "expected"),
    [
        ({"llm": 5}, (("/llm", 5),)),
        ({"llm": {"profiles": [], "callSites": "x"}}, (("/llm/profiles", []), ("/llm/callSites", "x"))),
        (
            {"llm": {"profiles": {"a": 1, "b": None}, "default": "x"}},
            (("/llm/profiles/a", 1), ("/llm/default", "x")),
        ),
        ({"llm": {"profiles": None, "default": None}}, ()),
        ("x", ()),
    ],
)
def test_places_hold_what_cannot_be_read_too(config: object, expected: object) -> None:
    assert places(config) == expected


PLACES = [
    ("/llm/profiles/p/provider_connection", {"llm": {"profiles": {"p": {"provider_connection": "w"}}}}),
    ("/llm/default/provider_connection", {"llm": {"default": {"provider_connection": "w"}}}),
    ("/llm/callSites/c/provider_connection", {"llm": {"callSites": {"c": {"provider_connection": "w"}}}}),
    ("/llm/defaultProvider/connectionName", {"llm": {"defaultProvider": {"connectionName": "w"}}}),
    ("/provider_connection", {"provider_connection": "w"}),
    ("/a/0/1/b~1/provider_connection", {"a": [[0, {"b/": {"provider_connection": "w"}}]]}),
    ("/0/provider_connection", [{"provider_connection": "w"}]),
    ("/provider_connection/provider_connection", {"provider_connection": {"provider_connection": "w"}}),
    ("/5/provider_connection", {5: {"provider_connection": "w"}}),
]


@pytest.mark.parametrize(("where", "config"), PLACES)
def test_a_reference_is_found_in_each_place_alone(where: str, config: object) -> None:
    assert references(config, "w") == (where,)
    assert references(config, "W") == ()
    assert referred(config) == ((where, "w"),)


@pytest.mark.parametrize(
    "config",
    [
        {"connectionName": "w"},
        {"defaultProvider": {"connectionName": "w"}},
        {"llm": {"other": {"connectionName": "w"}}},
        {"x": {"llm": {"defaultProvider": {"connectionName": "w"}}}},
        {"llm": {"defaultProvider": [{"connectionName": "w"}]}},
        {"provider_connection": [["w"]]},
        {"provider_connection": " w"},
        ["provider_connection", "w"],
        "w",
        None,
    ],
)
def test_what_only_looks_like_a_reference_is_none(config: object) -> None:
    assert references(config, "w") == ()


def test_references_are_sorted_and_complete() -> None:
    config = {
        "b": {"provider_connection": "w"},
        "a": [{"provider_connection": "w"}],
        "c": {"provider_connection": "x"},
    }
    assert references(config, "w") == ("/a/0/provider_connection", "/b/provider_connection")
    assert references(config, "") == ()


def test_a_document_may_be_deep_shared_or_hold_itself() -> None:
    deep: object = {"provider_connection": "w"}
    for _ in range(20_000):
        deep = [deep]
    assert [len(found) for found in references(deep, "w")] == [2 * 20_000 + len("/provider_connection")]
    shared = {"provider_connection": "w"}
    assert references({"a": shared, "b": shared}, "w") == ("/a/provider_connection", "/b/provider_connection")
    shared["again"] = shared  # type: ignore[assignment]  # no JSON has it, an alias of YAML may
    assert references(shared, "w") == ("/provider_connection",)


def test_a_profile_that_is_asked_for_wins_whole() -> None:
    assert select(CONFIG, "own", "deep") == Entry("/llm/profiles/deep", "anthropic", None, "byok")
    assert select(CONFIG, "main") == Entry("/llm/profiles/deep", "anthropic", None, "byok")


def test_the_rungs_below() -> None:
    assert select(CONFIG, "own") == Entry("/llm/callSites/own", "openai")
    default = Entry("/llm/default", "anthropic", "anthropic-managed")
    for call_site in ("bare", "null", "unheard of", None):
        assert select(CONFIG, call_site) == default
    active = {"llm": {**CONFIG["llm"], "activeProfile": "deep"}}
    for call_site in ("bare", "null", "unheard of", None):
        assert select(active, call_site) == Entry("/llm/profiles/deep", "anthropic", None, "byok")
    assert select(active, "own") == Entry("/llm/callSites/own", "openai")
    assert select({"llm": {**CONFIG["llm"], "activeProfile": " "}}) == default


REFUSED: list[tuple[object, str | None, str | None, Reason]] = [
    (CONFIG, None, "nope", Reason.UNKNOWN_PROFILE),
    (CONFIG, None, "", Reason.UNKNOWN_PROFILE),
    (CONFIG, None, "Deep", Reason.UNKNOWN_PROFILE),
    (CONFIG, None, "null", Reason.UNKNOWN_PROFILE),
    (CONFIG, "own", "nope", Reason.UNKNOWN_PROFILE),
    (CONFIG, "gone", None, Reason.UNKNOWN_PROFILE),
    (CONFIG, None, "blank", Reason.INCOMPLETE_ENTRY),
    (CONFIG, None, "list", Reason.INCOMPLETE_ENTRY),
    (CONFIG, "broken", None, Reason.INCOMPLETE_ENTRY),
    ({"llm": {"activeProfile": "nope", "default": {"provider": "a"}}}, None, None, Reason.UNKNOWN_PROFILE),
    ({"llm": {"activeProfile": 5, "default": {"provider": "a"}}}, None, None, Reason.UNKNOWN_PROFILE),
    ({"llm": {"callSites": [], "default": {"provider": "a"}}}, "c", None, Reason.INCOMPLETE_ENTRY),
    (
        {"llm": {"callSites": {"c": {"profile": [1]}}, "default": {"provider": "a"}}},
        "c",
        None,
        Reason.UNKNOWN_PROFILE,
    ),
    ({"llm": {"profiles": ["p"]}}, None, "p", Reason.UNKNOWN_PROFILE),
    ({"llm": {"default": {}}}, None, None, Reason.INCOMPLETE_ENTRY),
    ({"llm": {"default": "anthropic"}}, None, None, Reason.INCOMPLETE_ENTRY),
    ({"llm": "x"}, "c", None, Reason.INCOMPLETE_ENTRY),
    ({}, None, "p", Reason.UNKNOWN_PROFILE),
    (None, None, None, Reason.INCOMPLETE_ENTRY),
]


@pytest.mark.parametrize(("config", "call_site", "profile", "reason"), REFUSED)
def test_what_is_named_and_cannot_be_read_is_not_passed_over(
    config: object, call_site: str | None, profile: str | None, reason: Reason
) -> None:
    assert select(config, call_site, profile) == Refusal(reason, hard=True)


ABSENT: list[object] = [
    None,
    {},
    {"services": None},
    {"services": {}},
    {"services": {"inference": None}},
    {"services": {"inference": {}}},
    {"services": {"inference": {"mode": None}}},
]


@pytest.mark.parametrize("config", ABSENT)
def test_where_the_configuration_is_silent_the_deployment_decides(config: object) -> None:
    assert effective_mode(config, platform=True) == "managed"
    assert effective_mode(config, platform=False) == "your-own"


@pytest.mark.parametrize("mode", ["managed", "your-own"])
def test_a_mode_that_is_said_holds_on_every_deployment(mode: str) -> None:
    for platform in (True, False):
        assert effective_mode({"services": {"inference": {"mode": mode}}}, platform) == mode


MODES: list[object] = ["", " ", "Managed", "your_own", True, 5, [], {}]


@pytest.mark.parametrize(
    "config",
    [
        [],
        "x",
        {"services": []},
        {"services": "managed"},
        {"services": {"inference": "managed"}},
        *({"services": {"inference": {"mode": mode}}} for mode in MODES),
    ],
)
def test_any_other_mode_is_unreadable(config: object) -> None:
    for platform in (True, False):
        assert effective_mode(config, platform) == "unreadable"


@pytest.mark.parametrize(
    ("value", "expected"),
    [("true", True), ("1", True), ("True", False), ("yes", False), ("", False), ("1 ", False)],
)
def test_a_platform_says_so_in_one_of_two_spellings(value: str, expected: bool) -> None:
    assert is_platform({"IS_PLATFORM": value}) is expected
    assert not is_platform({})


@pytest.mark.parametrize(
    ("asked", "reason"), [({"call_site": ["u"]}, "incomplete_entry"), ({"profile": ["u"]}, "unknown_profile")]
)
def test_a_name_that_is_no_text_names_nothing(asked: dict[str, Any], reason: str) -> None:
    config = {"llm": {"default": {"provider": "anthropic"}, "profiles": {}, "callSites": {}}}
    found = select(config, **asked)
    assert isinstance(found, Refusal)
    assert found.reason == reason
