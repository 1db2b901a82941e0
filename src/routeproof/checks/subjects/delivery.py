"""What the checks on delivery are given: copies, artefacts and schemas as they were read."""

from dataclasses import dataclass

from routeproof.harness.filed import Filed
from routeproof.model.declared import ArtefactFile, PinnedFingerprint, RegistryCopy
from routeproof.model.registry import Registry


@dataclass(frozen=True, slots=True)
class SchemaCopy:
    """One schema as the package ships it, and the workspace's copy (None when there is none)."""

    file: str
    shipped: bytes
    copy: bytes | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CopyState:
    """A declared copy of the registry as it was read; without a registry, `error` says why."""

    declared: RegistryCopy
    registry: Registry | None = None
    fingerprint: str = ""
    same_bytes: bool = False
    error: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ArtefactState:
    """A declared artefact as it was read; without content it is missing, or `error` says more."""

    declared: ArtefactFile
    content: str | None = None
    error: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliverySubject:
    """A registry with everything that has to hold the same; its fingerprint, when something is held to it."""

    registry: Registry
    fingerprint: str = ""
    copies: Filed[CopyState] = Filed("checks/sync.yaml")
    pinned: Filed[PinnedFingerprint] = Filed("checks/sync.yaml")
    artefacts: Filed[ArtefactState] = Filed("checks/artefacts.yaml")
    schema_copies: tuple[SchemaCopy, ...] = ()
