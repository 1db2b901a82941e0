"""Everything that differs in meaning between two registries, or the proof that nothing does."""

from dataclasses import dataclass

from routeproof.compare.fields import FieldChange, field_changes
from routeproof.compare.menus import MenuChange, menu_changes
from routeproof.compare.routes import RouteChange, route_changes
from routeproof.model.registry import Registry


@dataclass(frozen=True, slots=True)
class Difference:
    """What moved: `routes` over all ids and credentials, `menus` as users see them, `fields` of metadata."""

    routes: tuple[RouteChange, ...]
    menus: tuple[MenuChange, ...]
    fields: tuple[FieldChange, ...]

    @property
    def equal(self) -> bool:
        """True when the two are proved to mean the same: routing, payer, menus, credentials, metadata."""
        return not (self.routes or self.menus or self.fields)


def compare(base: Registry, head: Registry) -> Difference:
    """Compare two registries, runtime by runtime and provider by provider.

    Raises UndecidedError when the automaton of a runtime outgrows its budget.
    """
    runtimes = sorted({*base.runtimes, *head.runtimes})
    pairs = [(name, base.runtimes.get(name), head.runtimes.get(name)) for name in runtimes]
    return Difference(
        routes=tuple(change for name, was, now in pairs for change in route_changes(name, was, now)),
        menus=tuple(change for name, was, now in pairs for change in menu_changes(name, was, now)),
        fields=tuple(field_changes(base, head)),
    )
