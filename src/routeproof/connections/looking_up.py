"""What looking up a connection came to, part by part: the facts that dispatch decides from.

A fact costs a look-up, so that it is looked up while the decision depends on it, and no longer.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from itertools import product
from typing import Any

from routeproof.bindings.decide import decide
from routeproof.bindings.refusals import Reason, Refusal
from routeproof.model.connection import Catalogue, Connection
from routeproof.model.dispatch import AdapterState, CredentialState, PlatformState, Route, RowState

State = Mapping[str, Any]
"""Parts of the state that `decide` reads, by its keys."""


@dataclass(frozen=True, slots=True)
class LookedUp:
    """The states of a row, of its credential and of its adapter, as far as anybody had to look.

    What was not looked at is as if it were good: something before it has decided.
    """

    row: RowState
    connection: Connection | None = None
    credential: CredentialState = CredentialState.PRESENT
    platform: PlatformState = PlatformState.AVAILABLE
    adapter_state: AdapterState = AdapterState.BUILT
    adapter: Any = field(default=None, repr=False)
    detail: Mapping[str, Any] = field(default_factory=dict, hash=False)

    def facts(self) -> State:
        """The parts of the state that it says something of."""
        row: dict[str, str] = {"state": self.row}
        if self.connection is not None:
            row |= {"provider": self.connection.provider, "auth": self.connection.auth.type}
        return {
            "row": row,
            "credential": self.credential,
            "platform": self.platform,
            "adapter": self.adapter_state,
        }


CREDENTIALS = {
    Reason.CREDENTIAL_NOT_FOUND: CredentialState.ABSENT,
    Reason.VAULT_UNAVAILABLE: CredentialState.DOWN,
    Reason.CREDENTIAL_MALFORMED: CredentialState.MALFORMED,
}
"""What a miss says of an owner's credential."""

PLATFORMS = {
    Reason.PLATFORM_UNAVAILABLE: PlatformState.UNAVAILABLE,
    Reason.VAULT_UNAVAILABLE: PlatformState.DOWN,
}
"""What a miss says of the operator's proxy and key."""


# ---- who asks ----


@dataclass(frozen=True, slots=True)
class Asking:
    """On whose behalf a connection is resolved: the call site, and the payer that its entry declares.

    `quiet`: what is found out is nobody's call, and is not logged.
    """

    call_site: str | None = None
    payer: str | None = None
    quiet: bool = False


_ASKING: ContextVar[Asking] = ContextVar("asking", default=Asking())  # noqa: B039 - it is frozen


def who_asks() -> Asking:
    """On whose behalf this thread resolves."""
    return _ASKING.get()


@contextmanager
def on_behalf_of(asking: Asking) -> Iterator[None]:
    """Resolve on somebody's behalf: whoever calls a resolver by itself has none of this to say."""
    token = _ASKING.set(asking)
    try:
        yield
    finally:
        _ASKING.reset(token)


# ---- what has to be looked up ----


@dataclass(frozen=True, slots=True)
class OpenFact:
    """A fact that is not looked up yet: all that it may turn out to be, and the look-up."""

    options: tuple[State, ...]
    look_up: Callable[[], State]


_ROWS = ({"row": {"state": RowState.ABSENT}}, {"row": {"state": RowState.ERROR}})
"""States that are told apart by whoever looks at the row at all."""


def depends_on_row(state: State, catalogue: Catalogue) -> bool:
    """Whether the decision looks at the row."""
    absent, unknown = (decide({**state, **option}, catalogue) for option in _ROWS)
    return absent != unknown


def settle(state: State, facts: Sequence[OpenFact], catalogue: Catalogue) -> Route | Refusal:
    """The decision, after looking up those facts, in order, on which it depends.

    It is the one that the full state gives: it is the same for all that the other facts could be.
    """
    still_open = list(facts)
    while found := next((one for one in still_open if _matters(one, still_open, state, catalogue)), None):
        state = {**state, **found.look_up()}
        still_open.remove(found)
    for fact in still_open:
        state = {**state, **fact.options[0]}
    return decide(state, catalogue)


def _matters(fact: OpenFact, still_open: Sequence[OpenFact], state: State, catalogue: Catalogue) -> bool:
    """Whether the decision differs by the fact, whatever the other open ones are."""
    others = [other.options for other in still_open if other is not fact]
    for values in product(*others):
        base = dict(state)
        for value in values:
            base |= value
        first, *rest = (decide({**base, **option}, catalogue) for option in fact.options)
        if any(one != first for one in rest):
            return True
    return False
