"""What a team declares beside its registry: pins, probes, offers, invariants, moves, copies, artefacts.

A `pointer` (RFC 6901) leads to the entry in the file that it was read from.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from routeproof.harness.policy import Policy, Waiver
from routeproof.model.command import CommandRisk, DeclaredCall
from routeproof.model.deployment import NEUTRAL, Deployment
from routeproof.model.registry import Payer
from routeproof.model.workflow import Lane

Ids = str | tuple[str, ...]
"""Which ids are meant: an RE2 pattern that the entire id must match, or the ids themselves."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pin:
    """The outcome that every pair of `runtimes` x `models` must have: a provider, or an error."""

    runtimes: tuple[str, ...]
    models: tuple[str, ...]
    auth_env: tuple[str, ...] = ()
    provider: str | None = None
    error: str | None = None
    why: str = ""
    pointer: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class UpstreamPin:
    """What the proxy's own lookup must find: a vendor (and the rest of the id, if given), or an error."""

    models: tuple[str, ...]
    vendor: str | None = None
    rest: str | None = None
    error: str | None = None
    why: str = ""
    pointer: str = ""


@dataclass(frozen=True, slots=True)
class Pins:
    """What `checks/pins.yaml` declares: outcomes on runtimes, and outcomes of the proxy's own lookup."""

    routes: tuple[Pin, ...] = ()
    upstream: tuple[UpstreamPin, ...] = ()


@dataclass(frozen=True, slots=True)
class Probe:
    """The id that must route to the provider wherever it is a name-only arm."""

    provider: str
    model: str
    pointer: str = ""


@dataclass(frozen=True, slots=True)
class OfferedModel:
    """One id on offer, with what the template says about it."""

    id: str
    provider: str | None = None
    required_env: tuple[str, ...] = ()
    pointer: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Offered:
    """What one runtime's template offers; every pointer is into `document`, the file that declares it."""

    runtime: str
    models: tuple[OfferedModel, ...]
    default_model: str | None = None
    document: str = ""
    default_pointer: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """A property of an outcome: it holds when every field that is given does; None asks for nothing."""

    provider: tuple[str, ...] | None = None
    payer: Payer | None = None
    error: tuple[str, ...] | None = None
    registered: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Invariant:
    """What must, or must never, hold of all ids; exactly one of `must` and `never` is given.

    `runtimes` is None for all of them. It is meant for every set of credentials that includes `present`
    and shares nothing with `absent`.
    """

    id: str
    why: str
    runtimes: tuple[str, ...] | None
    ids: Ids
    present: tuple[str, ...] = ()
    absent: tuple[str, ...] = ()
    must: Condition | None = None
    never: Condition | None = None
    pointer: str = ""


@dataclass(frozen=True, slots=True)
class PlatformException:
    """One id that may reach the platform in one runtime, with the reason and the ticket."""

    runtime: str
    model: str
    reason: str
    ticket: str
    pointer: str = ""


@dataclass(frozen=True, slots=True)
class Hosts:
    """The hosts at which one provider may be reached, ports included; the pointer leads to their list."""

    provider: str
    hosts: tuple[str, ...]
    pointer: str = ""


UNROUTABLE = "unroutable"
"""Stands for "no provider" in a move."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """A change of provider that is meant; `before` and `after` name a provider, or `UNROUTABLE`."""

    runtime: str
    ids: Ids
    before: str
    after: str
    reason: str
    ticket: str
    pointer: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RegistryCopy:
    """A file that has to hold the same registry: a path, or `git:REF:PATH` in the clone `repo`.

    Paths are relative to the workspace. `exact` asks for the same bytes, not only for the same data.
    """

    copy: str
    repo: str = "."
    exact: bool = False
    why: str = ""
    pointer: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PinnedFingerprint:
    """The fingerprint that the registry must have, and where it was seen."""

    fingerprint: str
    why: str = ""
    pointer: str = ""


@dataclass(frozen=True, slots=True)
class Sync:
    """What `checks/sync.yaml` declares: where else the registry lies, and what it was seen to be."""

    copies: tuple[RegistryCopy, ...] = ()
    fingerprints: tuple[PinnedFingerprint, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ArtefactFile:
    """A file that is generated from the registry; `path` is relative to the workspace."""

    lang: str
    path: str
    package: str | None = None
    pointer: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FiledConnections:
    """Provider connections as a team files them, with the configuration that names them.

    `document` is the export as it was read. `config` holds `llm` and `services`; pointers of it lead into
    `config_file`, which is the export itself where that holds them.
    """

    file: str
    document: Mapping[str, Any]
    config: Mapping[str, Any]
    config_file: str

    @property
    def export(self) -> dict[str, Any]:
        """The export with the configuration in it, wherever that was filed."""
        kept = {key: value for key, value in self.document.items() if key not in _CONFIGURATION}
        return kept | {key: self.config[key] for key in ("llm", "services") if key in self.config}


_CONFIGURATION = frozenset({"llm", "services", "config_file"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Declared:
    """Everything that a team declares beside its registry; a file that does not exist declares nothing."""

    pins: Pins = Pins()
    probes: tuple[Probe, ...] = ()
    policy: Policy = field(default_factory=Policy)
    waivers: tuple[Waiver, ...] = ()
    invariants: tuple[Invariant, ...] = ()
    platform_exceptions: tuple[PlatformException, ...] = ()
    hosts: tuple[Hosts, ...] = ()
    credentials: tuple[str, ...] | None = None
    """The names that the team's own code takes for credentials; None when it keeps no such list."""
    moves: tuple[Move, ...] = ()
    deployment: Deployment = NEUTRAL
    lane: Lane | None = None
    sync: Sync = Sync()
    artefacts: tuple[ArtefactFile, ...] = ()
    command_risk: CommandRisk | None = None
    """None where nobody says how risky a command is."""
    calls: tuple[DeclaredCall, ...] = ()
    connections: FiledConnections | None = None
