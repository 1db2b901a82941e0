"""The frame every check stands in: what it is given, what it is, and how it is run."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from enum import StrEnum

from routeproof.compare import Moves
from routeproof.drift import Drift
from routeproof.errors import UndecidedError
from routeproof.lane import LaneReport
from routeproof.matrix import Cell, GoldenRow
from routeproof.matrix.table import Golden
from routeproof.model.deployment import NEUTRAL, Deployment
from routeproof.model.finding import Finding, Level, Rule
from routeproof.model.policy import (
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
    deployment: Deployment = NEUTRAL
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
    """How much of the registry the findings of a check depend on: an edit outside of it changes none."""

    REGISTRY = "registry"
    ROUTES = "routes"
    """What decides where ids go, and whose keys are found: the arms in order with their ids, patterns and
    credential names; of the catalogue its names, upstream vendors and the variables of all keys."""
    TENANT = "tenant"
    """The same, and what is found on one runtime depends on no other runtime."""
    RUNTIME = "runtime"
    """The routes of each runtime alone: neither another runtime nor the rest of the catalogue."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Check(Rule):
    """A rule and the function that looks for its violations.

    `size` counts what the check has to judge: 0 means that it is empty here, which the run ledger says.
    """

    run: Callable[[Subject], Iterator[Finding]]
    size: Callable[[Subject], int]
    proof: bool = False
    """Whether the check speaks of every possible id, by proof."""
    scope: Scope = Scope.REGISTRY
    any_change: bool = False
    """Whether every change of the registry's data is a finding, whatever it means: no edit survives that, so
    `mutate` sets the check aside unless it is asked for."""


@dataclass(frozen=True, slots=True)
class Ran:
    """One check after its run: how much it judged, and what it found.

    `undecided` says why the check could not answer: then its findings are incomplete, and no pass.
    """

    check: Check
    judged: int
    findings: tuple[Finding, ...]
    undecided: str = ""


def run(check: Check, subject: Subject, level: Level, judged: int | None = None) -> Ran:
    """Run one check and put its id and the level in force on every finding.

    A check that outgrows its budget is undecided: what it found before stands, and the rest is unknown.
    `judged` is how much there is to judge, where that is known already.
    """
    found: list[Finding] = []
    undecided = ""
    try:
        for finding in check.run(subject):
            found.append(replace(finding, check=check.id, level=level))  # noqa: PERF401 - keep what came first
    except UndecidedError as error:
        undecided = str(error)
    judged = _size(check, subject) if judged is None else judged
    return Ran(check, judged, tuple(found), undecided)


def _size(check: Check, subject: Subject) -> int:
    """How much the check has to judge; what cannot be counted within the budget is not nothing."""
    try:
        return check.size(subject)
    except UndecidedError:
        return 1
