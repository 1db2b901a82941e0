"""The proof of connections says what a second reading of it says: every state of every entry, one by one."""

import json
from itertools import product
from random import Random
from typing import Any

from routeproof.bindings.prove import prove
from support.plain_dispatch import KINDS, PAYS, answer

PARTS: tuple[tuple[Any, ...], ...] = (
    ("as filed", "absent", "invalid", "error"),
    ("present", "absent", "down", "malformed"),
    ("available", "unavailable", "down"),
    ("built", "none", "raises"),
    ("present", "absent", "down", "malformed"),
    (True, False),
)
STATES = list(product(*PARTS))
Case = dict[str, Any]


def drawn(dice: Random) -> Case:
    """A small deployment: rows by name, entries by pointer, the mode as written and as meant, a policy."""
    names = [*list(KINDS)[:4], "fireworks"]
    rows = {
        f"row{number}": (dice.choice([*names, "nobody"]), dice.choice(list(PAYS)))
        for number in range(dice.randrange(4))
    }
    places = ["/llm/default", *(f"/llm/profiles/p{number}" for number in range(3)), "/llm/callSites/c"]
    entries = {}
    for place in dice.sample(places, dice.randint(1, len(places))):
        connection = dice.choice([None, "gone", *rows, *rows])
        of = rows.get(connection, ("",))[0] if connection else ""
        provider = dice.choice([None, *names, "nobody", *([of] * 6 if of else [])])
        payer = dice.choice([None, None, None, "platform", "byok", "local", "byokk"])
        entries[place] = {"provider": provider, "connection": connection, "payer": payer}
    written, mode = dice.choice([("managed", "managed"), ("your-own", "your-own"), ("x", "unreadable")])
    policy = dice.choice(["forbid", "same_payer", "any", "any"])
    return {"rows": rows, "entries": entries, "written": written, "mode": mode, "policy": policy}


def document_of(case: Case) -> dict[str, Any]:
    """The same as an export."""
    llm: dict[str, Any] = {"profiles": {}, "callSites": {}}
    for place, entry in case["entries"].items():
        *above, last = place.split("/")[2:]
        at = llm[above[0]] if above else llm
        at[last] = {
            "provider": entry["provider"],
            "provider_connection": entry["connection"],
            "payer": entry["payer"],
        }
    return {
        "format": "routeproof/connections-1",
        "policy": case["policy"],
        "connections": [
            {"name": name, "provider": provider, "auth": auth_of(auth)}
            for name, (provider, auth) in case["rows"].items()
        ],
        "llm": llm,
        "services": {"inference": {"mode": case["written"]}},
    }


def auth_of(type_name: str) -> dict[str, str]:
    credential = {} if type_name in ("platform", "none") else {"credential": "credential/team/api_key"}
    return {"type": type_name, **credential}


def filed(case: Case, entry: dict[str, Any]) -> dict[str, str]:
    if entry["connection"] not in case["rows"]:
        return {"state": "absent"}
    provider, auth = case["rows"][entry["connection"]]
    if provider not in KINDS:
        return {"state": "invalid"}
    return {"state": "found", "provider": provider, "auth": auth}


def question(case: Case, entry: dict[str, Any], values: tuple[Any, ...], bound: Any) -> dict[str, Any]:
    row, credential, platform, adapter, key, default = values
    return {
        "policy": case["policy"],
        "call_site": True,
        "entry": entry,
        "row": filed(case, entry) if row == "as filed" else {"state": row},
        "credential": credential,
        "platform": platform,
        "adapter": adapter,
        "legacy": {"mode": case["mode"], "credential": key},
        "default": bound if default else None,
    }


def intent(case: Case, entry: dict[str, Any]) -> str | None:
    row, kind = filed(case, entry), KINDS.get(entry["provider"] or "")
    if entry["payer"] is not None:
        return str(entry["payer"])
    if row["state"] == "found":
        return PAYS[row["auth"]]
    if kind == "keyless":
        return "local"
    if kind is None or case["mode"] == "unreadable":
        return None
    return "platform" if case["mode"] == "managed" and kind == "managed" else "byok"


def violations(case: Case) -> dict[str, Any]:
    """By pointer: the smallest state that moves the bill, the payers before and after, and the way."""
    default = case["entries"].get("/llm/default")
    via, provider, payer, *_ = (
        answer(question(case, default, STATES[0], None)) if default else (None, None, None)
    )
    bound = {"provider": provider, "payer": payer} if via else None
    found = {}
    for place, entry in case["entries"].items():
        wrong = []
        for number, values in enumerate(STATES):
            state = question(case, entry, values, bound)
            via, _, payer, *_ = answer(state)
            if payer is not None and payer != intent(case, entry):
                away = sum(value != part[0] for value, part in zip(values, PARTS, strict=True))
                wrong.append((away, number, state, payer, via))
        if wrong:
            found[place] = (*min(wrong, key=lambda each: each[:2])[2:], intent(case, entry))
    return found


def test_the_proof_finds_what_looking_at_every_state_finds() -> None:
    dice, moved = Random(10), 0  # noqa: S311 - seeded on purpose
    for _ in range(60):
        case = drawn(dice)
        judged = {place: e for place, e in case["entries"].items() if e["provider"] or e["connection"]}
        case["entries"] = judged
        proof = prove(document_of(case))
        assert (proof.entries, proof.states) == (len(judged), len(judged) * len(STATES))
        told = {each.pointer: (each.state, each.actual, each.via, each.expected) for each in proof.violations}
        assert told == violations(case), json.dumps(document_of(case))
        moved += len(told)
    assert moved > 20
