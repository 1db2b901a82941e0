"""The configurations and stores that a stage's backfill is judged on, the plainest first."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from routeproof.bindings.backfill import Holdings, Plan
from routeproof.bindings.catalogue import BUILTIN, canonical
from routeproof.bindings.config import effective_mode
from routeproof.bindings.replay.judges.states import WELL, as_read
from routeproof.bindings.replay.machines.backfill import plan
from routeproof.bindings.replay.nearest import Axis, by_nearness
from routeproof.bindings.replay.stages import EntryGroup, Stage
from routeproof.model.connection import Auth, AuthType, Connection
from routeproof.model.dispatch import DispatchState, RowState

_MOST = 3
_PROVIDER = "anthropic"
_PERSONAL = f"{_PROVIDER}-personal"
_KEY = Auth(AuthType.API_KEY, "credential/elsewhere/api_key")
_SILENT = None

PLAIN_STORE = Holdings(BUILTIN, {row.name: row for row in canonical(BUILTIN)})
"""A store with the canonical rows alone."""


def _with(*rows: Connection) -> Holdings:
    return Holdings(BUILTIN, {**PLAIN_STORE.rows, **{row.name: row for row in rows}})


_AXES: tuple[Axis, ...] = (
    (
        ("the mode is `managed`", {"mode": "managed"}),
        ("the mode is silent", {"mode": _SILENT}),
        ("the mode is unreadable", {"mode": "both"}),
    ),
    (("the operator has deployed it", {"platform": True}),),
    (
        ("the entry stands at the default", {"group": EntryGroup.DEFAULT}),
        ("the entry is a call site's", {"group": EntryGroup.CALL_SITES}),
    ),
    (
        ("the source is `managed`", {"source": "managed"}),
        ("the source is `user`", {"source": "user"}),
    ),
    (
        ("`byok` is declared", {"payer": "byok"}),
        ("`platform` is declared", {"payer": "platform"}),
    ),
    (
        ("the operator cannot dial the provider", {"provider": "openrouter"}),
        ("the provider needs no key", {"provider": "ollama"}),
    ),
    (
        (
            "another provider's row is called `-personal`",
            {"held": _with(Connection(_PERSONAL, "openai", _KEY))},
        ),
        (
            "a row that the operator pays for is called `-personal`",
            {"held": _with(Connection(_PERSONAL, _PROVIDER, Auth(AuthType.PLATFORM)))},
        ),
        (
            "a corrupt row is called `-personal`",
            {"held": Holdings(BUILTIN, PLAIN_STORE.rows, frozenset({_PERSONAL}))},
        ),
        ("the owner has a row already", {"held": _with(Connection("mine", _PROVIDER, _KEY))}),
    ),
)
"""What may be otherwise than a managed provider's profile where `your-own` is written, in a plain store."""


@dataclass(frozen=True, slots=True)
class EntrySituation:
    """One entry without a connection, and where it stands."""

    group: EntryGroup = EntryGroup.PROFILES
    provider: str = _PROVIDER
    source: str | None = None
    payer: str | None = None
    mode: str | None = "your-own"
    platform: bool = False
    held: Holdings = PLAIN_STORE

    @property
    def pointer(self) -> str:
        """Leads to the entry."""
        return f"/llm/{self.group}" if self.group is EntryGroup.DEFAULT else f"/llm/{self.group}/first"

    @property
    def raw(self) -> dict[str, Any]:
        """The entry as it is written."""
        written = {"provider": self.provider, "source": self.source, "payer": self.payer}
        return {key: value for key, value in written.items() if value is not None}

    @property
    def services(self) -> dict[str, Any]:
        """What the configuration says of the mode."""
        return {} if self.mode is None else {"inference": {"mode": self.mode}}

    @property
    def config(self) -> dict[str, Any]:
        """The configuration: the entry, and nothing else of its kind."""
        entry = self.raw if self.group is EntryGroup.DEFAULT else {"first": self.raw}
        return {"llm": {str(self.group): entry}, "services": self.services}


@dataclass(frozen=True, slots=True)
class Scenario:
    """A situation in a stage, and what the stage planned in it."""

    stage: Stage
    situation: EntrySituation
    words: tuple[str, ...]
    plan: Plan

    @property
    def mode(self) -> str:
        """The mode by which entries are dispatched."""
        return effective_mode(self.situation.config, self.situation.platform)

    def state(self, stamped: Connection | None = None) -> DispatchState:
        """A call of the entry where all is well, naming that connection, as the stage reads it."""
        asked = WELL._replace(
            provider=self.situation.provider,
            connection=None if stamped is None else stamped.name,
            payer=self.situation.payer,
            row=RowState.FOUND,
            row_provider="" if stamped is None else stamped.provider,
            row_auth="" if stamped is None else stamped.auth.type,
            mode=self.mode,
        )
        return as_read(asked, self.situation.group, self.stage.reading)

    def rows(self) -> Mapping[str, Connection]:
        """The visible rows behind the plan: what is inserted takes no other row's name."""
        held = self.situation.held
        new = {row.name: row for row in self.plan.create if row.name not in held.invisible}
        return {**new, **held.rows}


def scenarios(stage: Stage) -> Iterator[Scenario]:
    """The stage's plan in every situation with at most three parts out of the ordinary."""
    for words, fields in by_nearness(_AXES, _MOST):
        situation = EntrySituation(**fields)
        planned = plan(stage, situation.config, situation.held, platform=situation.platform)
        yield Scenario(stage, situation, words, planned)
