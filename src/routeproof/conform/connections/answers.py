"""The reference's answers about connections, over the built-in catalogue."""

from collections.abc import Mapping
from typing import Any

from routeproof.bindings.auth import parse_auth
from routeproof.bindings.backfill import plan_backfill
from routeproof.bindings.catalogue import BUILTIN, canonical
from routeproof.bindings.decide import Route, decide
from routeproof.bindings.export import stored_row
from routeproof.bindings.rows import read_row
from routeproof.conform.connections.question import ConnectionOp
from routeproof.errors import InputError
from routeproof.model.connection import Connection, Err


def answer(question: Mapping[str, Any]) -> dict[str, Any]:
    """The right answer to a question as JSON, every key of it; what does not apply is null.

    A question without `op` is told by its keys. Raises InputError for an operation that is none.
    """
    op = _op_of(question) if question.get("op") is None else question["op"]
    if op not in tuple(ConnectionOp):
        raise InputError(f"the `op` of a question is one of {', '.join(ConnectionOp)}")
    return _ANSWERS[ConnectionOp(op)](question)


def _op_of(question: Mapping[str, Any]) -> ConnectionOp:
    if "auth" in question:
        return ConnectionOp.AUTH
    return ConnectionOp.BACKFILL if "config" in question else ConnectionOp.DISPATCH


def _answer_auth(question: Mapping[str, Any]) -> dict[str, Any]:
    auth = parse_auth(question.get("auth"), reserved=BUILTIN.reserved)
    if isinstance(auth, Err):
        return {"valid": False, "reason": auth.detail["reason"], "payer": None}
    return {"valid": True, "reason": None, "payer": str(auth.payer)}


def _answer_dispatch(question: Mapping[str, Any]) -> dict[str, Any]:
    decided = decide(question, BUILTIN)
    if isinstance(decided, Route):
        return {
            "payer": str(decided.payer),
            "provider": decided.provider,
            "via": str(decided.via),
            "reason": None if decided.reason is None else str(decided.reason),
            "hard": None,
            "payer_changed": decided.payer_changed,
        }
    nobody = {"payer": None, "provider": None, "via": None}
    return {**nobody, "reason": str(decided.reason), "hard": decided.hard, "payer_changed": False}


def _answer_backfill(question: Mapping[str, Any]) -> dict[str, Any]:
    rows = held_rows(question)
    plan = plan_backfill(
        question.get("config"),
        tuple(row for row in rows.values() if row is not None),
        BUILTIN,
        platform=question.get("platform") is True,
        invisible=tuple(name for name, row in rows.items() if row is None),
    )
    return {
        "stamps": dict(plan.stamp),
        "created": sorted(row.name for row in plan.create),
        "skipped": {pointer: str(reason) for pointer, reason in plan.skipped},
    }


def held_rows(question: Mapping[str, Any]) -> dict[str, Connection | None]:
    """The rows of a seeded store by name, as a question of `backfill` has them; None for an invisible one.

    What is no object, or has no name, is no row.
    """
    listed = question.get("connections")
    rows: dict[str, Connection | None] = {}
    for item in listed if isinstance(listed, list) else ():
        name = item.get("name") if isinstance(item, Mapping) else None
        if isinstance(name, str) and name not in rows:
            rows[name] = read_row(stored_row(item), BUILTIN).connection
    return {row.name: row for row in canonical(BUILTIN)} | rows


_ANSWERS = {
    ConnectionOp.AUTH: _answer_auth,
    ConnectionOp.DISPATCH: _answer_dispatch,
    ConnectionOp.BACKFILL: _answer_backfill,
}
