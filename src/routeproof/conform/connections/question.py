"""What is asked about connections: JSON objects, told in a few words."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from routeproof.bindings.references import looks_like_a_key
from routeproof.errors import InputError
from routeproof.transport import quote


class ConnectionOp(StrEnum):
    """The three things that may be asked about connections."""

    AUTH = "auth"
    DISPATCH = "dispatch"
    BACKFILL = "backfill"


_STATE = "policy call_site entry row credential platform adapter legacy default"
_FIELDS: Mapping[ConnectionOp, frozenset[str]] = {
    ConnectionOp.AUTH: frozenset({"auth"}),
    ConnectionOp.DISPATCH: frozenset(_STATE.split()),
    ConnectionOp.BACKFILL: frozenset({"config", "connections", "platform"}),
}


@dataclass(frozen=True, slots=True)
class ConnectionQuestion:
    """One question; `text` is its body as JSON, by which questions are told apart."""

    op: ConnectionOp
    text: str
    body: Mapping[str, Any] = field(compare=False, repr=False)

    @property
    def size(self) -> tuple[int, str]:
        """What makes one question a better example than another: the less there is to tell."""
        return len(str(self)), self.text

    @property
    def fields(self) -> dict[str, object]:
        """The question as a JSON object, without its number."""
        return {"op": str(self.op), **self.body}

    def __str__(self) -> str:
        return f"{self.op} of {', '.join(_TELL[self.op](self.body))}"


def ask(op: ConnectionOp, body: Mapping[str, Any]) -> ConnectionQuestion:
    """The question with this body."""
    return ConnectionQuestion(op, json.dumps(body, sort_keys=True), body)


def read_connection_question(asked: Mapping[str, Any]) -> ConnectionQuestion:
    """Read the fields of a question, those that matter to it; InputError when they make none."""
    op = asked.get("op")
    if op not in tuple(ConnectionOp):
        raise InputError(f"its `op` is none of {', '.join(ConnectionOp)}")
    known = _FIELDS[ConnectionOp(op)]
    return ask(ConnectionOp(op), {key: value for key, value in asked.items() if key in known})


@dataclass(frozen=True, slots=True)
class Situation:
    """Questions of one operation to which the right answer is of one kind."""

    op: ConnectionOp
    what: str

    @property
    def runtime(self) -> str:
        """Empty: connections know none."""
        return ""

    @property
    def where(self) -> str:
        """What a report puts them under: the operation."""
        return str(self.op)

    def __str__(self) -> str:
        return self.what


def _tell_auth(body: Mapping[str, Any]) -> Iterator[str]:
    """The auth as JSON; what looks like a key is not repeated, wherever it came from."""
    auth = body.get("auth")
    credential = auth.get("credential") if isinstance(auth, Mapping) else auth
    if isinstance(credential, str) and looks_like_a_key(credential):
        yield "a text that looks like a key"
    else:
        yield quote(json.dumps(auth))


def _tell_dispatch(state: Mapping[str, Any]) -> Iterator[str]:
    entry, row, legacy = (_part(state, key) for key in ("entry", "row", "legacy"))
    if state.get("call_site") is False:
        yield "no call site"
    else:
        provider, connection, payer = (entry.get(key) for key in ("provider", "connection", "payer"))
        yield "no provider" if provider is None else quote(provider)
        yield "no connection" if connection is None else f"{_tell_row(row)} {quote(connection)}"
        if payer is not None:
            yield f"{quote(payer)} declared"
    for name in ("credential", "platform", "adapter"):
        if state.get(name) != _WELL[name]:
            yield f"{name} {quote(state.get(name))}"
    yield f"mode {quote(legacy.get('mode'))}"
    if legacy.get("credential") != _WELL["credential"]:
        yield f"legacy credential {quote(legacy.get('credential'))}"
    if state.get("default") is not None:
        bound = _part(state, "default")
        yield f"default {quote(bound.get('provider'))} ({quote(bound.get('payer'))})"
    yield f"policy {quote(state.get('policy'))}"


_WELL = {"credential": "present", "platform": "available", "adapter": "built"}


def _tell_row(row: Mapping[str, Any]) -> str:
    if row.get("state") != "found":
        return f"row {quote(row.get('state'))}"
    return f"row {quote(row.get('auth'))} of {quote(row.get('provider'))}"


def _tell_backfill(body: Mapping[str, Any]) -> Iterator[str]:
    config = _part(body, "config")
    yield quote(json.dumps(config.get("llm")))
    yield f"services {quote(json.dumps(config.get('services')))}"
    yield "on the platform" if body.get("platform") else "off the platform"
    listed = body.get("connections")
    rows = [row.get("name") for row in listed if isinstance(row, Mapping)] if isinstance(listed, list) else []
    yield f"rows {quote(' '.join(map(str, rows)))}" if rows else "no rows"


def _part(body: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    value = body.get(key)
    return value if isinstance(value, Mapping) else {}


_TELL = {
    ConnectionOp.AUTH: _tell_auth,
    ConnectionOp.DISPATCH: _tell_dispatch,
    ConnectionOp.BACKFILL: _tell_backfill,
}
