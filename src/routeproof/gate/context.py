"""What reporters get beside a verdict: texts and places of the workspace, the repository around it."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from routeproof.errors import InputError, Place, UndecidedError, pointer
from routeproof.gate import Examined
from routeproof.manifest.files import CONNECTIONS, row_of
from routeproof.manifest.yaml import decode, read_bytes
from routeproof.reports.context import Context
from routeproof.workspace import Workspace
from routeproof.workspace.git import repository_of

if TYPE_CHECKING:
    from routeproof.compare import Difference


def context_of(examined: Examined) -> Context:
    """Everything that a report can show of what was examined; only the texts when it could not be read."""
    prefix = _prefix(examined.root)
    subjects = examined.subjects
    if subjects is None:
        return Context(prefix=prefix, texts=dict(_texts(examined)))
    workspace = subjects.workspace
    return Context(
        registry=workspace.registry,
        registry_file=workspace.registry_file,
        prefix=prefix,
        texts=_shown_texts(workspace),
        arm_places=dict(_arm_places(workspace)),
        cells=subjects.cells,
        drifts=subjects.offers.drifts,
        difference=_difference(workspace),
    )


def _shown_texts(workspace: Workspace) -> dict[str, str]:
    """The text of each file that was read, as far as a report may quote it."""
    texts = {file: document.text for file, document in workspace.documents.items()}
    filed = workspace.declared.connections
    if filed is None:
        return texts
    from routeproof.gate.masking import covered  # noqa: PLC0415 - who files no connections does not pay for it

    return texts | {file: covered(workspace.documents[file]) for file in {filed.file, filed.config_file}}


def _difference(workspace: Workspace) -> "Difference | None":
    if workspace.base is None:
        return None
    from routeproof.compare import compare  # noqa: PLC0415 - a plain check does not pay for it

    try:
        return compare(workspace.base, workspace.registry)
    except UndecidedError:
        # The check that asks for recorded moves says so; a report does without this part.
        return None


def _prefix(root: Path) -> str:
    """The way from the root of the repository to the workspace; empty where there is no repository."""
    top = repository_of(root)
    inner = root.resolve().relative_to(top).as_posix() if top else "."
    return "" if inner == "." else inner


def _texts(examined: Examined) -> Iterator[tuple[str, str]]:
    """The files with problems, as far as they are texts at all.

    A configuration that cannot be read cannot be quoted either: nobody knows what in it is a secret.
    """
    configured = (examined.root / CONNECTIONS).exists()
    for file in {finding.document for finding in examined.verdict.findings if finding.document}:
        if configured and (file == CONNECTIONS or row_of(file) is None):
            continue
        try:
            yield file, decode(read_bytes(examined.root / file, file), file)
        except InputError:
            continue


def _arm_places(workspace: Workspace) -> Iterator[tuple[tuple[str, str], Place]]:
    document = workspace.documents.get(workspace.registry_file)
    if document is None:
        return
    for runtime in workspace.registry.runtimes.values():
        for index, arm in enumerate(runtime.arms):
            place = document.place(pointer("runtimes", runtime.name, "providers", index))
            yield (runtime.name, arm.name), place
