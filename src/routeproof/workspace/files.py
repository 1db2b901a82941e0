"""Read every file of a workspace into one immutable value, reporting every problem of every file."""

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

from routeproof import schema
from routeproof.checks import ALL
from routeproof.checks.frame import SchemaCopy
from routeproof.errors import InputError, Place, Problem
from routeproof.manifest import Document, read_document, read_file, registry_of
from routeproof.manifest import policy as read
from routeproof.manifest.source import read_bytes
from routeproof.matrix import GoldenRow, parse
from routeproof.matrix.metadata import COLUMNS as METADATA_COLUMNS
from routeproof.matrix.offered import COLUMNS as OFFERED_COLUMNS
from routeproof.matrix.table import Golden, Line
from routeproof.matrix.table import read as read_table
from routeproof.model.deployment import NEUTRAL, Deployment
from routeproof.model.policy import (
    Hosts,
    Invariant,
    Move,
    Offered,
    Pin,
    PlatformException,
    Policy,
    Probe,
    UpstreamPin,
    Waiver,
)
from routeproof.model.registry import Registry
from routeproof.verdict import config_problems
from routeproof.workspace.delivery import Delivery, read_delivery

T = TypeVar("T")

REGISTRY = "manifest/providers.yaml"
OFFERED = "manifest/offered"
DEPLOYMENT = "manifest/deployment.yaml"
PINS = "checks/pins.yaml"
PROBES = "checks/probes.yaml"
POLICY = "checks/policy.yaml"
WAIVERS = "checks/waivers.yaml"
INVARIANTS = "checks/invariants.yaml"
PLATFORM_EXCEPTIONS = "checks/platform-exceptions.yaml"
HOSTS = "checks/hosts.yaml"
CREDENTIALS = "checks/credentials.yaml"
MOVES = "checks/moves.yaml"
GOLDEN_CSV = "matrix/routing.csv"
GOLDEN_MARKDOWN = "matrix/routing.md"
METADATA_CSV = "matrix/metadata.csv"
METADATA_MARKDOWN = "matrix/providers.md"
OFFERED_CSV = "matrix/offered.csv"
DRIFT_REPORT = "reports/drift.md"
PROOF_REPORT = "reports/proof.md"
MUTATION_REPORT = "reports/mutation.md"
SCHEMAS = "schema"

_NO_PINS: tuple[tuple[Pin, ...], tuple[UpstreamPin, ...]] = ((), ())

