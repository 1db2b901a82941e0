"""A second reading of the rule of dispatch, from the specification alone: tables, and lists of objections.

Nothing of the product is imported. A state is the plain JSON of the specification, with values of its closed
sets only, but for a declared payer, which may be any text; the providers are those of `KINDS`. Each way to
serve is listed with what speaks against it, and the first that nothing speaks against is taken.
"""

from functools import cache
from typing import Any

KINDS = {
    "anthropic": "managed",
    "openai": "managed",
    "gemini": "managed",
    "ollama": "keyless",
    "fireworks": "keyed",
    "openrouter": "keyed",
}
"""What is built in, by what matters to the rule."""

PAYS = {
    "api_key": "byok",
    "platform": "platform",
    "none": "local",
    "oauth_subscription": "subscription",
    "service_account": "byok",
}

STANDS_IN = """
policy      meant         platform  byok  subscription  local
forbid      platform      no        no    no            no
forbid      byok          no        no    no            no
forbid      subscription  no        no    no            no
forbid      local         no        no    no            no
forbid      unknown       no        no    no            no
same_payer  platform      yes       no    no            no
same_payer  byok          no        yes   no            no
same_payer  subscription  no        no    yes           no
same_payer  local         no        no    no            yes
same_payer  unknown       no        no    no            no
any         platform      yes       yes   yes           yes
any         byok          no        yes   yes           yes
any         subscription  no        yes   yes           yes
any         local         no        yes   yes           yes
any         unknown       no        yes   yes           yes
"""

HEAD, *ROWS = (line.split() for line in STANDS_IN.strip().splitlines())
MAY_STAND_IN = {
    (policy, meant, payer)
    for policy, meant, *marks in ROWS
    for payer, mark in zip(HEAD[2:], marks, strict=True)
    if mark == "yes"
}

HARD = {
    "incomplete_entry",
    "unknown_profile",
    "unknown_provider",
    "not_found",
    "invalid_row",
    "provider_mismatch",
    "payer_mismatch",
    "not_implemented",
    "adapter_unavailable",
    "mode_unreadable",
}
SOFT = {
    "lookup_failed",
    "credential_not_found",
    "credential_malformed",
    "vault_unavailable",
    "platform_unavailable",
    "adapter_failed",
    "no_default",
}

KEY_SAYS = {
    "absent": "credential_not_found",
    "down": "vault_unavailable",
    "malformed": "credential_malformed",
}
PLATFORM_SAYS = {"unavailable": "platform_unavailable", "down": "vault_unavailable"}
ROW_SAYS = {"error": "lookup_failed", "absent": "not_found", "invalid": "invalid_row"}

Way = tuple[str, str, str | None, str | None]
"""Via, provider, payer, and what speaks against it."""
Answer = tuple[str | None, str | None, str | None, str | None, bool, bool | None]
"""Via, provider, payer, reason, whether the payer changed, whether a refusal is hard."""


def refused(reason: str) -> Answer:
    return None, None, None, reason, False, reason in HARD


@cache
def against_the_row(
    row: tuple[str, str, str],
    provider: str | None,
    payer: str | None,
    credential: str,
    platform: str,
    adapter: str,
) -> str | None:
    """The first objection to the row that is named, of all there are."""
    found, of, auth = row
    if found != "found":
        return ROW_SAYS[found]
    kind = KINDS[of]
    objections = [
        ("provider_mismatch", provider not in (None, of)),
        ("payer_mismatch", payer not in (None, PAYS[auth])),
        (KEY_SAYS.get(credential), auth == "api_key"),
        ("platform_unavailable", auth == "platform" and kind != "managed"),
        (PLATFORM_SAYS.get(platform), auth == "platform"),
        ("not_implemented", auth in ("oauth_subscription", "service_account")),
        ("adapter_unavailable", adapter == "none"),
        ("adapter_unavailable", auth == "none" and kind != "keyless"),
        ("adapter_failed", adapter == "raises"),
    ]
    return next((said for said, applies in objections if said and applies), None)


@cache
def old_way(provider: str, mode: str, credential: str, platform: str) -> tuple[str | None, str | None]:
    """Who pays without any connection, None where nobody can say, and what speaks against it."""
    kind = KINDS[provider]
    if kind == "keyless":
        return "local", None
    table = {
        ("managed", "managed"): ("platform", PLATFORM_SAYS.get(platform)),
        ("managed", "keyed"): ("byok", KEY_SAYS.get(credential)),
        ("your-own", "managed"): ("byok", KEY_SAYS.get(credential)),
        ("your-own", "keyed"): ("byok", KEY_SAYS.get(credential)),
    }
    return table.get((mode, kind), (None, "mode_unreadable"))


@cache
def stand_in(policy: str, meant: str | None, reason: str, ways: tuple[Way, ...]) -> Answer:
    """The first of the ways that is free of objections and may stand in, else the refusal."""
    known = meant if meant in PAYS.values() else "unknown"
    free = [
        (via, provider, payer)
        for via, provider, payer, objection in ways
        if objection is None and (policy, known, payer) in MAY_STAND_IN
    ]
    if not free:
        return refused(reason)
    via, provider, payer = free[0]
    return via, provider, payer, reason, payer != meant, None


def answer(state: dict[str, Any]) -> Answer:
    """What the rule says of a state."""
    default, entry = state["default"], state["entry"]
    bound: list[Way] = [] if default is None else [("default", default["provider"], default["payer"], None)]
    if not state["call_site"]:
        return (*bound[0][:3], None, False, None) if bound else refused("no_default")
    if entry["provider"] is None and entry["connection"] is None:
        return refused("incomplete_entry")
    if entry["provider"] not in (None, *KINDS):
        return refused("unknown_provider")
    return with_connection(state, bound) if entry["connection"] else without_connection(state, bound)


def without_connection(state: dict[str, Any], bound: list[Way]) -> Answer:
    provider, payer = state["entry"]["provider"], state["entry"]["payer"]
    pays, objection = old_way(provider, *state["legacy"].values(), state["platform"])
    meant = payer or pays
    if pays not in (None, meant):
        objection = "payer_mismatch"
    if objection is None:
        return "legacy", provider, pays, "no_connection", False, None
    return stand_in(state["policy"], meant, objection, tuple(way for way in bound if way[1] == provider))


def with_connection(state: dict[str, Any], bound: list[Way]) -> Answer:
    provider, payer, row = state["entry"]["provider"], state["entry"]["payer"], state["row"]
    found, of, auth = row["state"], row.get("provider"), row.get("auth")
    objection = against_the_row(
        (found, of, auth), provider, payer, state["credential"], state["platform"], state["adapter"]
    )
    if objection is None:
        return "connection", of, PAYS[auth], None, False, None
    meant, wanted = payer or PAYS.get(auth), provider or of
    if wanted is None:
        return refused(objection)
    old = ("legacy", wanted, *old_way(wanted, *state["legacy"].values(), state["platform"]))
    ways = (old, *(way for way in bound if way[1] == wanted))
    return stand_in(state["policy"], meant, objection, ways)
