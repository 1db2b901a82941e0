"""The proof: every entry of a configuration in every state that its parts can be in, and who pays in each.

The parts vary independently of one another, so there are more states than can come about. An entry that some
state serves from another payer than the one it means has a witness: the state nearest to all being well.
"""

import operator
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from itertools import product
from types import MappingProxyType
from typing import Any

from routeproof.bindings.config import effective_mode, entries
from routeproof.bindings.decide import decide, decide_state, legacy_route, read_state
from routeproof.bindings.export import Export, read_export
from routeproof.model.connection import PAYERS, Catalogue, Connection, Entry
from routeproof.model.dispatch import (
    AdapterState,
    CredentialState,
    DispatchState,
    PlatformState,
    Route,
    RowState,
)

_DEFAULT = "/llm/default"
_AS_FILED, _BOUND = RowState.FOUND, True
_PARTS: tuple[tuple[str, tuple[Any, ...]], ...] = (
    ("the row is {}", (_AS_FILED, RowState.ABSENT, RowState.INVALID, RowState.ERROR)),
    ("the credential is {}", tuple(CredentialState)),
    ("the platform is {}", tuple(PlatformState)),
    ("the adapter is {}", tuple(AdapterState)),
    ("the legacy credential is {}", tuple(CredentialState)),
    ("there is no default instance", (_BOUND, False)),
)
"""Every part of a state with its values, the healthy one first, and how another one is told."""
_ENTRY_AND_ROW = DispatchState._fields.index("credential")
"""How many fields of a state stay while everything but the row varies."""
_NO_ROW: Mapping[str, str] = MappingProxyType({"state": str(RowState.ABSENT)})
_HEALTHY = tuple(values[0] for _, values in _PARTS)


@dataclass(frozen=True, slots=True)
class PayerMoved:
    """An entry that some state serves from another payer than it means, and the smallest such state.

    `state` is the question of a dispatch; `deviations` tell what in it is not well. `expected` is None where
    nobody can say who was meant.
    """

    pointer: str
    state: Mapping[str, Any]
    expected: str | None
    actual: str
    via: str
    deviations: tuple[str, ...] = field(default=(), compare=False)

    def to_json(self) -> dict[str, Any]:
        """`{pointer, state, expected, actual, via}`."""
        return {
            "pointer": self.pointer,
            "state": self.state,
            "expected": self.expected,
            "actual": self.actual,
            "via": self.via,
        }


@dataclass(frozen=True, slots=True)
class Proof:
    """How many entries and states were judged, and the violations: at most one an entry, in their order."""

    entries: int
    states: int
    violations: tuple[PayerMoved, ...]


@dataclass(frozen=True, slots=True)
class _Case:
    """An entry with what is the same in all of its states: its row as filed, the mode, the bound default."""

    entry: Entry
    filed: Mapping[str, str]
    policy: str
    mode: str
    default: Mapping[str, str] | None
    catalogue: Catalogue

    def state(self, values: tuple[Any, ...] = _HEALTHY) -> dict[str, Any]:
        """The question that these values ask."""
        row, credential, platform, adapter, legacy, bound = values
        entry = self.entry
        return {
            "policy": self.policy,
            "call_site": True,
            "entry": {"provider": entry.provider, "connection": entry.connection, "payer": entry.payer},
            "row": dict(self.filed) if row is _AS_FILED else {"state": str(row)},
            "credential": str(credential),
            "platform": str(platform),
            "adapter": str(adapter),
            "legacy": {"mode": self.mode, "credential": str(legacy)},
            "default": self.default if bound else None,
        }

    @property
    def intent(self) -> str | None:
        """The payer that the entry means: declared, else of its row as filed, else of its legacy route."""
        if self.entry.payer is not None:
            return self.entry.payer
        if "auth" in self.filed:
            return PAYERS[self.filed["auth"]]
        wanted = self.catalogue.get(self.entry.provider or "")
        legacy = None if wanted is None else legacy_route(read_state(self.state(), self.catalogue), wanted)
        return None if legacy is None else legacy.payer

    @property
    def shape(self) -> tuple[object, ...]:
        """What decides the answers in all states: cases of one shape differ in names alone."""
        names = self.entry.provider, self.filed.get("provider"), (self.default or {}).get("provider")
        alike = tuple(names.index(name) for name in names)
        kinds = tuple(None if name is None else self._kind(name) for name in names)
        named = self.entry.connection is not None
        payers = self.entry.payer, self.filed.get("auth"), (self.default or {}).get("payer")
        return self.policy, self.mode, named, self.filed["state"], alike, kinds, payers

    def _kind(self, name: str) -> tuple[bool, bool] | str:
        found = self.catalogue.get(name)
        return "unknown" if found is None else (found.managed, found.keyless)


