"""One way around the required lane, and the kinds there are."""

from dataclasses import dataclass
from enum import StrEnum


class GapKind(StrEnum):
    """What a gap is about; a check is about one kind or two."""

    UNNEEDED = "a job that the sentinel does not need"
    UNKNOWN_NEED = "a need that names no job"
    NEVER_EMITTED = "a required context that no workflow emits"
    AUDIT_DIFFERS = "required contexts and audit list differ"
    SKIPPABLE = "a needed job that can be skipped"
    SOFT = "a needed job whose failure is passed over"
    LAX_SENTINEL = "a sentinel that can be green without success"
    NOT_REQUIRED = "the job that runs routeproof is not required"
    NOT_RUN = "the job that is to run routeproof is not seen to do so"


@dataclass(frozen=True, slots=True, kw_only=True)
class LaneGap:
    """A gap with its place; `key` tells apart the gaps of one kind, whatever line they are on."""

    kind: GapKind
    message: str
    hint: str
    file: str
    pointer: str
    key: str
