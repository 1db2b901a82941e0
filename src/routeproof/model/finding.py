"""What a check says: a located finding with its level, and the outcome expected and seen."""

import hashlib
import json
from dataclasses import dataclass
from enum import StrEnum

from routeproof.errors import Place


class Level(StrEnum):
    """How much a finding matters; `rank` orders them."""

    NOTE = "note"
    WARNING = "warning"
    ERROR = "error"

    @property
    def rank(self) -> int:
        """0 for a note, 1 for a warning, 2 for an error."""
        return _RANKS[self]


_RANKS = {Level.NOTE: 0, Level.WARNING: 1, Level.ERROR: 2}


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """What findings are reported under: an id that names the invariant, and its documentation.

    A rule that is not `waivable` can be neither waived nor lowered by the policy.
    """

    id: str
    title: str
    level: Level
    doc: str | None
    waivable: bool = True

    @property
    def explanation(self) -> str:
        """What `routeproof explain` prints and the docs page starts with."""
        return (self.doc or "").strip()


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One violation. `document` is the workspace-relative file that `pointer` (RFC 6901) points into.

    A check leaves `check`, `level` and `place` alone: the frame fills in its own id and level, and the
    workspace turns the pointer into a place.
    """

    message: str
    document: str
    pointer: str = ""
    hint: str = ""
    runtime: str | None = None
    arm: str | None = None
    model: str | None = None
    auth_env: tuple[str, ...] | None = None
    expected: str | None = None
    actual: str | None = None
    key: str = ""
    """Tells findings apart that share check, runtime, arm and model; part of the fingerprint."""
    check: str = ""
    level: Level = Level.ERROR
    place: Place | None = None

    @property
    def fingerprint(self) -> str:
        """16 hexadecimal digits, stable under moves of lines and changes of wording."""
        identity = [self.check, self.runtime, self.arm, self.model, self.key]
        return hashlib.sha256(json.dumps(identity).encode()).hexdigest()[:16]