@dataclass(frozen=True, slots=True)
class _Outcome:
    """What came of all the states of a case: how many there were, and the smallest that moves the bill."""

    visited: int
    witness: tuple[Any, ...] | None
    route: Route | None


def prove(document: Mapping[str, Any], catalogue: Catalogue | None = None) -> Proof:
    """Prove an export, a plain mapping, under the catalogue given, else its own, else the built-in one.

    Raises InputError for what `read_export` cannot read.
    """
    if catalogue is not None:
        document = {key: value for key, value in document.items() if key != "catalogue"}
    return prove_export(read_export(document, catalogue))


def prove_export(export: Export) -> Proof:
    """The same of an export that was read."""
    outcomes: dict[tuple[object, ...], _Outcome] = {}
    violations, judged, states = [], 0, 0
    for case in _cases(export):
        shape = case.shape
        if shape not in outcomes:
            outcomes[shape] = _visit(case)
        outcome = outcomes[shape]
        judged += 1
        states += outcome.visited
        if outcome.witness is not None and outcome.route is not None:
            violations.append(_violation(case, outcome.witness, outcome.route))
    return Proof(judged, states, tuple(violations))


def _cases(export: Export) -> tuple[_Case, ...]:
    """Every entry, with the healthy route of the default as what it was bound to."""
    mode = effective_mode(export.config, export.platform)
    rows = {row.stored.name: _filed(row.connection) for row in reversed(export.rows)}
    cases = [
        _Case(each, rows.get(each.connection or "", _NO_ROW), export.policy, mode, None, export.catalogue)
        for each in entries(export.config)
    ]
    default = next((_bound(case) for case in cases if case.entry.pointer == _DEFAULT), None)
    return tuple(replace(case, default=default) for case in cases)


def _filed(connection: Connection | None) -> Mapping[str, str]:
    if connection is None:
        return {"state": str(RowState.INVALID)}
    return {"state": str(RowState.FOUND), "provider": connection.provider, "auth": str(connection.auth.type)}


def _bound(case: _Case) -> Mapping[str, str] | None:
    answer = decide(case.state(), case.catalogue)
    return {"provider": answer.provider, "payer": str(answer.payer)} if isinstance(answer, Route) else None


def _visit(case: _Case) -> _Outcome:
    """Decide every state. Of those that move the bill the first with the fewest deviations is kept."""
    intent, catalogue = case.intent, case.catalogue
    read = {row: read_state(case.state((row, *_HEALTHY[1:])), catalogue) for row in _PARTS[0][1]}
    mode, default = read[_AS_FILED].mode, read[_AS_FILED].default
    fewest, witness, taken, visited = len(_PARTS) + 1, None, None, 0
    for values in product(*(values for _, values in _PARTS)):
        row, credential, platform, adapter, legacy, bound = values
        head = read[row][:_ENTRY_AND_ROW]
        tail = credential, platform, adapter, mode, legacy, default if bound else None
        answer = decide_state(DispatchState._make(head + tail), catalogue)
        visited += 1
        if isinstance(answer, Route) and answer.payer != intent:
            deviations = sum(map(operator.ne, values, _HEALTHY))
            if deviations < fewest:
                fewest, witness, taken = deviations, values, answer
    return _Outcome(visited, witness, taken)


def _violation(case: _Case, values: tuple[Any, ...], route: Route) -> PayerMoved:
    told = (
        text.format(value)
        for (text, _), value, healthy in zip(_PARTS, values, _HEALTHY, strict=True)
        if value != healthy
    )
    intent = None if case.intent is None else str(case.intent)
    payer, via = str(route.payer), str(route.via)
    return PayerMoved(case.entry.pointer, case.state(values), intent, payer, via, tuple(told))
