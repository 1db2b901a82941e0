"""The resolution rule as one pure decision over hits; both engines share it (specification, section 2)."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from routeproof.model.destination import DeriveError, Destination
from routeproof.model.registry import Arm


@dataclass(frozen=True, slots=True)
class Decision:
    """The arm that serves the id, or the error and, for a tie, the arms that are tied."""

    arm: Arm | None = None
    error: DeriveError | None = None
    tied: tuple[Arm, ...] = ()

    @property
    def destination(self) -> Destination:
        """The same by names, and who pays."""
        if self.arm is None:
            return Destination(error=self.error, tied=tuple(arm.name for arm in self.tied))
        return Destination(self.arm.name, self.arm.payer)


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
