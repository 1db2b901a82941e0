"""Questions of `dispatch`: every state within two deviations of each in which all is well, and samples.

A state is held as its parts by name, so that a deviation is one part with another value.
"""

from collections.abc import Iterator, Mapping
from itertools import combinations, product
from typing import Any

from routeproof.conform.connections.question import ConnectionOp, ConnectionQuestion, ask
from routeproof.conform.kit import Phase
from routeproof.model.connection import PAYERS, AuthType
from routeproof.model.dispatch import (
    AdapterState,
    CredentialState,
    FallbackPolicy,
    LegacyMode,
    PlatformState,
    RowState,
)
from routeproof.model.registry import Payer
from routeproof.prove import Dice

MANAGED, KEYED, KEYLESS, NOBODY = "anthropic", "fireworks", "ollama", "no-such-provider"
PROVIDERS = (MANAGED, KEYED, KEYLESS)
"""A provider of each kind, and one that the catalogue lacks."""
NAME = "work"

Parts = dict[str, Any]
Planned = Iterator[tuple[Phase, ConnectionQuestion]]

_CLOSED: Mapping[str, tuple[str, ...]] = {
    "credential": tuple(map(str, CredentialState)),
    "platform": tuple(map(str, PlatformState)),
    "adapter": tuple(map(str, AdapterState)),
    "legacy credential": tuple(map(str, CredentialState)),
}
"""The parts whose values are the same everywhere, what is well first."""
_MODES = tuple(map(str, LegacyMode))
_POLICIES = tuple(map(str, FallbackPolicy))
_PAYERS = tuple(map(str, Payer))
_GONE = tuple({"state": str(state)} for state in RowState if state is not RowState.FOUND)


def plan_dispatch(samples: int, seed: int) -> Planned:
    """The states in which all is well, those within two deviations of one, and so many drawn around each."""
    baselines = list(_baselines())
    for well in baselines:
        yield Phase.CLASS, _question(well)
    for number in (1, 2):
        for well in baselines:
            for changes in combinations(_deviations(well), number):
                if len({part for part, _ in changes}) == number:
                    yield Phase.BORDER, _question({**well, **dict(changes)})
    dice = Dice(seed)
    for well in baselines:
        for _ in range(samples):
            yield Phase.SAMPLE, _question(_drawn(well, dice))


def _baselines() -> Iterator[Parts]:
    """A declared payer is well when it is the row's: another one is a deviation."""
    own = (False, True)
    for policy, auth, provider, mode, declares in product(_POLICIES, AuthType, PROVIDERS, _MODES[:2], own):
        yield {
            "policy": policy,
            "call site": True,
            "provider": provider,
            "connection": NAME,
            "payer": str(PAYERS[auth]) if declares else None,
            "row": {"state": str(RowState.FOUND), "provider": provider, "auth": str(auth)},
            **{name: values[0] for name, values in _CLOSED.items()},
            "mode": mode,
            "default": None,
        }


def _deviations(well: Parts) -> list[tuple[str, Any]]:
    """Every other value of every part but the policy."""
    provider, row = well["provider"], well["row"]
    other = next(each for each in PROVIDERS if each != provider)
    payers = [each for each in _PAYERS if each != PAYERS[row["auth"]]]
    defaults = [(provider, payer) for payer in _PAYERS] + [(other, str(Payer.PLATFORM))]
    return [
        ("call site", False),
        *(("provider", each) for each in (None, other, NOBODY)),
        ("connection", None),
        *(("payer", each) for each in payers),
        *(("row", each) for each in (*_GONE, {**row, "provider": other})),
        *((name, value) for name, values in _CLOSED.items() for value in values[1:]),
        ("mode", _MODES[2]),
        *(("default", {"provider": name, "payer": payer}) for name, payer in defaults),
    ]


def _drawn(well: Parts, dice: Dice) -> Parts:
    """Any state whose row, if it is found, has the auth of this one."""
    provider = dice.choice(PROVIDERS)
    return {
        "policy": dice.choice(_POLICIES),
        "call site": dice.below(16) > 0,
        "provider": dice.choice((provider, provider, *PROVIDERS, None, NOBODY)),
        "connection": dice.choice((NAME, NAME, None)),
        "payer": dice.choice((None, None, *_PAYERS)),
        "row": dice.choice(({**well["row"], "provider": provider}, well["row"], *_GONE)),
        **{name: dice.choice(values) for name, values in _CLOSED.items()},
        "mode": dice.choice(_MODES),
        "default": dice.choice((None, *({"provider": provider, "payer": payer} for payer in _PAYERS))),
    }


def every_state() -> Iterator[ConnectionQuestion]:
    """Every combination of the values of every part.

    What is no business of a state is not varied in it: the row and what it needs, where no connection is
    named; what a row needs, where none is found or it is of another provider than the entry.
    """
    well = next(_baselines())
    for default in _defaults():
        yield _question({**well, "call site": False, "default": default})
    for policy, provider, payer, named in product(
        _POLICIES, (*PROVIDERS, NOBODY, None), (None, *_PAYERS), (True, False)
    ):
        entry = {
            "policy": policy,
            "provider": provider,
            "payer": payer,
            "connection": NAME if named else None,
        }
        for row in _rows() if named else (_GONE[0],):
            own = named and row.get("provider", NOBODY) == (provider or row.get("provider"))
            for needs in product(*(_CLOSED[name] if own else _CLOSED[name][:1] for name in _NEEDS)):
                for around in product(_CLOSED["platform"], _MODES, _CLOSED["legacy credential"], _defaults()):
                    drawn = dict(zip((*_NEEDS, *_AROUND), (*needs, *around), strict=True))
                    yield _question({**well, **entry, "row": row, **drawn})


_NEEDS = ("credential", "adapter")
_AROUND = ("platform", "mode", "legacy credential", "default")


def _rows() -> Iterator[Mapping[str, str]]:
    yield from _GONE
    for provider, auth in product(PROVIDERS, AuthType):
        yield {"state": str(RowState.FOUND), "provider": provider, "auth": str(auth)}


def _defaults() -> Iterator[Mapping[str, str] | None]:
    yield None
    for provider, payer in product(PROVIDERS, _PAYERS):
        yield {"provider": provider, "payer": payer}


def _question(parts: Parts) -> ConnectionQuestion:
    state = {
        "policy": parts["policy"],
        "call_site": parts["call site"],
        "entry": {name: parts[name] for name in ("provider", "connection", "payer")},
        "row": parts["row"],
        "credential": parts["credential"],
        "platform": parts["platform"],
        "adapter": parts["adapter"],
        "legacy": {"mode": parts["mode"], "credential": parts["legacy credential"]},
        "default": parts["default"],
    }
    return ask(ConnectionOp.DISPATCH, state)
