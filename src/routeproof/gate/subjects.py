"""What the checks of each family look at, made of a workspace."""

from collections.abc import Callable, Sequence
from functools import cached_property
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from routeproof.checks import FAMILIES
from routeproof.checks.subjects.calls import CallsSubject
from routeproof.checks.subjects.commands import CommandsSubject
from routeproof.checks.subjects.connections import ConnectionsSubject, dialled
from routeproof.checks.subjects.delivery import DeliverySubject
from routeproof.checks.subjects.goldens import GoldensSubject
from routeproof.checks.subjects.guards import GuardsSubject, RequiredGuard
from routeproof.checks.subjects.offers import OffersSubject
from routeproof.checks.subjects.registry import RegistrySubject
from routeproof.drift import Drift, drift_of
from routeproof.errors import pointer
from routeproof.harness import Count, Filed, Suite
from routeproof.lane import LaneReport, judge_lane
from routeproof.manifest import files, fingerprint
from routeproof.manifest.census import census
from routeproof.manifest.table import Line
from routeproof.matrix import Cell, cells_of, count_cells
from routeproof.workspace import Workspace

if TYPE_CHECKING:
    from routeproof.compare import Moves


class Subjects:
    """The subjects of one workspace, each made when it is first asked for.

    `cells` and `drifts` are those of the registry, where they are known already; `like` are the subjects of
    the workspace that this one was edited from: what is made of the same parts is shared.
    """

    def __init__(
        self,
        workspace: Workspace,
        cells: tuple[Cell, ...] | None = None,
        drifts: tuple[Drift, ...] | None = None,
        like: "Subjects | None" = None,
    ) -> None:
        self.workspace = workspace
        self._cells, self._drifts, self._like = cells, drifts, like

    @cached_property
    def cells(self) -> tuple[Cell, ...]:
        """The matrix of the registry."""
        if self._cells is not None:
            return self._cells
        return cells_of(self.workspace.registry, self.workspace.probe_ids)

    @cached_property
    def registry(self) -> RegistrySubject:
        """For what is said of ids, arms, keys and payers."""
        workspace, declared = self.workspace, self.workspace.declared
        credentials = declared.credentials
        return RegistrySubject(
            registry=workspace.registry,
            registry_file=workspace.registry_file,
            cells=self.cells,
            pins=Filed(files.PINS, declared.pins.routes),
            upstream_pins=Filed(files.PINS, declared.pins.upstream),
            probes=Filed(files.PROBES, declared.probes),
            invariants=Filed(files.INVARIANTS, declared.invariants),
            platform_exceptions=Filed(files.PLATFORM_EXCEPTIONS, declared.platform_exceptions),
            hosts=Filed(files.HOSTS, declared.hosts),
            credentials=None if credentials is None else Filed(files.CREDENTIALS, credentials),
            dialled=frozenset() if self.connections is None else dialled(self.connections),
            deployment=declared.deployment,
        )

    @cached_property
    def goldens(self) -> GoldensSubject:
        """For what was accepted, and what moved."""
        workspace, declared = self.workspace, self.workspace.declared
        return GoldensSubject(
            registry=workspace.registry,
            registry_file=workspace.registry_file,
            cells=self.cells,
            offers=workspace.offers,
            routing=workspace.goldens.routing,
            metadata=workspace.goldens.metadata,
            offered=workspace.goldens.offered,
            guards=workspace.goldens.guards,
            counted=self.counted,
            moves=_moves(workspace),
            recorded=Filed(files.MOVES, declared.moves),
        )

    @cached_property
    def counted(self) -> tuple[Line, ...]:
        """What the workspace is held to, a line for each list of a guard."""
        documents, like = self.workspace.documents, self._like
        known = like is not None and like.workspace.documents is documents
        return like.counted if like is not None and known else census(documents)

    @cached_property
    def guards(self) -> GuardsSubject:
        """For what has to be there."""
        required = (
            RequiredGuard(name, files.BY_NAME[name].path, self._is_there(name), pointer("require", index))
            for index, name in enumerate(self.workspace.declared.policy.require)
        )
        return GuardsSubject(required=Filed(files.POLICY, tuple(required)))

    def _is_there(self, name: str) -> bool:
        row = files.BY_NAME[name]
        return bool(self.workspace.offers) if row.many else row.path in self.workspace.documents

    @cached_property
    def offers(self) -> OffersSubject:
        """For what templates offer."""
        workspace, known = self.workspace, self._drifts
        return OffersSubject(
            registry=workspace.registry,
            registry_file=workspace.registry_file,
            offers=workspace.offers,
            drifts=drift_of(workspace.registry, workspace.offers) if known is None else known,
        )

    @cached_property
    def lane(self) -> LaneReport | None:
        """For the required lane; None where none is declared."""
        workspace, like = self.workspace, self._like
        lane, workflows = workspace.declared.lane, workspace.workflows
        if like and like.workspace.declared.lane is lane and like.workspace.workflows is workflows:
            return like.lane
        return None if lane is None else judge_lane(workflows, lane)

    @cached_property
    def connections(self) -> ConnectionsSubject | None:
        """For provider connections and the entries that name them; None where none are filed."""
        filed, workspace = self.workspace.declared.connections, self.workspace
        if filed is None:
            return None
        from routeproof.gate.binding import rebound, subject_of  # noqa: PLC0415 - who files none does not pay

        like, hosts = self._like, workspace.declared.hosts
        known = (
            like.connections if like is not None and like.workspace.declared.connections is filed else None
        )
        if known is not None and like is not None and like.workspace.declared.hosts is hosts:
            shared = rebound(known, like.workspace.registry, workspace.registry)
            if shared is not None:
                return shared
        return subject_of(filed, workspace.registry, workspace.registry_file, hosts)

    @cached_property
    def delivery(self) -> DeliverySubject:
        """For copies, artefacts and schemas."""
        workspace, pinned = self.workspace, self.workspace.declared.sync.fingerprints
        held = bool(workspace.copies or pinned or workspace.artefacts)
        return DeliverySubject(
            registry=workspace.registry,
            fingerprint=fingerprint(workspace.registry) if held else "",
            copies=Filed(files.SYNC, workspace.copies),
            pinned=Filed(files.SYNC, pinned),
            artefacts=Filed(files.ARTEFACTS, workspace.artefacts),
            schema_copies=workspace.schema_copies,
        )

    @cached_property
    def commands(self) -> CommandsSubject | None:
        """For the risks of commands; None where none is declared."""
        return self.workspace.commands

    @cached_property
    def calls(self) -> CallsSubject | None:
        """For what has to be called; None where nothing is."""
        workspace, like = self.workspace, self._like
        if like and like.workspace.calls is workspace.calls:
            return like.calls
        return CallsSubject(calls=Filed(files.CALLS, workspace.calls)) if workspace.calls else None


