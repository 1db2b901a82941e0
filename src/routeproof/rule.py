"""The resolution rule as one pure decision over hits; both engines share it (specification, section 2)."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum

from routeproof.model.registry import Arm


class DeriveError(StrEnum):
    """Why an id has no provider."""

    MODEL_REQUIRED = "model_required"
    UNKNOWN_RUNTIME = "unknown_runtime"
    UNREGISTERED = "unregistered"
    AMBIGUOUS = "ambiguous"


@dataclass(frozen=True, slots=True)
class Decision:
    """The arm that serves the id, or the error and, for a tie, the arms that are tied."""

    arm: Arm | None = None
    error: DeriveError | None = None
    tied: tuple[Arm, ...] = ()


def outcome(exact: Sequence[Arm], pattern: Sequence[Arm], auth_env: Collection[str]) -> Decision:
    """Decide from the hits of one id, each in declared order, and the names of credentials present.

    An exact tie that no credential breaks falls to the first declared arm; a pattern tie is an error.
    """
    hits = exact or pattern
    if len(hits) < 2:
        return Decision(arm=hits[0]) if hits else Decision(error=DeriveError.UNREGISTERED)
    keyed = tuple(arm for arm in hits if any(name in auth_env for name in arm.provider.auth_env))
    if len(keyed) == 1:
        return Decision(arm=keyed[0])
    if exact:
        return Decision(arm=exact[0])
    return Decision(error=DeriveError.AMBIGUOUS, tied=keyed or tuple(pattern))
