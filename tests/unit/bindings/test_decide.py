"""The rule of dispatch, row by row as the specification tables it."""

from typing import Any

import pytest

from routeproof.bindings.decide import allowed, decide
from routeproof.bindings.refusals import HARD, Reason, Refusal
from routeproof.model.dispatch import Route
from support.dispatch_states import CATALOGUE, POLICIES, SOFT, said, state

OWN = {"legacy": {"mode": "your-own"}}
BYOK = "legacy byok anthropic"
NEVER = ("refused", "refused", "refused")
TABLE: list[tuple[str, dict[str, Any], tuple[str, str, str]]] = [
    ("nothing", {}, ("connection byok anthropic",) * 3),
    ("credential absent, managed", {"credential": "absent"}, NEVER),
    ("vault down, managed", {"credential": "down"}, NEVER),
    ("credential absent, own", {"credential": "absent", **OWN}, ("refused", BYOK, BYOK)),
    ("vault down, own", {"credential": "down", **OWN}, ("refused", BYOK, BYOK)),
    *(
        (
            f"row {row}, own",
            {"row": {"state": row}, **OWN},
            ("refused", "refused", f"{BYOK} changed"),
        )
        for row in ("absent", "invalid", "error")
    ),
    *((f"row {row}, managed", {"row": {"state": row}}, NEVER) for row in ("absent", "invalid", "error")),
    *(
        (
            f"row {row}, byok declared, own",
            {"row": {"state": row}, "entry": {"payer": "byok"}, **OWN},
            ("refused", BYOK, BYOK),
        )
        for row in ("absent", "invalid", "error")
    ),
    (
        "platform-paid row, platform down, own",
        {"row": {"auth": "platform"}, "platform": "unavailable", **OWN},
        ("refused", "refused", f"{BYOK} changed"),
    ),
    ("row of openai, own", {"row": {"provider": "openai"}, **OWN}, ("refused", BYOK, BYOK)),
    ("row of openai, managed", {"row": {"provider": "openai"}}, NEVER),
    (
        "row that does not run, own",
        {"row": {"auth": "oauth_subscription"}, **OWN},
        ("refused", "refused", f"{BYOK} changed"),
    ),
    ("row that does not run, managed", {"row": {"auth": "oauth_subscription"}}, NEVER),
    (
        "default platform-paid, credential absent",
        {"default": {"provider": "anthropic", "payer": "platform"}, "credential": "absent"},
        NEVER,
    ),
    (
        "no connection, managed, platform unavailable",
        {"entry": {"connection": None}, "platform": "unavailable"},
        NEVER,
    ),
    (
        "the same, default platform-paid",
        {
            "entry": {"connection": None},
            "platform": "unavailable",
            "default": {"provider": "anthropic", "payer": "platform"},
        },
        ("refused", "default platform anthropic", "default platform anthropic"),
    ),
    (
        "the same, default byok",
        {
            "entry": {"connection": None},
            "platform": "unavailable",
            "default": {"provider": "anthropic", "payer": "byok"},
        },
        ("refused", "refused", "default byok anthropic changed"),
    ),
    (
        "byok declared on a platform-paid row, own",
        {"row": {"auth": "platform"}, "entry": {"payer": "byok"}, **OWN},
        ("refused", BYOK, BYOK),
    ),
    (
        "byok declared on a platform-paid row, managed",
        {"row": {"auth": "platform"}, "entry": {"payer": "byok"}},
        NEVER,
    ),
]


@pytest.mark.parametrize(("what", "changed", "wanted"), TABLE, ids=[row[0] for row in TABLE])
def test_the_rule_gives_what_the_table_says(what: str, changed: dict[str, Any], wanted: Any) -> None:
    given = tuple(said(state(policy=policy, **changed)) for policy in POLICIES)
    assert tuple(text.split()[0] if text.startswith("refused") else text for text in given) == wanted


