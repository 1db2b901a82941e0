"""Read how a registry reaches its users: the workflows of its lane, its copies, what is generated from it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from routeproof.checks.subjects.delivery import ArtefactState, CopyState
from routeproof.errors import InputError
from routeproof.manifest import Document, fingerprint, read_document, registry_of
from routeproof.manifest.files import WORKFLOWS
from routeproof.manifest.workflow import workflow_of
from routeproof.manifest.yaml import YamlDialect, decode, read_bytes
from routeproof.model.declared import ArtefactFile, RegistryCopy
from routeproof.model.workflow import Forge, Lane, Workflow
from routeproof.workspace.git import file_at

_GIT = "git:"
_BOM = b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True)
class WorkflowFile:
    """One workflow: where it lies, as messages call it and as other workflows of the repository call it."""

    location: Path
    file: str
    path: str
    forge: Forge

    def read(self) -> Document:
        """The file as a CI server reads it; InputError when it cannot be read."""
        return read_document(read_bytes(self.location, self.file), self.file, None, YamlDialect.WORKFLOW)

    def build(self, document: Document) -> Workflow:
        """The workflow; InputError with every place whose shape no CI server accepts."""
        return workflow_of(document, self.path, self.forge)


def workflow_files(root: Path, lane: Lane) -> Iterator[WorkflowFile]:
    """Every workflow of the lane's repository, sorted by name in each folder that the forge looks into."""
    repository = PurePosixPath(lane.repository)
    for forge, folder in _folders(root, lane):
        inside = root / repository / folder
        # Python 3.13.0 lets a ValueError out of `glob` for a path that cannot be.
        found = inside.glob("*.y*ml") if inside.is_dir() else ()
        for path in sorted(each for each in found if each.suffix in (".yml", ".yaml")):
            inner = f"{folder}/{path.name}"
            yield WorkflowFile(path, (repository / inner).as_posix(), inner, forge)


def _folders(root: Path, lane: Lane) -> Iterator[tuple[Forge, str]]:
    if lane.forge is None:
        yield from WORKFLOWS.items()
        return
    folder = WORKFLOWS[lane.forge]
    # Gitea falls back on GitHub's folder when a repository has none of its own.
    missing = not (root / lane.repository / folder).is_dir()
    yield lane.forge, WORKFLOWS[Forge.GITHUB] if missing else folder


def copy_states(root: Path, copies: Sequence[RegistryCopy], mine: bytes | None) -> tuple[CopyState, ...]:
    """Each declared copy as it lies there; `mine` are the bytes of the registry, when it came from a file.

    A copy that cannot be read is no input error but a finding: whoever keeps it has to mend it.
    """
    return tuple(_copy(root, copy, mine) for copy in copies)


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


def artefact_states(root: Path, artefacts: Sequence[ArtefactFile]) -> tuple[ArtefactState, ...]:
    """Each declared artefact as it lies there; one that cannot be read is a finding too."""
    return tuple(read_artefact(root, each) for each in artefacts)


def read_artefact(root: Path, declared: ArtefactFile) -> ArtefactState:
    """Read an artefact as it lies in the workspace."""
    path = root / declared.path
    if not path.exists():
        return ArtefactState(declared=declared)
    try:
        content = decode(read_bytes(path, declared.path), declared.path)
        return ArtefactState(declared=declared, content=content)
    except InputError as error:
        return ArtefactState(declared=declared, error=error.problems[0].message)
