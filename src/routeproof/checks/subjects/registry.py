"""What the checks on a registry are given, and how much of it each depends on."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from routeproof.compare import Moves
from routeproof.drift import Drift
from routeproof.lane import LaneReport
from routeproof.matrix import Cell, GoldenRow
from routeproof.matrix.table import Golden
from routeproof.model.declared import (
    ArtefactFile,
    Hosts,
    Invariant,
    Move,
    Offered,
    Pin,
    PinnedFingerprint,
    PlatformException,
    Probe,
    RegistryCopy,
    UpstreamPin,
)
from routeproof.model.registry import Arm, Registry, Runtime


@dataclass(frozen=True, slots=True)
class SchemaCopy:
    """One schema as the package ships it, and the workspace's copy (None when there is none)."""

    file: str
    shipped: bytes
    copy: bytes | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CopyState:
    """A declared copy of the registry as it was read; without a registry, `error` says why."""

    declared: RegistryCopy
    registry: Registry | None = None
    fingerprint: str = ""
    same_bytes: bool = False
    error: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ArtefactState:
    """A declared artefact as it was read; without content it is missing, or `error` says more."""

    declared: ArtefactFile
    content: str | None = None
    error: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """Everything a check may look at, read before it runs. Files are workspace-relative names.

    `golden` is None when the workspace has no golden matrix; `golden_error` says why one cannot be read.
    """

    registry: Registry
    registry_file: str = "manifest/providers.yaml"
    cells: tuple[Cell, ...] = ()
    golden: tuple[GoldenRow, ...] | None = None
    golden_error: str = ""
    golden_file: str = "matrix/routing.csv"
    pins: tuple[Pin, ...] = ()
    upstream_pins: tuple[UpstreamPin, ...] = ()
    pins_file: str = "checks/pins.yaml"
    probes: tuple[Probe, ...] = ()
    probes_file: str = "checks/probes.yaml"
    offers: tuple[Offered, ...] = ()
    drifts: tuple[Drift, ...] = ()
    schema_copies: tuple[SchemaCopy, ...] = ()
    invariants: tuple[Invariant, ...] = ()
    invariants_file: str = "checks/invariants.yaml"
    platform_exceptions: tuple[PlatformException, ...] = ()
    platform_exceptions_file: str = "checks/platform-exceptions.yaml"
    metadata: Golden = field(default_factory=lambda: Golden("matrix/metadata.csv"))
    offered: Golden = field(default_factory=lambda: Golden("matrix/offered.csv"))
    hosts: tuple[Hosts, ...] = ()
    hosts_file: str = "checks/hosts.yaml"
    credentials: tuple[str, ...] | None = None
    """The names that the team's own code takes for credentials; None when it keeps no such list."""
    credentials_file: str = "checks/credentials.yaml"
    recorded_moves: tuple[Move, ...] = ()
    moves: Moves | None = None
    """What moved since the base; None when there is no base to compare with."""
    moves_file: str = "checks/moves.yaml"
    fingerprint: str = ""
    """That of the registry's data, when something is held against it."""
    copies: tuple[CopyState, ...] = ()
    pinned: tuple[PinnedFingerprint, ...] = ()
    sync_file: str = "checks/sync.yaml"
    artefacts: tuple[ArtefactState, ...] = ()
    artefacts_file: str = "checks/artefacts.yaml"
    lane: LaneReport = field(default_factory=LaneReport)

    def runtimes(self) -> Iterator[Runtime]:
        """Every runtime, sorted by name."""
        yield from self.registry.runtimes.values()

    def arms(self) -> Iterator[tuple[str, int, Arm]]:
        """Every arm as (runtime, position, arm), runtimes sorted, arms as declared."""
        for name, runtime in self.registry.runtimes.items():
            for place, arm in enumerate(runtime.arms):
                yield name, place, arm


class Scope(StrEnum):
    """How much of the registry the findings of a check depend on, where that is not the whole of it."""

    ROUTES = "routes"
    """What decides where ids go, and whose keys are found: the arms in order with their ids, patterns and
    credential names; of the catalogue its names, upstream vendors and the variables of all keys."""
    TENANT = "tenant"
    """The same, and what is found on one runtime depends on no other runtime."""
    RUNTIME = "runtime"
    """The routes of each runtime alone: neither another runtime nor the rest of the catalogue."""
    ANY_CHANGE = "any-change"
    """Everything, and every change of the data is a finding, whatever it means: no edit survives that, so
    `mutate` sets such a check aside unless it is asked for."""
