"""Implementations of connections with one mistake each, made of the reference's answers to other questions.

Each is asked as a child of its own: `--python support.faulty_connections:legacy_flips`. Beside the mistake,
all of them have a word of their own for one reason, which is wrong as well and moves no bill.
"""

from collections.abc import Callable
from typing import Any

from routeproof.conform.connections import answer

Question = dict[str, Any]
Implementation = Callable[[Question], Question]

FAULTS: dict[str, Implementation] = {}
"""Every faulty implementation by name."""


def faulty(implementation: Implementation) -> Implementation:
    """Put an implementation on the list."""

    def answers(question: Question) -> Question:
        said = implementation(question)
        return {**said, "reason": "key_malformed"} if said["reason"] == "credential_malformed" else said

    FAULTS[implementation.__name__] = answers
    return answers


@faulty
def legacy_flips(question: Question) -> Question:
    """Where the mode's own side has no key, the other side's serves."""
    said = answer(question)
    other = {"managed": "your-own", "your-own": "managed"}.get(question["legacy"]["mode"], "unreadable")
    if said["via"] is None and question["entry"]["payer"] is None and question["policy"] != "forbid":
        return answer({**question, "legacy": {**question["legacy"], "mode": other}, "policy": "any"})
    return said


@faulty
def any_default(question: Question) -> Question:
    """The default instance stands in whatever its provider is."""
    wanted = question["entry"]["provider"] or question["row"].get("provider")
    bound = question["default"]
    if bound and wanted and question["call_site"]:
        return answer({**question, "default": {**bound, "provider": wanted}})
    return answer(question)


@faulty
def mismatch_served(question: Question) -> Question:
    """The row serves, whatever provider the entry names."""
    entry, of = question["entry"], question["row"].get("provider")
    known = of and entry["connection"] and entry["provider"]
    return answer({**question, "entry": {**entry, "provider": of}} if known else question)


@faulty
def lost_row_is_the_owners(question: Question) -> Question:
    """What a row meant that is gone is taken to be the owner's key."""
    entry, gone = question["entry"], question["row"]["state"] != "found"
    unknown = gone and entry["connection"] and entry["payer"] is None
    return answer({**question, "entry": {**entry, "payer": "byok"}} if unknown else question)


@faulty
def forbid_unheard(question: Question) -> Question:
    """`forbid` is the default policy."""
    heard = {**question, "policy": "same_payer"} if question["policy"] == "forbid" else question
    return answer(heard)


@faulty
def any_is_anybody(question: Question) -> Question:
    """`any` lets the operator pay for what an owner meant."""
    said = answer(question)
    if said["via"] is None and question["policy"] == "any":
        return answer({**question, "entry": {**question["entry"], "payer": "platform"}})
    return said


@faulty
def plan_is_a_key(question: Question) -> Question:
    """What does not run yet is sent as a key."""
    row = question["row"]
    runs = row.get("auth") not in ("oauth_subscription", "service_account")
    return answer(question if runs else {**question, "row": {**row, "auth": "api_key"}})


@faulty
def down_is_there(question: Question) -> Question:
    """A vault that cannot be asked is taken to have what was asked for."""
    down = question["credential"] == "down"
    return answer({**question, "credential": "present"} if down else question)


@faulty
def declared_payer_unread(question: Question) -> Question:
    """What an entry declares is ignored."""
    return answer({**question, "entry": {**question["entry"], "payer": None}})


@faulty
def unreadable_is_own(question: Question) -> Question:
    """A mode that cannot be read is the owner's."""
    legacy = question["legacy"]
    unreadable = legacy["mode"] == "unreadable"
    return answer({**question, "legacy": {**legacy, "mode": "your-own"}} if unreadable else question)
