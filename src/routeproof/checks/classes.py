"""What the checks over all ids share: the classes of every runtime, and where they can go."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from routeproof.checks.frame import Subject
from routeproof.decision import Decision
from routeproof.model.registry import Payer, Runtime
from routeproof.prove.classes import RouteClass, route_classes


@dataclass(frozen=True, slots=True)
class Route:
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
        goes, _, present = str(self).partition(" with ")
        return f"`{goes}` with `{present}`" if self.auth_env else f"`{goes}` with {present}"

    @property
    def goes(self) -> str:
        """The arm with its payer, or the error."""
        return str(self.decision.destination)

    def __str__(self) -> str:
        return f"{self.goes} with {' and '.join(self.auth_env) or 'no credential'}"


def classes(subject: Subject) -> Iterator[tuple[Runtime, RouteClass]]:
    """Every class of ids of every runtime; together they are all ids."""
    for runtime in subject.runtimes():
        for each in route_classes(runtime):
            yield runtime, each


def class_count(subject: Subject) -> int:
    """How many classes there are: what a check over all ids has to judge."""
    return sum(1 for _ in classes(subject))


def routes(each: RouteClass) -> tuple[Route, ...]:
    """Every decision that some set of credentials brings about, the one without any first."""
    return tuple(Route(row.names, row.decision) for row in each.table())


def quoted(names: Iterable[str]) -> str:
    """Names in a message: each in backticks."""
    return " and ".join(f"`{name}`" for name in names)


def extent(each: RouteClass) -> str:
    """How many ids a class holds, in words."""
    if each.size is None:
        return "infinitely many ids"
    return "this id alone" if each.size == 1 else f"{each.size} ids"
