"""An answer about connections held to the reference's: what differs, and whether that moves a bill."""

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any

from routeproof.bindings.catalogue import BUILTIN
from routeproof.conform.connections.answers import answer, held_rows
from routeproof.conform.connections.question import ConnectionOp, ConnectionQuestion, Situation
from routeproof.conform.kit import Answer, Kit, WrongAnswer, find_flaw
from routeproof.model.registry import Payer
from routeproof.transport import Reply, quote

ROLE = "the implementation"

DECIDES = {ConnectionOp.AUTH: "valid", ConnectionOp.DISPATCH: "payer", ConnectionOp.BACKFILL: "stamps"}
"""The field that an answer must have."""
_FITS: Mapping[str, Callable[[object], bool]] = {
    "valid": lambda value: isinstance(value, bool),
    "payer": lambda value: value is None or isinstance(value, str),
    "stamps": lambda value: isinstance(value, dict),
}
_PERSONAL = {f"{each.name}-personal": Payer.BYOK for each in BUILTIN.entries}


@lru_cache(maxsize=1 << 17)
def expect(question: ConnectionQuestion) -> Answer:
    """The right answer, every field of it."""
    return answer(question.fields)


def situation_of(question: ConnectionQuestion) -> Situation:
    """What a question has in common with others: of what kind its right answer is."""
    return Situation(question.op, _KINDS[question.op](expect(question)))


def compare_answer(question: ConnectionQuestion, wanted: Answer, reply: Reply) -> WrongAnswer | None:
    """What a reply says otherwise; what it leaves out is not held against it, unless it decides."""
    decides = DECIDES[question.op]
    flaw = find_flaw(reply, decides, fits=_FITS[decides])
    if flaw:
        return WrongAnswer(describe_answer(question, wanted), flaw, moves_the_bill=False)
    differing = [name for name, value in wanted.items() if name in reply and reply[name] != value]
    if not differing:
        return None
    moves = _MOVES[question.op](question, wanted, reply)
    if decides not in differing:
        expected, said = (f"{differing[0]} {quote(each[differing[0]])}" for each in (wanted, reply))
        return WrongAnswer(expected, said, moves)
    if question.op is ConnectionOp.BACKFILL:
        return WrongAnswer(*_first_stamp(wanted["stamps"], reply["stamps"]), moves)
    return WrongAnswer(describe_answer(question, wanted), describe_answer(question, reply), moves)


KIT = Kit(ROLE, expect, compare_answer)


def describe_answer(question: ConnectionQuestion, reply: Answer) -> str:
    """What decides in an answer, in a few words."""
    value = reply.get(DECIDES[question.op])
    if question.op is ConnectionOp.BACKFILL:
        return quote(value)
    if question.op is ConnectionOp.AUTH and value is True:
        return "valid"
    return "refused" if value is None or value is False else quote(value)


def _first_stamp(wanted: Mapping[str, Any], given: Mapping[str, Any]) -> tuple[str, str]:
    """What is stamped at the first place on which the answers differ."""
    # A place that is named null is not one that is left alone.
    place = min(each for each in {*wanted, *given} if wanted.get(each, ...) != given.get(each, ...))
    told = (
        f"{quote(each[place])} stamped" if place in each else "an entry left alone"
        for each in (wanted, given)
    )
    return next(told), next(told)


def _kind_of_auth(wanted: Answer) -> str:
    return f"valid, {wanted['payer']}" if wanted["valid"] else f"refused, {wanted['reason']}"


def _kind_of_dispatch(wanted: Answer) -> str:
    if wanted["via"] is None:
        return f"refused, {wanted['reason']}"
    if wanted["reason"] is None:
        return f"served by {'its connection' if wanted['via'] == 'connection' else 'the default instance'}"
    return f"{wanted['reason']}, served by {wanted['via']}"


def _kind_of_backfill(wanted: Answer) -> str:
    reasons = sorted(set(wanted["skipped"].values()))
    stamped = ["creates and stamps" if wanted["created"] else "stamps"] if wanted["stamps"] else []
    kinds = [*stamped, *(f"skips, {reason}" for reason in reasons)]
    return "several entries, each another way" if len(kinds) > 1 else "".join(kinds) or "nothing to do"


def _auth_moves(_question: ConnectionQuestion, wanted: Answer, reply: Reply) -> bool:
    return reply.get("payer") not in (None, wanted["payer"])


def _dispatch_moves(_question: ConnectionQuestion, wanted: Answer, reply: Reply) -> bool:
    return bool(reply["payer"] != wanted["payer"])


def _backfill_moves(question: ConnectionQuestion, wanted: Answer, reply: Reply) -> bool:
    """Whether a place is given a row whose payer is not the one that it should have."""
    held = {name: row.payer for name, row in held_rows(question.body).items() if row is not None}
    payers = {**_PERSONAL, **held}
    right = {place: payers[name] for place, name in wanted["stamps"].items()}
    said = {place: payers.get(str(name)) for place, name in reply["stamps"].items()}
    return any(payer not in (None, right.get(place)) for place, payer in said.items())


_KINDS = {
    ConnectionOp.AUTH: _kind_of_auth,
    ConnectionOp.DISPATCH: _kind_of_dispatch,
    ConnectionOp.BACKFILL: _kind_of_backfill,
}
_MOVES = {
    ConnectionOp.AUTH: _auth_moves,
    ConnectionOp.DISPATCH: _dispatch_moves,
    ConnectionOp.BACKFILL: _backfill_moves,
}