Manifest = str | os.PathLike[str] | bytes | Registry
"""A registry to judge in place of the workspace's: a path, YAML as bytes, or a value already loaded."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Workspace:
    """Everything that was read. `documents` maps a workspace-relative file to its marks."""

    root: Path
    registry: Registry
    registry_file: str
    documents: Mapping[str, Document]
    pins: tuple[Pin, ...]
    upstream_pins: tuple[UpstreamPin, ...]
    probes: tuple[Probe, ...]
    policy: Policy
    waivers: tuple[Waiver, ...]
    invariants: tuple[Invariant, ...]
    platform_exceptions: tuple[PlatformException, ...]
    moves: tuple[Move, ...]
    base: Registry | None = None
    """The registry that this one is compared with, when a base was asked for."""
    offers: tuple[Offered, ...]
    golden: tuple[GoldenRow, ...] | None
    golden_error: str
    metadata: Golden
    offered: Golden
    hosts: tuple[Hosts, ...]
    credentials: tuple[str, ...] | None
    deployment: Deployment
    schema_copies: tuple[SchemaCopy, ...]
    delivery: Delivery

    @property
    def probe_ids(self) -> dict[str, str]:
        """Provider name to its probe."""
        return {probe.provider: probe.model for probe in self.probes}


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
    file = reader.policy_file
    pins, upstream_pins = file(PINS, "pins", read.pins_of, _NO_PINS)
    policy = file(POLICY, "policy", read.policy_of, Policy())
    waivers: tuple[Waiver, ...] = file(WAIVERS, "waivers", read.waivers_of, ())
    golden, golden_error = reader.golden()
    workspace = Workspace(
        root=root,
        registry=registry or Registry((), {}),
        registry_file=registry_file,
        documents=reader.documents,
        pins=pins,
        upstream_pins=upstream_pins,
        probes=file(PROBES, "probes", read.probes_of, ()),
        policy=policy,
        waivers=waivers,
        invariants=file(INVARIANTS, "invariants", read.invariants_of, ()),
        platform_exceptions=file(PLATFORM_EXCEPTIONS, "platform-exceptions", read.platform_exceptions_of, ()),
        moves=file(MOVES, "moves", read.moves_of, ()),
        hosts=file(HOSTS, "hosts", read.hosts_of, ()),
        credentials=file(CREDENTIALS, "credentials", read.credentials_of, None),
        deployment=file(DEPLOYMENT, "deployment", read.deployment_of, NEUTRAL),
        offers=reader.offers(),
        golden=golden,
        golden_error=golden_error,
        metadata=reader.table(METADATA_CSV, METADATA_COLUMNS),
        offered=reader.table(OFFERED_CSV, OFFERED_COLUMNS),
        schema_copies=tuple(reader.schema_copies()),
        delivery=reader.delivery(registry_file),
    )
    reader.config(policy, waivers)
    if reader.problems:
        raise InputError.of(reader.problems)
    return workspace


class _Reader:
    """Collects documents and problems, so that one run reports what is wrong with every file."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.documents: dict[str, Document] = {}
        self.problems: list[Problem] = []

    def place(self, file: str, pointer: str) -> Place | None:
        document = self.documents.get(file)
        return document.place(pointer) if document else None

    def registry(self, manifest: Manifest | None) -> tuple[Registry | None, str]:
        if isinstance(manifest, Registry):
            return manifest, REGISTRY
        if isinstance(manifest, bytes):
            return self._built(
                lambda: read_document(manifest, REGISTRY, "registry"), registry_of, None
            ), REGISTRY
        path = self.root / REGISTRY if manifest is None else Path(manifest)
        shown = _shown(path, self.root)
        return self._built(lambda: read_file(path, "registry", shown), registry_of, None), shown

    def policy_file(self, file: str, kind: str, build: Callable[[Document], T], absent: T) -> T:
        """One file of `checks/`; a file that does not exist is an empty one."""
        path = self.root / file
        if not path.exists():
            return absent
        return self._built(lambda: read_file(path, kind, file), build, absent)

    def config(self, policy: Policy, waivers: Sequence[Waiver]) -> None:
        """Add what the policy and the waivers ask of checks that do not exist or do not allow it."""
        for file, problems in zip((POLICY, WAIVERS), config_problems(policy, waivers, ALL), strict=True):
            self.problems += (replace(each, place=self.place(file, each.pointer)) for each in problems)

    def offers(self) -> tuple[Offered, ...]:
        found = []
        folder = self.root / OFFERED
        for path in sorted([*folder.glob("*.yaml"), *folder.glob("*.yml")]):
            file = f"{OFFERED}/{path.name}"
            offered = self.policy_file(file, "offered", self._offered, None)
            found += [offered] if offered else []
        return tuple(found)

    def _offered(self, document: Document) -> Offered | None:
        return read.offered_of(document, self._template)

    def _template(self, file: str) -> bytes:
        """A template's own file, named relative to the workspace; it may lie in a checkout beside it."""
        return read_bytes(self.root / file, file)

    def golden(self) -> tuple[tuple[GoldenRow, ...] | None, str]:
        try:
            return parse(self._golden_text(GOLDEN_CSV)), ""
        except FileNotFoundError:
            return None, ""
        except ValueError as error:
            return None, f"the golden matrix cannot be read: {error}"

    def table(self, file: str, columns: Line) -> Golden:
        """One golden file; what is wrong with it is a finding of its check."""
        try:
            return Golden(file, tuple(line for _, line in read_table(self._golden_text(file), columns)))
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

    def delivery(self, registry_file: str) -> Delivery:
        try:
            return read_delivery(self.root, registry_file, self.documents)
        except InputError as error:
            self.problems += error.problems
            return Delivery()

    def schema_copies(self) -> Iterator[SchemaCopy]:
        for name in schema.names():
            file = f"{SCHEMAS}/{name}.schema.json"
            path = self.root / file
            yield SchemaCopy(file, schema.text(name), path.read_bytes() if path.is_file() else None)

    def _built(self, load: Callable[[], Document], build: Callable[[Document], T], otherwise: T) -> T:
        try:
            document = load()
            self.documents[document.file] = document
            return build(document)
        except InputError as error:
            self.problems += error.problems
            return otherwise


def _shown(path: Path, root: Path) -> str:
    """The name of a file in messages: relative to the workspace when it lies inside."""
    try:
        return path.resolve().relative_to(root.resolve()).as_posix()
    except ValueError:
        return str(path)
