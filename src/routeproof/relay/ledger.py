"""The lines of a ledger: JSON, one behind the other, each with the hash of the one before."""

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from routeproof.relay.model import (
    LedgerEvent,
    LedgerLine,
    Operation,
    Route,
)
from routeproof.relay.wire import Wire
from routeproof.strict_json import InvalidJson, read_object

FORMAT = "routeproof/facade-ledger-1"
START = "0" * 64
"""What the first line has in the place of a hash."""
TORN = b" #torn"
"""What finishes a line that its process did not."""

ENDS = ("complete", "error", "truncated", "timeout", "cancelled", "revoked", "drained")
_USAGE = ("input", "cached", "cache_write", "output", "reasoning")

_Fits = Callable[[Any], bool]


def _text(value: Any) -> bool:
    return isinstance(value, str)


def _maybe_text(value: Any) -> bool:
    return value is None or isinstance(value, str)


def _number(value: Any) -> bool:
    return type(value) is int


def _texts(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(each, str) for each in value)


def _usage(value: Any) -> bool:
    return value is None or (
        isinstance(value, dict) and value.keys() == {*_USAGE} and all(map(_number, value.values()))
    )


_CHAIN: Mapping[str, _Fits] = {
    "format": lambda value: value == FORMAT,
    "prev": lambda value: isinstance(value, str) and len(value) == 64,
    "seq": _number,
}
_COMMON: Mapping[str, _Fits] = {
    "event": lambda value: value in tuple(LedgerEvent),
    "at": _number,
    "request": _text,
    "session": _text,
    "owner": _text,
    "run": _maybe_text,
    "token": _text,
    "runtime": _text,
    "ingress": lambda value: value in tuple(Wire),
    "op": lambda value: value in tuple(Operation),
}
FACTS: Mapping[LedgerEvent, Mapping[str, _Fits]] = MappingProxyType(
    {
        LedgerEvent.DECIDED: {
            "asked": _text,
            "auth_env": _texts,
            "registry": _text,
            "provider": _text,
            "payer": _text,
            "layer": _text,
            "credential": _text,
            "endpoint": _text,
            "endpoint_from": _text,
            "wire": _text,
            "sent": _text,
            "stream": lambda value: isinstance(value, bool),
            "lossy": _texts,
        },
        LedgerEvent.ENDED: {
            "status": _number,
            "upstream_status": lambda value: value is None or _number(value),
            "upstream_request": _maybe_text,
            "end": lambda value: value in ENDS,
            "usage": _usage,
            "lossy": _texts,
            "ms": _number,
        },
        LedgerEvent.REFUSED: {"code": _text, "asked": _maybe_text},
    }
)
"""The fields that each event has beyond those of all, with what fits there."""


class BadLine(ValueError):
    """A line is none of a ledger's; the message quotes nothing of it."""


@dataclass(frozen=True, slots=True)
class Chained:
    """A line with its place in the chain."""

    line: LedgerLine
    prev: str
    seq: int


@dataclass(frozen=True, slots=True)
class Head:
    """Where a ledger stands: the hash of its last line, and the number of the next."""

    prev: str = START
    seq: int = 0


def digest(raw: bytes) -> str:
    """The hash of a line's bytes, its final LF left out, in hexadecimal."""
    return hashlib.sha256(raw.removesuffix(b"\n")).hexdigest()


def decided_facts(
    route: Route,
    *,
    asked: str,
    auth_env: tuple[str, ...],
    registry: str,
    stream: bool,
    lossy: tuple[str, ...],
) -> Mapping[str, Any]:
    """What a decision leaves in the ledger; `registry` is the fingerprint, `asked` as the guest wrote it."""
    return MappingProxyType(
        {
            "asked": asked,
            "auth_env": list(auth_env),
            "registry": registry,
            "provider": route.provider,
            "payer": route.payer,
            "layer": route.layer,
            "credential": route.credential,
            "endpoint": route.endpoint,
            "endpoint_from": route.endpoint_from,
            "wire": route.wire,
            "sent": route.sent,
            "stream": stream,
            "lossy": list(lossy),
        }
    )


def write_line(line: LedgerLine, head: Head) -> tuple[bytes, Head]:
    """The bytes of a line behind the head, LF included, and the head behind it.

    BadLine when it has not exactly the fields of its event.
    """
    value = {"format": FORMAT, "event": line.event, "prev": head.prev, "seq": head.seq}
    value |= {name: getattr(line, name) for name in _COMMON if name != "event"}
    value |= line.facts
    _inspect(value)
    raw = json.dumps(value, ensure_ascii=True, separators=(",", ":")).encode() + b"\n"
    return raw, Head(digest(raw), head.seq + 1)


def read_line(raw: bytes) -> Chained:
    """The line that the bytes are; BadLine when they are none."""
    try:
        value = read_object(raw.removesuffix(b"\n"))
    except InvalidJson as error:
        raise BadLine(str(error)) from None
    event = _inspect(value)
    common = {name: value[name] for name in _COMMON}
    common |= {"event": event, "ingress": Wire(value["ingress"]), "op": Operation(value["op"])}
    facts = {name: value[name] for name in FACTS[event]}
    return Chained(LedgerLine(**common, facts=MappingProxyType(facts)), value["prev"], value["seq"])


def resume(tail: bytes) -> tuple[Head, bytes]:
    """Where a ledger goes on, and what must be written first: the end of a line that is torn, or nothing.

    `tail` is the ledger from the start of a line on: all of it, or enough to hold its last whole line.
    """
    lines = tail.split(b"\n")
    rest = lines.pop()
    mended = TORN + b"\n" if rest else b""
    whole = [*lines, rest + TORN] if rest else lines
    if not whole:
        return Head(), b""
    seq = next((found + 1 for found in map(_seq, reversed(whole)) if found is not None), 0)
    return Head(digest(whole[-1]), seq), mended


def _seq(raw: bytes) -> int | None:
    try:
        return read_line(raw).seq
    except BadLine:
        return None


def _inspect(value: Mapping[str, Any]) -> LedgerEvent:
    """The event of a line that has its fields, and no other."""
    if value.get("event") not in tuple(LedgerEvent):
        raise BadLine("`event` is none that a ledger knows")
    event = LedgerEvent(value["event"])
    fields = {**_CHAIN, **_COMMON, **FACTS[event]}
    for name in sorted(value.keys() ^ fields.keys()):
        raise BadLine(f"`{name}` is missing" if name in fields else "there is a field that no ledger has")
    for name, fits in fields.items():
        if not fits(value[name]):
            raise BadLine(f"`{name}` does not hold what it should")
    return event