def _moves(workspace: Workspace) -> "Moves | None":
    """What moved since the base; None where there is none."""
    if workspace.base is None:
        return None
    from routeproof.compare import judge_moves  # noqa: PLC0415 - a plain check does not pay for it

    return judge_moves(workspace.base, workspace.registry, workspace.declared.moves)


def _registry_counts(subject: RegistrySubject) -> tuple[Count, ...]:
    return count_cells(subject.registry, subject.cells).shown


def _connection_counts(subject: ConnectionsSubject) -> tuple[Count, ...]:
    rows, entries = len(subject.rows), len(subject.entries)
    return (
        Count("connections", rows, _plural(rows, "connection", "connections")),
        Count("entries", entries, _plural(entries, "entry", "entries")),
    )


def _plural(number: int, one: str, many: str) -> str:
    return f"{number or 'no'} {one if number == 1 else many}"


_SUITES = {"entries": "connections"}
"""In whose suite a family is judged, where that is not its own."""
_SUBJECTS = {"arms": "registry", "listing": "registry", "payer": "registry", "credentials": "registry"}
"""What a suite looks at, where that is not called like the suite."""
_COUNTS: dict[str, Callable[[Any], Sequence[Count]]] = {
    "arms": _registry_counts,
    "connections": _connection_counts,
}
"""What a suite counts in its subject; one of those that share a subject is enough."""

KIND_OF = {suite: _SUBJECTS.get(suite, suite) for suite in FAMILIES if suite not in _SUITES}
"""Suite to the subject that its checks are given, by the name that `Subjects` has for it."""


def _suite(name: str) -> Suite[Subjects, Any]:
    families = [checks for family, checks in FAMILIES.items() if _SUITES.get(family, family) == name]
    return Suite(
        name=name,
        checks=tuple(check for checks in families for check in checks),
        subject=attrgetter(KIND_OF[name]),
        counts=_COUNTS.get(name, lambda _: ()),
    )


SUITES: tuple[Suite[Subjects, Any], ...] = tuple(map(_suite, KIND_OF))
"""Every suite of the gate, once."""

SUITE_OF = {check.id: suite for suite in SUITES for check in suite.checks}
"""Check id to its suite."""
