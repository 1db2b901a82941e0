"""A workspace around a registry that a team already has, computed whole before anything is written."""

import datetime
import os
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from routeproof import schema
from routeproof.adopt import texts as text
from routeproof.adopt.starter import require_vacant
from routeproof.checks.subjects.delivery import SchemaCopy
from routeproof.gate import Subjects, run_checks
from routeproof.gate.goldens import goldens_of
from routeproof.harness import Verdict
from routeproof.harness.finding import Finding
from routeproof.manifest import files, read_document, registry_of
from routeproof.manifest.files import DECLARED, GOLDENS
from routeproof.manifest.table import Golden
from routeproof.manifest.yaml import read_bytes
from routeproof.matrix import parse_routing
from routeproof.matrix.golden import RoutingGolden
from routeproof.model.declared import Hosts
from routeproof.model.registry import Registry
from routeproof.propose import (
    Acceptance,
    Divisions,
    accept,
    invariants_for,
    pins_for,
    probes_for,
    upstream_pins_for,
)
from routeproof.resolve.endpoints import list_hosts
from routeproof.workspace import Goldens, Workspace, open_workspace
from routeproof.workspace.git import repository_of

FOUND_AT = ("manifest/providers.yaml", "providers.yaml")
"""Where a registry is looked for, first the place that it has in a workspace."""

_PROPOSED = ("pins", "probes", "invariants", "hosts")
"""What every adoption writes, and the policy requires from then on."""


@dataclass(frozen=True, slots=True)
class Adoption:
    """The files of a new workspace by their workspace-relative names, and what is to be said about them."""

    files: Mapping[str, str | bytes]
    workspace: Workspace
    """As it will be read from the files."""
    verdict: Verdict
    """What `routeproof check` will say of it."""
    acceptance: Acceptance
    untried: int
    """Ideas for invariants that were left out, for they were too many."""

    @property
    def left(self) -> tuple[Finding, ...]:
        """The findings that keep the gate closed: nothing in a workspace can accept them."""
        return self.verdict.failing


def registry_in(folder: Path) -> Path | None:
    """The registry that a folder holds in one of the usual places; None when there is none."""
    return next((folder / file for file in FOUND_AT if (folder / file).exists()), None)


def adopt(folder: Path, source: Path, today: datetime.date) -> Adoption:
    """Compute the workspace that `folder` becomes around the registry in the file `source`.

    Offered ids that lie in the folder already are read and kept. Waivers end 90 days after `today`. Raises
    InputError for a file that cannot be used, and when any file would have to be overwritten.
    """
    data = read_bytes(source, str(source))
    registry = registry_of(read_document(data, str(source), "registry"))
    in_place = (folder / files.REGISTRY).exists() and source.resolve() == (folder / files.REGISTRY).resolve()
    made: dict[str, str | bytes] = {} if in_place else {files.REGISTRY: data}
    require_vacant(folder, (*made, *text.NAMES, *_schemas()))
    beside = repository_of(folder) or folder.resolve()
    if not in_place and source.resolve().is_relative_to(beside):
        made[files.SYNC] = text.sync(Path(os.path.relpath(source.resolve(), folder.resolve())).as_posix())
    # In place of the file, which may not be there yet.
    workspace, untried = _with_proposals(open_workspace(folder, registry), made)
    acceptance = _accept_findings(workspace, today)
    workspace = _with_acceptance(workspace, acceptance, made)
    if not workspace.offers:
        made[text.EXAMPLE_FILE] = text.example(registry)
    made |= _schemas()
    return Adoption(made, workspace, run_checks(workspace, today), acceptance, untried)


def _schemas() -> dict[str, bytes]:
    return {f"{files.SCHEMAS}/{name}.schema.json": schema.text(name) for name in schema.names()}


def _with_proposals(workspace: Workspace, made: dict[str, str | bytes]) -> tuple[Workspace, int]:
    """The workspace with everything that is proposed from its registry; its files are added to `made`.

    What is judged is read back from the very texts that will be written.
    """
    registry = workspace.registry
    divisions = Divisions(registry)
    probes = probes_for(registry, divisions)
    invariants = invariants_for(registry, divisions)
    texts = {
        files.PROBES: text.probes(probes),
        files.PINS: text.pins(pins_for(registry, probes, divisions), upstream_pins_for(registry)),
        files.INVARIANTS: text.invariants(invariants.invariants, invariants.untried),
        files.HOSTS: text.hosts(_hosts(registry)),
    }
    made |= texts
    workspace = replace(
        _read_back(workspace, made),
        schema_copies=tuple(SchemaCopy(file, shipped, shipped) for file, shipped in _schemas().items()),
    )
    return _with_goldens(workspace, made), invariants.untried


def _read_back(workspace: Workspace, texts: Mapping[str, str | bytes]) -> Workspace:
    """The workspace with what the texts declare, as it will be read from the files."""
    rows = [row for row in DECLARED if row.path in texts]
    documents = {row.path: read_document(_encoded(texts[row.path]), row.path, row.schema) for row in rows}
    values = {row.name: row.build(documents[row.path]) for row in rows if row.build is not None}
    return replace(
        workspace,
        declared=replace(workspace.declared, **values),
        documents={**workspace.documents, **documents},
    )


def _encoded(content: str | bytes) -> bytes:
    return content.encode() if isinstance(content, str) else content


def _with_goldens(workspace: Workspace, made: dict[str, str | bytes]) -> Workspace:
    """The workspace with its goldens as they are today; their files are added to `made`."""
    texts = goldens_of(Subjects(workspace).goldens)
    made |= texts
    return replace(workspace, goldens=_goldens(texts))


def _goldens(texts: Mapping[str, str]) -> Goldens:
    tables = {
        row.name: Golden.of(row.path, texts[row.path], row.columns)
        for row in GOLDENS
        if row.name != "routing"
    }
    return Goldens(routing=RoutingGolden(files.GOLDEN_CSV, parse_routing(texts[files.GOLDEN_CSV])), **tables)


def _hosts(registry: Registry) -> list[Hosts]:
    found = ((provider.name, list_hosts(provider)) for provider in registry.providers)
    return [Hosts(name, hosts) for name, hosts in found if hosts]


def _accept_findings(workspace: Workspace, today: datetime.date) -> Acceptance:
    return accept(run_checks(workspace, today).failing, workspace.registry, today)


def _with_acceptance(workspace: Workspace, acceptance: Acceptance, made: dict[str, str | bytes]) -> Workspace:
    """The workspace with everything that can be accepted accepted; its files are added to `made`."""
    texts = {
        files.POLICY: text.policy(
            acceptance.lowered, [*_PROPOSED, *(("offers",) if workspace.offers else ())]
        ),
        files.WAIVERS: text.waivers(acceptance.waivers),
        files.PLATFORM_EXCEPTIONS: text.platform_exceptions(acceptance.exceptions),
    }
    made |= texts
    return _with_goldens(_read_back(workspace, texts), made)
