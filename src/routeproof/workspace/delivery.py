"""Read how a registry reaches its users: the required lane, its copies, and what is generated from it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import TypeVar

from routeproof.checks.frame import ArtefactState, CopyState
from routeproof.errors import InputError, Problem
from routeproof.lane import LaneReport, judge_lane
from routeproof.manifest import Document, fingerprint, read_document, read_file, registry_of
from routeproof.manifest import policy as read
from routeproof.manifest.scalars import Dialect
from routeproof.manifest.source import decode, read_bytes
from routeproof.manifest.workflow import lane_of, workflow_of
from routeproof.model.policy import ArtefactFile, PinnedFingerprint, RegistryCopy
from routeproof.model.workflow import Forge, Lane, Workflow
from routeproof.workspace.git import file_at

T = TypeVar("T")

LANE = "checks/lane.yaml"
SYNC = "checks/sync.yaml"
ARTEFACTS = "checks/artefacts.yaml"
WORKFLOWS = {Forge.GITHUB: ".github/workflows", Forge.GITEA: ".gitea/workflows"}

_GIT = "git:"
_BOM = b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """What was declared and found; everything is empty where a workspace declares nothing."""

    lane: LaneReport = field(default_factory=LaneReport)
    copies: tuple[CopyState, ...] = ()
    pinned: tuple[PinnedFingerprint, ...] = ()
    artefacts: tuple[ArtefactState, ...] = ()

    @property
    def needs_fingerprint(self) -> bool:
        """Whether anything here is held against the fingerprint of the registry."""
        return bool(self.copies or self.pinned or self.artefacts)


def read_delivery(root: Path, registry_file: str, documents: dict[str, Document]) -> Delivery:
    """Read the three files, where they exist, and what they name; every document read is added.

    InputError with every problem of the three files and of the workflows. A copy or an artefact that cannot
    be read is no such problem but a finding: whoever keeps it has to mend it.
    """
    reader = _Reader(root, documents)
    lane = reader.declared(LANE, "lane", lane_of)
    sync = reader.declared(SYNC, "sync", read.sync_of)
    artefacts = reader.declared(ARTEFACTS, "artefacts", read.artefacts_of)
    workflows = tuple(reader.workflows(lane)) if lane else ()
    if reader.problems:
        raise InputError.of(reader.problems)
    copies, pinned = sync or ((), ())
    registry = documents.get(registry_file)
    mine = registry.text.encode() if registry else None
    return Delivery(
        lane=judge_lane(workflows, lane) if lane else LaneReport(),
        copies=tuple(_copy(root, copy, mine) for copy in copies),
        pinned=pinned,
        artefacts=tuple(read_artefact(root, each) for each in artefacts or ()),
    )


class _Reader:
    """Collects documents and problems."""

    def __init__(self, root: Path, documents: dict[str, Document]) -> None:
        self.root = root
        self.documents = documents
        self.problems: list[Problem] = []

    def declared(self, file: str, kind: str, build: Callable[[Document], T]) -> T | None:
        """One of the three files; None when it does not exist."""
        path = self.root / file
        if not path.exists():
            return None
        return self.built(lambda: read_file(path, kind, file), build)

    def workflows(self, lane: Lane) -> Iterator[Workflow]:
        """Every workflow of the repository, as the forge would find it."""
        repository = PurePosixPath(lane.repository)
        for forge, folder in self._folders(lane):
            inside = self.root / repository / folder
            # Python 3.13.0 lets a ValueError out of `glob` for a path that cannot be.
            found = inside.glob("*.y*ml") if inside.is_dir() else ()
            for path in sorted(each for each in found if each.suffix in (".yml", ".yaml")):
                inner = f"{folder}/{path.name}"
                workflow = self._workflow(path, (repository / inner).as_posix(), inner, forge)
                if workflow is not None:
                    yield workflow

    def _folders(self, lane: Lane) -> Iterator[tuple[Forge, str]]:
        if lane.forge is None:
            yield from WORKFLOWS.items()
            return
        folder = WORKFLOWS[lane.forge]
        # Gitea falls back on GitHub's folder when a repository has none of its own.
        missing = not (self.root / lane.repository / folder).is_dir()
        yield lane.forge, WORKFLOWS[Forge.GITHUB] if missing else folder

    def _workflow(self, path: Path, file: str, inner: str, forge: Forge) -> Workflow | None:
        return self.built(
            lambda: read_document(read_bytes(path, file), file, None, Dialect.WORKFLOW),
            lambda document: workflow_of(document, inner, forge),
        )

    def built(self, load: Callable[[], Document], build: Callable[[Document], T]) -> T | None:
        try:
            document = load()
            self.documents[document.file] = document
            return build(document)
        except InputError as error:
            self.problems += error.problems
            return None


def _copy(root: Path, declared: RegistryCopy, mine: bytes | None) -> CopyState:
    try:
        data = _copy_bytes(root, declared)
        registry = registry_of(read_document(data, declared.copy, "registry"))
    except InputError as error:
        return CopyState(declared=declared, error=str(error.problems[0]).partition("\n")[0])
    # A byte order mark is dropped on reading, on both sides.
    same_bytes = mine is not None and data.removeprefix(_BOM) == mine
    return CopyState(
        declared=declared, registry=registry, fingerprint=fingerprint(registry), same_bytes=same_bytes
    )


def _copy_bytes(root: Path, declared: RegistryCopy) -> bytes:
    if not declared.copy.startswith(_GIT):
        return read_bytes(root / declared.copy, declared.copy)
    ref, _, path = declared.copy.removeprefix(_GIT).partition(":")
    return file_at(root / declared.repo, ref, path)


def read_artefact(root: Path, declared: ArtefactFile) -> ArtefactState:
    """Read an artefact as it lies in the workspace."""
    path = root / declared.path
    if not path.exists():
        return ArtefactState(declared=declared)
    try:
        return ArtefactState(
            declared=declared, content=decode(read_bytes(path, declared.path), declared.path)
        )
    except InputError as error:
        return ArtefactState(declared=declared, error=error.problems[0].message)
