"""What became of one mutant."""

from dataclasses import dataclass
from enum import StrEnum

from routeproof.model.declared import Pin
from routeproof.mutate.mutant import Mutant


class Status(StrEnum):
    """The statuses of the mutation-testing report schema."""

    KILLED = "Killed"
    SURVIVED = "Survived"
    NO_COVERAGE = "NoCoverage"
    """Survived, and no check even looks at what was edited."""
    COMPILE_ERROR = "CompileError"
    """The loader refuses the edited file."""
    RUNTIME_ERROR = "RuntimeError"
    """routeproof itself failed on it: a defect."""
    TIMEOUT = "Timeout"
    """A budget of the proof engine was outgrown, which closes the gate too."""
    IGNORED = "Ignored"
    """Proved equal to the original; for a guard: proved redundant."""
    PENDING = "Pending"
    """Not decided: the run was stopped before."""


DETECTED = frozenset({Status.KILLED, Status.TIMEOUT})
UNDETECTED = frozenset({Status.SURVIVED, Status.NO_COVERAGE})


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """One mutant with its status and the evidence for it.

    `killed_by` are the checks that close the gate, sorted; `covered_by` those that read what the edit
    touches. A survivor that reroutes an id has the pin that would kill it.
    """

    mutant: Mutant
    status: Status
    reason: str
    killed_by: tuple[str, ...] = ()
    covered_by: tuple[str, ...] = ()
    pin: Pin | None = None