REASONS: list[tuple[dict[str, Any], str]] = [
    ({"entry": {"provider": None, "connection": None}}, "incomplete_entry"),
    ({"entry": {"provider": " ", "connection": "\t"}}, "incomplete_entry"),
    ({"entry": {"provider": "nobody"}}, "unknown_provider"),
    ({"entry": {"provider": "platform"}}, "unknown_provider"),
    ({"entry": {"provider": "Anthropic"}}, "unknown_provider"),
    ({"entry": {"provider": "nobody", "connection": None}}, "unknown_provider"),
    ({"row": {"state": "error"}}, "lookup_failed"),
    ({"row": {"state": "absent"}}, "not_found"),
    ({"row": {"state": "invalid"}}, "invalid_row"),
    ({"row": {"provider": "openai"}, "entry": {"payer": "local"}}, "provider_mismatch"),
    ({"row": {"auth": "platform"}, "entry": {"payer": "byok"}, "platform": "down"}, "payer_mismatch"),
    ({"credential": "absent", "adapter": "none"}, "credential_not_found"),
    ({"credential": "malformed"}, "credential_malformed"),
    ({"credential": "down", "adapter": "raises"}, "vault_unavailable"),
    ({"row": {"auth": "platform"}, "platform": "unavailable"}, "platform_unavailable"),
    ({"row": {"auth": "platform"}, "platform": "down"}, "vault_unavailable"),
    (
        {
            "row": {"auth": "platform", "provider": "fireworks"},
            "entry": {"provider": None},
            "platform": "down",
        },
        "platform_unavailable",
    ),
    ({"row": {"auth": "oauth_subscription"}, "adapter": "raises"}, "not_implemented"),
    ({"row": {"auth": "service_account"}, "credential": "absent"}, "not_implemented"),
    ({"row": {"auth": "none"}}, "adapter_unavailable"),
    ({"row": {"auth": "none"}, "adapter": "raises"}, "adapter_unavailable"),
    ({"adapter": "none"}, "adapter_unavailable"),
    ({"adapter": "raises"}, "adapter_failed"),
    ({"entry": {"connection": None}, "legacy": {"mode": "unreadable"}}, "mode_unreadable"),
    ({"entry": {"connection": None, "payer": "byok"}}, "payer_mismatch"),
    ({"entry": {"connection": None}, "platform": "unavailable"}, "platform_unavailable"),
    ({"entry": {"connection": None}, "platform": "down"}, "vault_unavailable"),
    (
        {"entry": {"connection": None}, "legacy": {"mode": "your-own", "credential": "absent"}},
        "credential_not_found",
    ),
    (
        {"entry": {"connection": None}, "legacy": {"mode": "your-own", "credential": "down"}},
        "vault_unavailable",
    ),
    (
        {"entry": {"connection": None}, "legacy": {"mode": "your-own", "credential": "malformed"}},
        "credential_malformed",
    ),
    ({"call_site": False}, "no_default"),
    ({"call_site": False, "default": {"provider": None, "payer": "byok"}}, "no_default"),
]


@pytest.mark.parametrize(("changed", "reason"), REASONS, ids=[f"{each[1]}-{each[0]}" for each in REASONS])
def test_the_first_reason_that_applies_is_the_one_given(changed: dict[str, Any], reason: str) -> None:
    answer = decide(state(policy="forbid", **changed), CATALOGUE)
    assert answer == Refusal(Reason(reason), reason not in SOFT)


def test_a_soft_reason_is_every_one_that_is_not_hard() -> None:
    assert {str(reason) for reason in Reason} - {str(reason) for reason in HARD} == SOFT


@pytest.mark.parametrize(
    ("changed", "wanted", "reason"),
    [
        ({"entry": {"provider": None}}, "connection byok anthropic", None),
        ({"row": {"auth": "platform"}}, "connection platform anthropic", None),
        ({"entry": {"connection": None}}, "legacy platform anthropic", "no_connection"),
        ({"entry": {"connection": None}, **OWN}, "legacy byok anthropic", "no_connection"),
        ({"entry": {"connection": None, "provider": "fireworks"}}, "legacy byok fireworks", "no_connection"),
        (
            {"entry": {"connection": None, "provider": "ollama"}, "legacy": {"mode": "unreadable"}},
            "legacy local ollama",
            "no_connection",
        ),
        (
            {"row": {"provider": "ollama", "auth": "none"}, "entry": {"provider": None}},
            "connection local ollama",
            None,
        ),
        ({"row": {"provider": "ollama"}, "entry": {"provider": "ollama"}}, "connection byok ollama", None),
        ({"credential": "absent", **OWN}, "legacy byok anthropic", "credential_not_found"),
        (
            {"credential": "down", "default": {"provider": "anthropic", "payer": "byok"}},
            "default byok anthropic",
            "vault_unavailable",
        ),
        (
            {"credential": "down", "default": {"provider": "openai", "payer": "byok"}},
            "refused vault_unavailable",
            None,
        ),
        (
            {
                "entry": {"connection": None, "payer": "byok"},
                "legacy": {"mode": "unreadable"},
                "default": {"provider": "anthropic", "payer": "byok"},
            },
            "default byok anthropic",
            "mode_unreadable",
        ),
        (
            {"call_site": False, "default": {"provider": "openai", "payer": "platform"}, "entry": {}},
            "default platform openai",
            None,
        ),
        (
            {"row": {"provider": "ollama"}, "entry": {"provider": None}, "credential": "absent"},
            "refused credential_not_found",
            None,
        ),
    ],
)
def test_the_route_says_how_it_came_about(changed: dict[str, Any], wanted: str, reason: str | None) -> None:
    given = state(**changed)
    assert said(given) == wanted
    answer = decide(given, CATALOGUE)
    if isinstance(answer, Route):
        assert answer.reason == reason
        assert answer.connection == ("w" if answer.via == "connection" else None)


ALLOWED = {
    ("same_payer", "platform"): "platform",
    ("same_payer", "byok"): "byok",
    ("same_payer", "subscription"): "subscription",
    ("same_payer", "local"): "local",
    ("any", "platform"): "platform byok subscription local",
    ("any", "byok"): "byok subscription local",
    ("any", "subscription"): "byok subscription local",
    ("any", "local"): "byok subscription local",
    ("any", None): "byok subscription local",
}


@pytest.mark.parametrize("policy", [*POLICIES, "ANY", ""])
@pytest.mark.parametrize("intent", ["platform", "byok", "subscription", "local", None])
def test_who_may_pay_in_the_place_of_whom(policy: str, intent: str | None) -> None:
    payers = ("platform", "byok", "subscription", "local")
    given = " ".join(payer for payer in payers if allowed(policy, intent, payer))
    assert given == ALLOWED.get((policy, intent), "")
