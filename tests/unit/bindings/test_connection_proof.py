"""The proof of connections: what it judges, how it counts, the witness that it gives (CN-42)."""

from typing import Any

import pytest

from routeproof.bindings.prove import prove
from routeproof.errors import InputError
from routeproof.model.connection import Catalogue, ProviderEntry

STATES = 4 * 4 * 3 * 3 * 4 * 2
KEY = {"type": "api_key", "credential": "credential/team/api_key"}


def export(llm: object, *, mode: str = "your-own", **changed: Any) -> dict[str, Any]:
    rows = [
        {"name": "work", "provider": "anthropic", "auth": KEY},
        {"name": "managed", "provider": "anthropic", "auth": {"type": "platform"}},
        {"name": "plan", "provider": "anthropic", "auth": {**KEY, "type": "oauth_subscription"}},
        {"name": "corrupt", "provider": "anthropic", "auth": {"type": "key"}},
    ]
    document = {"connections": rows, "llm": llm, "services": {"inference": {"mode": mode}}}
    return {"format": "routeproof/connections-1", "policy": "any", **document, **changed}


def on(connection: str | None, **more: str) -> dict[str, str | None]:
    return {"provider": "anthropic", "provider_connection": connection, **more}


@pytest.mark.parametrize(
    ("llm", "entries"),
    [
        ({}, 0),
        (None, 0),
        ({"profiles": {"a": {}, "b": None, "c": "text", "d": {"provider": " "}}}, 0),
        ({"default": on("work")}, 1),
        ({"profiles": {"a": on("work"), "b": on("work"), "c": on("gone")}, "default": on(None)}, 4),
        ({"callSites": {"a": {"provider": "nobody"}, "b": {"provider_connection": "corrupt"}}}, 2),
    ],
)
def test_every_state_of_every_entry_is_judged_whatever_the_entry_is(llm: object, entries: int) -> None:
    proof = prove(export(llm))
    assert (proof.entries, proof.states) == (entries, entries * STATES)


@pytest.mark.parametrize("policy", ["forbid", "same_payer", None])
@pytest.mark.parametrize("mode", ["managed", "your-own", "unreadable text"])
def test_no_state_moves_the_bill_unless_the_policy_lets_it(policy: str | None, mode: str) -> None:
    names = ("work", "managed", "plan", "corrupt", "gone", None)
    profiles = {f"{name}-{payer}": on(name, **payer) for name in names for payer in PAYERS}
    document = export({"profiles": profiles, "default": on("managed")}, mode=mode, policy=policy)
    if policy is None:
        del document["policy"]
    proof = prove(document)
    assert (proof.entries, proof.violations) == (len(profiles) + 1, ())


PAYERS: list[dict[str, str]] = [{}, {"payer": "byok"}, {"payer": "platform"}, {"payer": "local"}]


def test_the_witness_is_the_state_nearest_to_all_being_well() -> None:
    proof = prove(export({"default": on("managed"), "profiles": {"deep": on("plan")}}))
    found = {each.pointer: each for each in proof.violations}
    deep = found["/llm/profiles/deep"]
    assert (deep.expected, deep.actual, deep.via, deep.deviations) == ("subscription", "byok", "legacy", ())
    assert deep.state == {
        "policy": "any",
        "call_site": True,
        "entry": {"provider": "anthropic", "connection": "plan", "payer": None},
        "row": {"state": "found", "provider": "anthropic", "auth": "oauth_subscription"},
        "credential": "present",
        "platform": "available",
        "adapter": "built",
        "legacy": {"mode": "your-own", "credential": "present"},
        "default": {"provider": "anthropic", "payer": "platform"},
    }
    default = found["/llm/default"]
    assert (default.expected, default.actual, default.via) == ("platform", "byok", "legacy")
    assert len(default.deviations) == 1
    assert set(default.to_json()) == {"pointer", "state", "expected", "actual", "via"}


def test_deviations_are_told_in_words() -> None:
    """Nothing but the default can serve this entry from another payer, and only when the proxy is away."""
    llm = {"default": on("work"), "profiles": {"deep": on(None)}}
    (deep,) = prove(export(llm, mode="managed")).violations
    assert (deep.pointer, deep.via, deep.actual) == ("/llm/profiles/deep", "default", "byok")
    assert deep.deviations == ("the platform is unavailable",)


def test_the_payer_that_is_meant_is_the_filed_rows_also_where_the_row_is_gone() -> None:
    """A byok row that is deleted and served by the owner's key moves no bill; a platform-paid one does."""
    (moved,) = prove(export({"profiles": GONE})).violations
    assert (moved.pointer, moved.expected, moved.actual) == ("/llm/profiles/platform", "platform", "byok")


GONE = {"byok": on("work"), "platform": on("managed")}


def test_an_entry_that_means_nobody_is_moved_by_whoever_serves_it() -> None:
    llm = {"default": on("work"), "profiles": {"deep": on(None)}}
    (deep,) = prove(export(llm, mode="unreadable text")).violations
    assert (deep.pointer, deep.expected, deep.actual) == ("/llm/profiles/deep", None, "byok")


def test_the_catalogue_is_the_one_given_else_the_documents_own() -> None:
    keyed = [{"name": "anthropic", "auth_env": ["ANTHROPIC_API_KEY"]}]
    document = export({"default": on(None)}, mode="managed", policy="any")
    document["llm"]["profiles"] = {"deep": on(None)}
    own = {**document, "catalogue": keyed}
    assert prove(document).violations == ()
    given = Catalogue((ProviderEntry("openai"),))
    assert [each.pointer for each in prove(own).violations] == []
    assert prove(own, given).states == 2 * STATES


@pytest.mark.parametrize("changed", [{"policy": "Any"}, {"deployment": {"platform": "yes"}}])
def test_what_decides_who_pays_and_cannot_be_read_is_no_proof(changed: dict[str, Any]) -> None:
    with pytest.raises(InputError):
        prove(export({"default": on("work")}, **changed))
