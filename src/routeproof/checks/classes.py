"""What the checks over all ids share: the classes of every runtime, and names in a message."""

from collections.abc import Iterable, Iterator

from routeproof.checks.subjects.registry import RegistrySubject
from routeproof.model.registry import Runtime
from routeproof.prove import RouteClass, route_classes


def classes(subject: RegistrySubject) -> Iterator[tuple[Runtime, RouteClass]]:
    """Every class of ids of every runtime; together they are all ids."""
    for runtime in subject.runtimes():
        for each in route_classes(runtime):
            yield runtime, each


def class_count(subject: RegistrySubject) -> int:
    """How many classes there are: what a check over all ids has to judge."""
    return sum(1 for _ in classes(subject))


def quote_names(names: Iterable[str]) -> str:
    """Names in a message: each in backticks."""
    return " and ".join(f"`{name}`" for name in names)
