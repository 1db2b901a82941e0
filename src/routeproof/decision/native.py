"""The dialect of registries: the resolution rule as a pure decision over hits (specification, section 2)."""

from collections.abc import Collection, Sequence

from routeproof.decision.dialect import Decision, Dialect, Language
from routeproof.model.destination import DeriveError
from routeproof.model.registry import NATIVE, Arm


def outcome(exact: Sequence[Arm], pattern: Sequence[Arm], auth_env: Collection[str]) -> Decision:
    """Decide from the hits of one id, each in declared order, and the names of credentials present.

    An exact tie that no credential breaks falls to the first declared arm; a pattern tie is an error.
    """
    hits = exact or pattern
    if len(hits) < 2:
        return Decision(tuple(hits)) if hits else Decision(error=DeriveError.UNREGISTERED)
    keyed = tuple(arm for arm in hits if any(name in auth_env for name in arm.provider.auth_env))
    if len(keyed) == 1:
        return Decision(keyed)
    if exact:
        return Decision((exact[0],))
    return Decision(error=DeriveError.AMBIGUOUS, tied=keyed or tuple(pattern))


DIALECT = Dialect(NATIVE, (Language.LISTED, Language.PATTERN), outcome)
