"""The routes of a class of ids: every destination that some set of credentials brings about."""

from dataclasses import dataclass

from routeproof.decision import Decision
from routeproof.markup import with_keys
from routeproof.model.registry import Payer
from routeproof.prove.classes import RouteClass


@dataclass(frozen=True, slots=True)
class ClassRoute:
    """One decision that a class can meet, and the fewest credential names that bring it about."""

    auth_env: tuple[str, ...]
    decision: Decision

    @property
    def payer(self) -> Payer | None:
        """Who pays, or None when nobody serves the id."""
        return self.decision.arm.payer if self.decision.arm else None

    @property
    def quoted(self) -> str:
        """The route as a message shows it, with the user's names in backticks."""
        return f"`{self.goes}`{with_keys(self.auth_env, ' with no credential')}"

    @property
    def goes(self) -> str:
        """The arm with its payer, or the error."""
        return str(self.decision.destination)

    def __str__(self) -> str:
        return f"{self.goes} with {' and '.join(self.auth_env) or 'no credential'}"


def routes(each: RouteClass) -> tuple[ClassRoute, ...]:
    """Every decision that some set of credentials brings about, the one without any first."""
    return tuple(ClassRoute(row.names, row.decision) for row in each.table())


def extent(each: RouteClass) -> str:
    """How many ids a class holds, in words."""
    if each.size is None:
        return "infinitely many ids"
    return "this id alone" if each.size == 1 else f"{each.size} ids"
