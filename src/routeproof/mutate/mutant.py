"""A mutant: one edit of one file of the workspace, with a name that outlives moves of lines."""

import hashlib
import json
from dataclasses import dataclass
from enum import StrEnum

from routeproof.mutate.edit import Edit


class MutantKind(StrEnum):
    """What is edited: what the checks judge, or what they judge it by."""

    REGISTRY = "registry"
    OFFERED = "offered"
    WORKFLOW = "workflow"
    CONNECTION = "connection"
    GUARD = "guard"


@dataclass(frozen=True, slots=True, kw_only=True)
class Mutant:
    """One edit with its operator; `locus` names the place in words that a move of lines leaves alone.

    `runtime` and `provider` say what it touches; None where that is everything, or a guard.
    """

    operator: str
    kind: MutantKind
    edit: Edit
    locus: str
    description: str
    replacement: str
    """The new text where there is one: what reports show in place of the old."""
    runtime: str | None = None
    provider: str | None = None
    repeat: int = 0
    """Tells mutants apart that are the same in everything but the place: the second is 1."""

    @property
    def id(self) -> str:
        """12 hexadecimal digits: a hash of operator, place and replacement."""
        identity = [self.operator, self.edit.file, self.locus, self.replacement, self.repeat]
        return hashlib.sha256(json.dumps(identity).encode()).hexdigest()[:12]
