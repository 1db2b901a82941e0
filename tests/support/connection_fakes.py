"""What resolvers are given in tests: a vault that counts and can be held up, a clock, a factory; the log."""

import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from routeproof.connections.adapter import Adapter, Miss, PlatformAccess, build_adapter
from routeproof.model.connection import Connection
from routeproof.model.secret import Absent, Down, Found, Malformed, Secret, VaultAnswer

A, B = "credential/a/key", "credential/b/key"
PROXY = PlatformAccess("https://proxy.example")

LOGGER = "routeproof.connections"
NO_SECRETS: dict[str, VaultAnswer] = {"absent": Absent(), "down": Down("away"), "malformed": Malformed()}


class TextVault:
    """Has texts by reference, or one of `absent`, `down`, `malformed` in angle brackets; keeps who asks.

    What `hold` names is not answered before `release`.
    """

    def __init__(self, **texts: str) -> None:
        self.texts = {f"credential/{name.replace('__', '/')}": text for name, text in texts.items()}
        self.asked: list[str] = []
        self.held: dict[str, tuple[threading.Event, threading.Event]] = {}

    def hold(self, ref: str) -> tuple[threading.Event, threading.Event]:
        """Hold up whoever asks for it next: they have come, they may go."""
        self.held[ref] = threading.Event(), threading.Event()
        return self.held[ref]

    def get(self, ref: str, /) -> VaultAnswer:
        self.asked.append(ref)
        text = self.texts.get(ref, "<absent>")
        come, may_go = self.held.pop(ref, (None, None))
        if come is not None and may_go is not None:
            come.set()
            assert may_go.wait(20)
        return NO_SECRETS[text[1:-1]] if text.startswith("<") else Found(Secret(text))


class Seconds:
    """A clock that a test sets."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


class Factory:
    """Builds as usual, or as it is told; keeps of what."""

    def __init__(self, build: Callable[..., Any] = build_adapter) -> None:
        self.build = build
        self.built: list[Connection] = []

    def __call__(self, connection: Connection, resolved: Any, **more: Any) -> Any:
        self.built.append(connection)
        return self.build(connection, resolved, **more)


FIELDS = {
    "connection_miss": ("call_site", "connection", "provider", "row_provider", "reason", "hard"),
    "connection_fallback": ("connection", "provider", "via", "reason", "intent", "payer", "payer_changed"),
    "connection_row_invalid": ("connection", "kind"),
}
"""What each event says, in the order of the specification."""

Event = tuple[Any, ...]


class _Keeping(logging.Handler):
    def __init__(self) -> None:
        super().__init__()
        self.seen: list[Event] = []

    def emit(self, record: logging.LogRecord) -> None:
        said = vars(record)
        if said["event"] in FIELDS:
            self.seen.append((said["event"], *(said[name] for name in FIELDS[said["event"]])))


@contextmanager
def events() -> Iterator[list[Event]]:
    """What the log says from now on: names of events, each with its fields."""
    keeping, logger = _Keeping(), logging.getLogger(LOGGER)
    logger.addHandler(keeping)
    try:
        yield keeping.seen
    finally:
        logger.removeHandler(keeping)


def header_of(found: Any) -> str:
    """The secret that an adapter sends."""
    assert isinstance(found, Adapter), found
    return "".join(found.headers().values()).removeprefix("Bearer ")


def reason_of(found: object) -> str:
    """Why there is no adapter."""
    assert isinstance(found, Miss), found
    return str(found.reason)


def own_key(ref: str) -> dict[str, str]:
    """An auth with a credential, as callers give it."""
    return {"type": "api_key", "credential": ref}


def stored_key(ref: str) -> str:
    """The same as a row holds it."""
    return f'{{"credential":"{ref}","type":"api_key"}}'


def outcome(call: Callable[[], object]) -> object:
    """What a call gives, or the kind of what it raises: nothing that a dispatch meets is to be raised."""
    try:
        return call()
    except Exception as error:
        return f"raised {type(error).__name__}"
