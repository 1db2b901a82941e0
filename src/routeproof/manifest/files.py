"""The one table of the files of a workspace: what each is called, how it is read, what it gives.

Whoever reads, guards, edits or writes a file of a workspace goes by its row; there is no second list.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from routeproof.manifest import declared, table
from routeproof.manifest.table import Line
from routeproof.manifest.workflow import lane_of
from routeproof.manifest.yaml import Document
from routeproof.model.workflow import Forge


class Format(StrEnum):
    """How a file of the workspace is read."""

    YAML = "yaml"
    TABLE = "table"
    """A golden: lines of texts under fixed columns."""
    WORKFLOW = "workflow"
    """YAML as a CI server reads it; it has no schema of ours."""
    SCHEMA = "schema"
    """A copy of what the package ships."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkspaceFile:
    """One row. `name` is what the policy's `require` calls it, and the field of the value that it gives.

    `path` is relative to the workspace, that of a folder where there are `many`. `entries` are the pointers
    of the lists and mappings whose entries each stand for themselves.
    """

    name: str
    path: str
    format: Format = Format.YAML
    schema: str = ""
    build: Callable[[Document], Any] | None = None
    columns: Line = ()
    entries: tuple[str, ...] = ()
    many: bool = False

    def holds(self, file: str) -> bool:
        """Whether the file lies in the folder of the row, for workflows in that of any repository."""
        folder = file.rpartition("/")[0]
        if self.format is Format.WORKFLOW:
            return any(f"/{folder}".endswith(f"/{each}") for each in WORKFLOWS.values())
        return folder == self.path


REGISTRY = "manifest/providers.yaml"
OFFERED = "manifest/offered"
DEPLOYMENT = "manifest/deployment.yaml"
CONNECTIONS = "manifest/connections.yaml"
PINS = "checks/pins.yaml"
PROBES = "checks/probes.yaml"
POLICY = "checks/policy.yaml"
WAIVERS = "checks/waivers.yaml"
INVARIANTS = "checks/invariants.yaml"
PLATFORM_EXCEPTIONS = "checks/platform-exceptions.yaml"
HOSTS = "checks/hosts.yaml"
CREDENTIALS = "checks/credentials.yaml"
MOVES = "checks/moves.yaml"
LANE = "checks/lane.yaml"
SYNC = "checks/sync.yaml"
ARTEFACTS = "checks/artefacts.yaml"
COMMAND_RISK = "checks/command-risk.yaml"
CALLS = "checks/calls.yaml"
GOLDEN_CSV = table.ROUTING.file
METADATA_CSV = table.METADATA.file
OFFERED_CSV = table.OFFERED.file
GUARDS_CSV = table.GUARDS.file
SCHEMAS = "schema"
WORKFLOWS = {Forge.GITHUB: ".github/workflows", Forge.GITEA: ".gitea/workflows"}

GOLDEN_MARKDOWN = "matrix/routing.md"
METADATA_MARKDOWN = "matrix/providers.md"
DRIFT_REPORT = "reports/drift.md"
PROOF_REPORT = "reports/proof.md"
MUTATION_REPORT = "reports/mutation.md"

FILES: tuple[WorkspaceFile, ...] = (
    WorkspaceFile(name="registry", path=REGISTRY, schema="registry"),
    WorkspaceFile(
        name="pins", path=PINS, schema="pins", build=declared.pins_of, entries=("/pins", "/upstream")
    ),
    WorkspaceFile(
        name="policy", path=POLICY, schema="policy", build=declared.policy_of, entries=("/levels", "/require")
    ),
    WorkspaceFile(
        name="waivers", path=WAIVERS, schema="waivers", build=declared.waivers_of, entries=("/waivers",)
    ),
    WorkspaceFile(
        name="probes", path=PROBES, schema="probes", build=declared.probes_of, entries=("/probes",)
    ),
    WorkspaceFile(
        name="invariants",
        path=INVARIANTS,
        schema="invariants",
        build=declared.invariants_of,
        entries=("/invariants",),
    ),
    WorkspaceFile(
        name="platform_exceptions",
        path=PLATFORM_EXCEPTIONS,
        schema="platform-exceptions",
        build=declared.platform_exceptions_of,
        entries=("/exceptions",),
    ),
    WorkspaceFile(name="moves", path=MOVES, schema="moves", build=declared.moves_of, entries=("/moves",)),
    WorkspaceFile(name="hosts", path=HOSTS, schema="hosts", build=declared.hosts_of, entries=("/hosts",)),
    WorkspaceFile(
        name="credentials",
        path=CREDENTIALS,
        schema="credentials",
        build=declared.credentials_of,
        entries=("/credentials",),
    ),
    WorkspaceFile(
        name="deployment",
        path=DEPLOYMENT,
        schema="deployment",
        build=declared.deployment_of,
        entries=("/model_variables",),
    ),
    WorkspaceFile(
        name="connections",
        path=CONNECTIONS,
        schema="connections",
        build=declared.connections_of,
        entries=("/connections", "/catalogue"),
    ),
    WorkspaceFile(name="offers", path=OFFERED, schema="offered", entries=("/models",), many=True),
    WorkspaceFile(
        name="lane",
        path=LANE,
        schema="lane",
        build=lane_of,
        entries=("/required", "/audit", "/external"),
    ),
    WorkspaceFile(
        name="sync",
        path=SYNC,
        schema="sync",
        build=declared.sync_of,
        entries=("/copies", "/fingerprints"),
    ),
    WorkspaceFile(
        name="artefacts",
        path=ARTEFACTS,
        schema="artefacts",
        build=declared.artefacts_of,
        entries=("/artefacts",),
    ),
    WorkspaceFile(
        name="command_risk",
        path=COMMAND_RISK,
        schema="command-risk",
        build=declared.command_risk_of,
        entries=("/read", "/mutate", "/paths"),
    ),
    WorkspaceFile(name="calls", path=CALLS, schema="calls", build=declared.calls_of, entries=("/calls",)),
    WorkspaceFile(
        name="routing",
        path=GOLDEN_CSV,
        format=Format.TABLE,
        columns=table.ROUTING.columns,
    ),
    WorkspaceFile(
        name="metadata",
        path=METADATA_CSV,
        format=Format.TABLE,
        columns=table.METADATA.columns,
    ),
    WorkspaceFile(
        name="offered",
        path=OFFERED_CSV,
        format=Format.TABLE,
        columns=table.OFFERED.columns,
    ),
    WorkspaceFile(
        name="guards",
        path=GUARDS_CSV,
        format=Format.TABLE,
        columns=table.GUARDS.columns,
    ),
    WorkspaceFile(name="workflows", path=WORKFLOWS[Forge.GITHUB], format=Format.WORKFLOW, many=True),
    WorkspaceFile(name="schemas", path=SCHEMAS, format=Format.SCHEMA, many=True),
)

BY_NAME = {row.name: row for row in FILES}
BY_PATH = {row.path: row for row in FILES if not row.many}

DECLARED = tuple(row for row in FILES if row.build is not None)
"""What a team declares: each row gives the field of a `Declared` that has its name."""

GOLDENS = tuple(row for row in FILES if row.format is Format.TABLE)

REQUIRABLE = tuple(
    row.name for row in FILES if row.format is Format.YAML and row.name not in ("registry", "policy")
)
"""What the policy may require: what people write, but the registry, without which there is no workspace, and
the policy itself, which asks for nothing once it is gone."""


def row_of(file: str) -> WorkspaceFile | None:
    """The row that a file of the workspace belongs to; None where no row knows it."""
    return BY_PATH.get(file) or next((row for row in FILES if row.many and row.holds(file)), None)
