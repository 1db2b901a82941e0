"""One file of a workspace with other data, and the workspace that follows from it: the table says how."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from typing import Any

from routeproof.manifest import Document, registry_of
from routeproof.manifest import declared as read
from routeproof.manifest.files import BY_NAME, BY_PATH, DECLARED, GOLDENS, Format, WorkspaceFile, row_of
from routeproof.manifest.read import require
from routeproof.manifest.table import Golden
from routeproof.manifest.workflow import workflow_of
from routeproof.matrix import GoldenRow
from routeproof.matrix.golden import RoutingGolden
from routeproof.model.declared import Declared, FiledConnections, Offered
from routeproof.model.workflow import Workflow
from routeproof.mutate import Source, TableSource, TextSource, YamlSource
from routeproof.workspace import Goldens, Workspace, configured, delivered, template_bytes

_DELIVERED = {"sync", "artefacts", "command_risk", "calls"}
"""What names other files: they are read again."""


def sources_of(workspace: Workspace) -> Iterator[tuple[str, Source]]:
    """Every editable file by its name."""
    offered = (each.document for each in workspace.offers)
    workflows = (each.file for each in workspace.workflows)
    for file in (workspace.registry_file, *(row.path for row in DECLARED), *offered, *workflows):
        yield file, YamlSource(file, workspace.documents.get(file))
    for row in GOLDENS:
        # A golden that is missing or cannot be read has no line to edit; its check says so.
        with suppress(OSError, ValueError):
            text = (workspace.root / row.path).read_bytes().decode()
            Golden.of(row.path, text, row.columns)
            yield row.path, TableSource(row.path, row.columns, text)
    for each in workspace.schema_copies:
        # A copy that is no text differs from what is shipped, which is a finding.
        with suppress(ValueError):
            if each.copy is not None:
                yield each.file, TextSource(each.file, each.copy.decode())


def edited(workspace: Workspace, file: str, data: Any) -> Workspace:
    """The workspace with that data in the file; None takes the file away.

    Raises InputError where the rules of the file refuse the data.
    """
    if file == workspace.registry_file:
        document = require(_document(workspace, file, data), "registry")
        return replace(workspace, registry=registry_of(document))
    row = BY_PATH.get(file)
    if row is None:
        return _one_of_many(workspace, file, data)
    if row.format is Format.TABLE:
        return replace(workspace, goldens=_goldens(workspace.goldens, row, data))
    found = None if data is None else require(_document(workspace, file, data), row.schema)
    value: Any = row.build(found) if found and row.build else getattr(Declared(), row.name)
    if isinstance(value, FiledConnections) and found:
        value, _ = configured(workspace.root, value, found)
    documents = {name: each for name, each in workspace.documents.items() if name != file}
    workspace = replace(
        workspace,
        declared=replace(workspace.declared, **{row.name: value}),
        documents=documents | ({file: found} if found else {}),
    )
    return delivered(workspace) if row.name in _DELIVERED else workspace


def _goldens(goldens: Goldens, row: WorkspaceFile, data: list[list[str]] | None) -> Goldens:
    lines = None if data is None else tuple(tuple(line) for line in data)
    if row.name == "routing":
        # The number of a line is only for people.
        rows = None if lines is None else tuple(GoldenRow(line, at) for at, line in enumerate(lines, 2))
        return replace(goldens, routing=RoutingGolden(row.path, rows))
    others: dict[str, Any] = {row.name: Golden(row.path, lines)}
    return replace(goldens, **others)


def _one_of_many(workspace: Workspace, file: str, data: Any) -> Workspace:
    """A workflow, a copy of a schema or an offered list, edited or taken away."""
    row = row_of(file)
    if row is not None and row.format is Format.SCHEMA:
        copy = None if data is None else data.encode()
        copies = workspace.schema_copies
        edited_copies = (replace(each, copy=copy) if each.file == file else each for each in copies)
        return replace(workspace, schema_copies=tuple(edited_copies))
    if row is not None and row.format is Format.WORKFLOW:
        workflows = (
            each if each.file != file else _workflow(workspace, each, data) for each in workspace.workflows
        )
        return replace(workspace, workflows=tuple(each for each in workflows if each is not None))
    offers = (each if each.document != file else _offered(workspace, file, data) for each in workspace.offers)
    return replace(workspace, offers=tuple(each for each in offers if each is not None))


def _workflow(workspace: Workspace, known: Workflow, data: Any) -> Workflow | None:
    if data is None:
        return None
    return workflow_of(_document(workspace, known.file, data), known.path, known.forge)


def _offered(workspace: Workspace, file: str, data: Any) -> Offered | None:
    if data is None:
        return None
    document = require(_document(workspace, file, data), BY_NAME["offers"].schema)
    return read.offered_of(document, lambda name: template_bytes(workspace.root, name))


def _document(workspace: Workspace, file: str, data: Any) -> Document:
    """The marks of the file as it is, with the new data; a file that was not there takes another's marks."""
    known = workspace.documents.get(file) or workspace.documents[workspace.registry_file]
    return replace(known, file=file, data=data)
