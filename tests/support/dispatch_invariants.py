"""What holds of every answer to a state of dispatch, said of the state and the answer alone.

An answer is told as a tuple, as the second reading gives it: via, provider, payer, reason, whether the payer
changed, whether a refusal is hard.
"""

from typing import Any

from routeproof.bindings.decide import Refusal, Route
from support.plain_dispatch import HARD, KINDS, PAYS, SOFT, Answer


def told(answer: Route | Refusal) -> Answer:
    """The answer as a tuple."""
    if isinstance(answer, Refusal):
        return None, None, None, answer.reason, False, answer.hard
    return answer.via, answer.provider, answer.payer, answer.reason, answer.payer_changed, None


def meant(state: dict[str, Any]) -> str | None:
    """The payer that the entry means: declared, else its row's, else its mode's; None when nobody can say."""
    entry, row = state["entry"], state["row"]
    if entry["payer"] is not None:
        payer: str = entry["payer"]
        return payer
    if entry["connection"] is not None:
        return PAYS[row["auth"]] if row["state"] == "found" else None
    kind, mode = KINDS.get(entry["provider"]), state["legacy"]["mode"]
    if kind == "keyless":
        return "local"
    if kind is None or mode == "unreadable":
        return None
    return "platform" if (kind, mode) == ("managed", "managed") else "byok"


def broken(state: dict[str, Any], answer: Answer) -> list[str]:
    """The invariants that the answer breaks, by their numbers."""
    via, provider, payer, reason, changed, hard = answer
    refused = via is None
    closed = HARD | SOFT if refused else HARD | SOFT | {None, "no_connection"}
    broken = [] if reason in closed and hard == (reason in HARD if refused else None) else ["CN-31"]
    if refused:
        return broken
    if not state["call_site"]:
        bound = state["default"]
        return broken if (provider, payer) == (bound["provider"], bound["payer"]) else [*broken, "CN-28"]
    entry, row, intent = state["entry"], state["row"], meant(state)
    marked = changed and state["policy"] == "any"
    held = {
        "CN-28": provider == (entry["provider"] or row.get("provider")),
        "CN-29": intent == "platform" or payer != "platform",
        "CN-30": intent != "platform" or payer == "platform" or marked,
        "CN-34": via != "connection" or row.get("auth") in ("api_key", "platform", "none"),
    }
    return broken + [name for name, holds in held.items() if not holds]


def serves_itself(state: dict[str, Any]) -> bool:
    """Whether the connection that the entry names can serve it as it is."""
    entry, row = state["entry"], state["row"]
    if not state["call_site"] or entry["connection"] is None or row["state"] != "found":
        return False
    kind, auth = KINDS[row["provider"]], row["auth"]
    agrees = entry["provider"] in (None, row["provider"]) and entry["payer"] in (None, PAYS[auth])
    works = {
        "api_key": state["credential"] == "present",
        "platform": kind == "managed" and state["platform"] == "available",
        "none": kind == "keyless",
    }
    return agrees and works.get(auth, False) and state["adapter"] == "built"
