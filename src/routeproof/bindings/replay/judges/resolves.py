"""What a stage's cache answers after changes of every kind, between them and across requests."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import product
from types import MappingProxyType

from routeproof.bindings.catalogue import BUILTIN
from routeproof.bindings.references import default_ref
from routeproof.bindings.replay.judges.states import WELL
from routeproof.bindings.replay.machines.cache import (
    HeldRow,
    ResolveRequest,
    Served,
    World,
    begun,
    ended,
    resolved,
)
from routeproof.bindings.replay.machines.dispatching import dispatch
from routeproof.bindings.replay.nearest import told
from routeproof.bindings.replay.stages import Stage, Writer
from routeproof.model.registry import Payer

_NAME, _OTHER = "work", "home"
_ROW = HeldRow("anthropic", Payer.BYOK, "credential/anthropic-work/api_key")
_ROWS = {_NAME: _ROW, _OTHER: HeldRow("anthropic", Payer.BYOK, "credential/anthropic-home/api_key")}
_AFTERWARDS: Mapping[str, HeldRow | None] = {
    "deletes the row": None,
    "gives the row another credential": HeldRow("anthropic", Payer.BYOK, "credential/anthropic-new/api_key"),
    "lets the operator pay": HeldRow("anthropic", Payer.PLATFORM),
    "makes the row another provider's": HeldRow("openai", Payer.BYOK, "credential/openai/api_key"),
}
_WRITERS = {Writer.OWN: "the process itself", Writer.FOREIGN: "another program"}
_REQUESTS = (
    ResolveRequest(_NAME),
    ResolveRequest(_OTHER),
    ResolveRequest(_NAME, "anthropic"),
    ResolveRequest(_NAME, "openai"),
    ResolveRequest(_NAME, model="a model"),
    ResolveRequest(_NAME, "anthropic", "a model"),
)
_MOST = 2
"""How many changes come between one resolve and the next."""


@dataclass(frozen=True, slots=True)
class RowChange:
    """One change of the row: whose, in words, and what it is then."""

    writer: Writer
    what: str

    def of(self, world: World) -> World:
        """The world with the change."""
        return world.changed(self.writer, _NAME, _AFTERWARDS[self.what])

    @property
    def words(self) -> str:
        """The change in words."""
        return f"{_WRITERS[self.writer]} {self.what}"


CHANGES = tuple(RowChange(writer, what) for writer, what in product(_WRITERS, _AFTERWARDS))


@dataclass(frozen=True, slots=True)
class History:
    """A stage, and a sequence of changes between one resolve and the next."""

    stage: Stage
    changes: tuple[RowChange, ...]

    @property
    def words(self) -> tuple[str, ...]:
        """The changes in words."""
        return tuple(change.words for change in self.changes)


def histories(stage: Stage) -> Iterator[History]:
    """Every sequence of at most two changes, none among them; the shortest first."""
    for number in range(_MOST + 1):
        for changes in product(CHANGES, repeat=number):
            yield History(stage, changes)


def sees_every_change(history: History) -> str | None:
    """After a change by any writer the next resolve goes by it, and what was deleted is not served."""
    flags, request = history.stage.cache, ResolveRequest(_NAME)
    world, _ = resolved(World(_ROWS), request, flags)
    for change in history.changes:
        world, _ = resolved(change.of(world), request, flags)
    if resolved(world, request, flags)[1] == world.fresh(request):
        return None
    late = world.later(60)
    ended_by = "for 60 s" if resolved(late, request, flags)[1] == late.fresh(request) else "without an end"
    return told(history.words, f"what was read before is served {ended_by}")


def keeps_nothing_overtaken(history: History) -> str | None:
    """A resolve that a change overtakes leaves nothing behind that a later one is served."""
    flags, request = history.stage.cache, ResolveRequest(_NAME)
    world = World(_ROWS)
    reading = begun(world, request, flags)
    for change in history.changes:
        world = change.of(world)
    world = ended(world, reading, flags)
    if resolved(world, request, flags)[1] == world.fresh(request):
        return None
    return told(history.words, "while a resolve is under way, and the next is served what that one read")


def crosses_no_request(history: History) -> str | None:
    """What is kept for one name, provider, model and payer is served for no other."""
    if len(history.changes) > 1 or any(_AFTERWARDS[change.what] is None for change in history.changes):
        return None
    flags = history.stage.cache
    for first, second in product(_REQUESTS, _REQUESTS):
        world, _ = resolved(World(_ROWS), first, flags)
        for change in history.changes:
            world = change.of(world)
        served = resolved(world, second, flags)[1]
        if _marks(served) != _marks(world.fresh(second)):
            payer = "" if served is None else f", and {served.row.payer} pays"
            return told(history.words, f"{_shown(second)} is served what was made for {_shown(first)}{payer}")
    return None


def _marks(served: Served | None) -> tuple[object, ...] | None:
    """What a key has to hold apart."""
    return None if served is None else (served.name, served.row.provider, served.row.payer, served.model)


def tells_rows_apart(history: History) -> str | None:
    """Two rows of one provider give two auths, however their calls follow one another."""
    stage = history.stage
    if history.changes:
        return None
    world, used = World(_ROWS), []
    for name in (_NAME, _OTHER, _NAME, _OTHER):
        if dispatch(WELL._replace(connection=name), stage.dispatch).resolved:
            world, served = resolved(world, ResolveRequest(name), stage.cache)
            used.append(None if served is None else served.row.credential)
        else:
            used.append(default_ref(BUILTIN.by_name["anthropic"]))
    wanted = [_ROWS[name].credential for name in (_NAME, _OTHER)] * 2
    return None if used == wanted else told((), f"two rows are served by `{used[1]}` alike")


def _shown(request: ResolveRequest) -> str:
    parts = (request.name, request.provider or "any provider", request.model or "no model")
    return f"({', '.join(parts)})"


JUDGES: Mapping[str, Callable[[History], str | None]] = MappingProxyType(
    {
        "CN-08": sees_every_change,
        "CN-09": keeps_nothing_overtaken,
        "CN-10": crosses_no_request,
        "CN-26": tells_rows_apart,
    }
)
