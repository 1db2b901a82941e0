"""The cache of adapters as a pure model: rows that are changed, and a cache that may be told of it.

What a cache is told of moves its generation. An entry carries the generation that it was read in, and is
served in no other, nor when it is too old.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from routeproof.bindings.replay.stages import CacheFlags, Writer
from routeproof.model.registry import Payer


@dataclass(frozen=True, slots=True)
class HeldRow:
    """What an adapter is made of: the row's provider, who pays, and the name of its secret."""

    provider: str
    payer: Payer
    credential: str | None = None


@dataclass(frozen=True, slots=True)
class ResolveRequest:
    """What a resolver is asked for: a name, the provider that is expected, the model."""

    name: str
    provider: str | None = None
    model: str | None = None


@dataclass(frozen=True, slots=True)
class Served:
    """An adapter: the row that it was made of, and the model that it asks for."""

    name: str
    row: HeldRow
    model: str | None


@dataclass(frozen=True, slots=True)
class _Kept:
    adapter: Served
    generation: int
    at: int


@dataclass(frozen=True, slots=True)
class World:
    """A store and the cache before it: rows, how many changes each writer made, the seconds that passed."""

    rows: Mapping[str, HeldRow]
    changes: Mapping[Writer, int] = field(default_factory=dict)
    clock: int = 0
    kept: Mapping[tuple[str | None, ...], _Kept] = field(default_factory=dict)

    def changed(self, writer: Writer, name: str, row: HeldRow | None) -> "World":
        """The world in which that writer has put the row, or taken it away."""
        rows = {other: held for other, held in self.rows.items() if other != name}
        if row is not None:
            rows[name] = row
        changes = {**self.changes, writer: self.changes.get(writer, 0) + 1}
        return replace(self, rows=rows, changes=changes)

    def later(self, seconds: int) -> "World":
        """The world after so many seconds."""
        return replace(self, clock=self.clock + seconds)

    def generation(self, flags: CacheFlags) -> int:
        """How many changes the cache was told of."""
        return sum(count for writer, count in self.changes.items() if writer in flags.told_of)

    def fresh(self, request: ResolveRequest) -> Served | None:
        """What a resolver without any cache makes of the request; None for a miss."""
        row = self.rows.get(request.name)
        if row is None or request.provider not in (None, row.provider):
            return None
        return Served(request.name, row, request.model)


@dataclass(frozen=True, slots=True)
class Reading:
    """A resolve that has read its row and not answered yet."""

    request: ResolveRequest
    found: Served | None
    generation: int


def begun(world: World, request: ResolveRequest, flags: CacheFlags) -> Reading:
    """A resolve up to where it has read the row."""
    return Reading(request, world.fresh(request), world.generation(flags))


def ended(world: World, reading: Reading, flags: CacheFlags) -> World:
    """The world once that resolve has left its adapter in the cache; a miss leaves nothing."""
    if reading.found is None:
        return world
    generation = world.generation(flags) if flags.keeps_overtaken else reading.generation
    entry = _Kept(reading.found, generation, world.clock)
    return replace(world, kept={**world.kept, _key(reading.request, flags): entry})


def resolved(world: World, request: ResolveRequest, flags: CacheFlags) -> tuple[World, Served | None]:
    """What a resolve answers, and the world behind it."""
    kept = world.kept.get(_key(request, flags))
    young = kept is not None and (flags.max_age_s is None or world.clock - kept.at < flags.max_age_s)
    if kept is not None and young and kept.generation == world.generation(flags):
        return world, kept.adapter
    reading = begun(world, request, flags)
    return ended(world, reading, flags), reading.found


def _key(request: ResolveRequest, flags: CacheFlags) -> tuple[str | None, ...]:
    return tuple(getattr(request, part) for part in flags.key)
