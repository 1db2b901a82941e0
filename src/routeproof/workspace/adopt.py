"""A workspace around a registry that a team already has, computed whole before anything is written."""

import datetime
import os
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from routeproof import schema
from routeproof.checks.frame import SchemaCopy
from routeproof.manifest import Document, read_document, registry_of
from routeproof.manifest import policy as read
from routeproof.manifest.source import read_bytes
from routeproof.matrix import parse
from routeproof.matrix.metadata import COLUMNS as METADATA_COLUMNS
from routeproof.matrix.offered import COLUMNS as OFFERED_COLUMNS
from routeproof.matrix.table import Golden, Line
from routeproof.matrix.table import read as read_table
from routeproof.model.finding import Finding
from routeproof.model.policy import Hosts
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
from routeproof.resolve.endpoints import hosts_of
from routeproof.verdict import Verdict
from routeproof.workspace import adopted_text as text
from routeproof.workspace import files
from routeproof.workspace.ci_job import repository_of
from routeproof.workspace.delivery import SYNC
from routeproof.workspace.files import Workspace, open_workspace
from routeproof.workspace.gate import run_checks, subject_of
from routeproof.workspace.goldens import goldens_of
from routeproof.workspace.starter import require_vacant

FOUND_AT = ("manifest/providers.yaml", "providers.yaml")
"""Where a registry is looked for, first the place that it has in a workspace."""


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
        fails = self.verdict.fail_level.rank
        return tuple(each for each in self.verdict.findings if each.level.rank >= fails)


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
        made[SYNC] = text.sync(Path(os.path.relpath(source.resolve(), folder.resolve())).as_posix())
    # In place of the file, which may not be there yet.
    workspace, untried = _proposed(open_workspace(folder, registry), made)
    acceptance = _accepted(workspace, today)
    workspace = _with_acceptance(workspace, acceptance, made)
    if not workspace.offers:
        made[text.EXAMPLE_FILE] = text.example(registry)
    made |= _schemas()
    return Adoption(made, workspace, run_checks(workspace, today), acceptance, untried)


def _schemas() -> dict[str, bytes]:
    return {f"{files.SCHEMAS}/{name}.schema.json": schema.text(name) for name in schema.names()}


def _proposed(workspace: Workspace, made: dict[str, str | bytes]) -> tuple[Workspace, int]:
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
    pins, upstream_pins = read.pins_of(_document(texts, files.PINS, "pins"))
    workspace = replace(
        workspace,
        probes=read.probes_of(_document(texts, files.PROBES, "probes")),
        pins=pins,
        upstream_pins=upstream_pins,
        invariants=read.invariants_of(_document(texts, files.INVARIANTS, "invariants")),
        hosts=read.hosts_of(_document(texts, files.HOSTS, "hosts")),
        schema_copies=tuple(SchemaCopy(file, shipped, shipped) for file, shipped in _schemas().items()),
    )
    goldens = goldens_of(subject_of(workspace, registry))
    made |= goldens
    return replace(
        workspace,
        golden=parse(goldens[files.GOLDEN_CSV]),
        metadata=_golden(files.METADATA_CSV, goldens, METADATA_COLUMNS),
        offered=_golden(files.OFFERED_CSV, goldens, OFFERED_COLUMNS),
    ), invariants.untried


def _hosts(registry: Registry) -> list[Hosts]:
    found = ((provider.name, hosts_of(provider)) for provider in registry.providers)
    return [Hosts(name, hosts) for name, hosts in found if hosts]


def _accepted(workspace: Workspace, today: datetime.date) -> Acceptance:
    verdict = run_checks(workspace, today)
    failing = [each for each in verdict.findings if each.level.rank >= verdict.fail_level.rank]
    return accept(failing, workspace.registry, today)


def _with_acceptance(workspace: Workspace, acceptance: Acceptance, made: dict[str, str | bytes]) -> Workspace:
    """The workspace with everything that can be accepted accepted; its files are added to `made`."""
    texts = {
        files.POLICY: text.policy(acceptance.lowered),
        files.WAIVERS: text.waivers(acceptance.waivers),
        files.PLATFORM_EXCEPTIONS: text.platform_exceptions(acceptance.exceptions),
    }
    made |= texts
    return replace(
        workspace,
        policy=read.policy_of(_document(texts, files.POLICY, "policy")),
        waivers=read.waivers_of(_document(texts, files.WAIVERS, "waivers")),
        platform_exceptions=read.platform_exceptions_of(
            _document(texts, files.PLATFORM_EXCEPTIONS, "platform-exceptions")
        ),
    )


def _document(texts: Mapping[str, str], file: str, kind: str) -> Document:
    return read_document(texts[file].encode(), file, kind)


def _golden(file: str, goldens: Mapping[str, str], columns: Line) -> Golden:
    return Golden(file, tuple(line for _, line in read_table(goldens[file], columns)))
