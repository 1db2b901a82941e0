"""Read every file of a workspace into one immutable value, reporting every problem of every file."""

import os
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, TypeVar

from routeproof import schema
from routeproof.checks import ALL
from routeproof.checks.subjects.calls import CallState
from routeproof.checks.subjects.commands import CommandsSubject
from routeproof.checks.subjects.delivery import ArtefactState, CopyState, SchemaCopy
from routeproof.errors import InputError, Place, Problem
from routeproof.harness import config_problems
from routeproof.manifest import Document, read_document, read_file, registry_of
from routeproof.manifest import declared as read
from routeproof.manifest.files import (
    BY_PATH,
    FILES,
    GOLDEN_CSV,
    GUARDS_CSV,
    METADATA_CSV,
    OFFERED_CSV,
    POLICY,
    REGISTRY,
    SCHEMAS,
    WAIVERS,
    WorkspaceFile,
)
from routeproof.manifest.table import Golden
from routeproof.manifest.yaml import read_bytes
from routeproof.matrix.golden import RoutingGolden, parse_routing
from routeproof.model.declared import Declared, FiledConnections, Offered
from routeproof.model.registry import Registry
from routeproof.model.workflow import Lane, Workflow
from routeproof.workspace.configured import configured
from routeproof.workspace.delivery import artefact_states, copy_states, workflow_files
from routeproof.workspace.sources import call_states, commands_of

T = TypeVar("T")

Manifest = str | os.PathLike[str] | bytes | Registry
"""A registry to judge in place of the workspace's: a path, YAML as bytes, or a value already loaded."""


@dataclass(frozen=True, slots=True)
class Goldens:
    """What was accepted as today's truth."""

    routing: RoutingGolden = RoutingGolden(GOLDEN_CSV)
    metadata: Golden = Golden(METADATA_CSV)
    offered: Golden = Golden(OFFERED_CSV)
    guards: Golden = Golden(GUARDS_CSV)


@dataclass(frozen=True, slots=True, kw_only=True)
class Workspace:
    """Everything that was read. `documents` maps a workspace-relative file to its marks."""

    root: Path
    registry: Registry
    registry_file: str
    documents: Mapping[str, Document]
    declared: Declared = field(default_factory=Declared)
    offers: tuple[Offered, ...] = ()
    goldens: Goldens = Goldens()
    workflows: tuple[Workflow, ...] = ()
    copies: tuple[CopyState, ...] = ()
    artefacts: tuple[ArtefactState, ...] = ()
    schema_copies: tuple[SchemaCopy, ...] = ()
    commands: CommandsSubject | None = None
    calls: tuple[CallState, ...] = ()
    base: Registry | None = None
    """The registry that this one is compared with, when a base was asked for."""

    @property
    def probe_ids(self) -> dict[str, str]:
        """Provider name to its probe."""
        return {probe.provider: probe.model for probe in self.declared.probes}


def find_root(start: Path) -> Path:
    """The nearest folder at or above `start` that holds `manifest/providers.yaml`; InputError when none."""
    for folder in (start, *start.parents):
        if (folder / REGISTRY).exists():
            return folder
    raise InputError(
        f"no workspace here: neither this folder nor one above it has {REGISTRY}",
        place=Place(str(start)),
        hint="`routeproof init DIR` writes one, or give the folder with --root",
    )


def open_workspace(root: Path, manifest: Manifest | None = None) -> Workspace:
    """Read the workspace at `root`, with `manifest` in place of its registry when one is given.

    Raises InputError with every problem of every file.
    """
    reader = _Reader(root)
    registry, registry_file = reader.registry(manifest)
    declared, offers = reader.declared()
    workspace = Workspace(
        root=root,
        registry=registry or Registry((), {}),
        registry_file=registry_file,
        documents=reader.documents,
        declared=declared,
        offers=offers,
        goldens=reader.goldens(),
        schema_copies=tuple(reader.schema_copies()),
        workflows=tuple(reader.workflows(declared.lane)) if declared.lane else (),
    )
    reader.config(declared)
    if reader.problems:
        raise InputError.of(reader.problems)
    return delivered(workspace)


def delivered(workspace: Workspace) -> Workspace:
    """The workspace with the files that others of its files name, as they lie there now."""
    document = workspace.documents.get(workspace.registry_file)
    mine = document.text.encode() if document else None
    declared = workspace.declared
    return replace(
        workspace,
        copies=copy_states(workspace.root, declared.sync.copies, mine),
        artefacts=artefact_states(workspace.root, declared.artefacts),
        commands=commands_of(workspace.root, declared.command_risk),
        calls=call_states(workspace.root, declared.calls),
    )


class _Reader:
    """Collects documents and problems, so that one run reports what is wrong with every file."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.documents: dict[str, Document] = {}
        self.problems: list[Problem] = []

    def registry(self, manifest: Manifest | None) -> tuple[Registry | None, str]:
        if isinstance(manifest, Registry):
            return manifest, REGISTRY
        if isinstance(manifest, bytes):
            found = self._built(lambda: read_document(manifest, REGISTRY, "registry"), registry_of)
            return found, REGISTRY
        path = self.root / REGISTRY if manifest is None else Path(manifest)
        shown = _display_name(path, self.root)
        return self._built(lambda: read_file(path, "registry", shown), registry_of), shown

    def declared(self) -> tuple[Declared, tuple[Offered, ...]]:
        """What each file of the table declares; one that does not exist declares nothing."""
        values: dict[str, Any] = {}
        offers: tuple[Offered, ...] = ()
        for row in FILES:
            if row.name == "offers":
                offers = tuple(self._offers(row))
            elif row.build is not None and (self.root / row.path).exists():
                build = self._read_connections if row.name == "connections" else row.build
                value = self._file(row, row.path, build)
                values |= {} if value is None else {row.name: value}
        return Declared(**values), offers

    def _file(self, row: WorkspaceFile, file: str, build: Callable[[Document], T]) -> T | None:
        return self._built(lambda: read_file(self.root / file, row.schema, file), build)

    def config(self, declared: Declared) -> None:
        """Add what the policy and the waivers ask of checks that do not exist or do not allow it."""
        both = config_problems(declared.policy, declared.waivers, ALL)
        for file, problems in zip((POLICY, WAIVERS), both, strict=True):
            document = self.documents.get(file)
            for each in problems:
                self.problems.append(replace(each, place=document.place(each.pointer) if document else None))

    def _offers(self, row: WorkspaceFile) -> Iterator[Offered]:
        folder = self.root / row.path
        if not folder.is_dir():  # Python 3.13.0 lets a ValueError out of `glob` for a path that cannot be
            return
        for path in sorted([*folder.glob("*.yaml"), *folder.glob("*.yml")]):
            offered = self._file(row, f"{row.path}/{path.name}", self._read_offers)
            if offered is not None:
                yield offered

    def _read_connections(self, document: Document) -> FiledConnections:
        filed, config = configured(self.root, read.connections_of(document), document)
        self.documents |= {} if config is None else {config.file: config}
        return filed

    def _read_offers(self, document: Document) -> Offered:
        return read.offered_of(document, lambda file: template_bytes(self.root, file))

    def goldens(self) -> Goldens:
        return Goldens(
            routing=self._routing(),
            metadata=self._table(METADATA_CSV),
            offered=self._table(OFFERED_CSV),
            guards=self._table(GUARDS_CSV),
        )

    def _routing(self) -> RoutingGolden:
        try:
            return RoutingGolden(GOLDEN_CSV, parse_routing(self._golden_text(GOLDEN_CSV)))
        except FileNotFoundError:
            return RoutingGolden(GOLDEN_CSV)
        except ValueError as error:
            return RoutingGolden(GOLDEN_CSV, error=f"the golden matrix cannot be read: {error}")

    def _table(self, file: str) -> Golden:
        """One golden file; what is wrong with it is a finding of its check."""
        try:
            return Golden.of(file, self._golden_text(file), BY_PATH[file].columns)
        except FileNotFoundError:
            return Golden(file)
        except ValueError as error:
            return Golden(file, error=f"the golden cannot be read: {error}")

    def _golden_text(self, file: str) -> str:
        """FileNotFoundError where there is no such file, ValueError where it is no text."""
        path = self.root / file
        if path.exists() and not path.is_file():
            raise ValueError("it is not a regular file")  # which may be a pipe, and would be waited for
        try:
            return path.read_bytes().decode()
        except PermissionError as error:
            raise ValueError("permission denied") from error

    def workflows(self, lane: Lane) -> Iterator[Workflow]:
        """Every workflow of the repository, as the forge would find it."""
        for file in workflow_files(self.root, lane):
            workflow = self._built(file.read, file.build)
            if workflow is not None:
                yield workflow

    def schema_copies(self) -> Iterator[SchemaCopy]:
        for name in schema.names():
            file = f"{SCHEMAS}/{name}.schema.json"
            path = self.root / file
            yield SchemaCopy(file, schema.text(name), path.read_bytes() if path.is_file() else None)

    def _built(self, load: Callable[[], Document], build: Callable[[Document], T]) -> T | None:
        try:
            document = load()
            self.documents[document.file] = document
            return build(document)
        except InputError as error:
            self.problems += error.problems
            return None


def template_bytes(root: Path, file: str) -> bytes:
    """A template's own file, named relative to the workspace; it may lie in a checkout beside it."""
    return read_bytes(root / file, file)


def _display_name(path: Path, root: Path) -> str:
    """The name of a file in messages: relative to the workspace when it lies inside."""
    try:
        return path.resolve().relative_to(root.resolve()).as_posix()
    except ValueError:
        return str(path)
