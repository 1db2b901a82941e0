"""The ids of several runtimes divided jointly, each set of runtimes once, and only if that can be done."""

from collections.abc import Sequence

from routeproof.errors import UndecidedError
from routeproof.model.registry import Registry, Runtime
from routeproof.prove import Part, divide, route_classes


class Divisions:
    """Remembers what it divided, failures included: to run into the budget takes seconds."""

    def __init__(self, registry: Registry) -> None:
        self._known: dict[tuple[str, ...], tuple[Part, ...]] = {}
        self.decided = frozenset(filter(lambda name: _divides(registry.runtimes[name]), registry.runtimes))
        """The runtimes whose ids can be divided. Of any other one nothing is proposed that needs a proof."""

    def parts(self, runtimes: Sequence[Runtime]) -> tuple[Part, ...]:
        """The parts of all ids by their hits on the runtimes; none beyond the budget."""
        names = tuple(runtime.name for runtime in runtimes)
        if names not in self._known:
            self._known[names] = self._divided(runtimes) if self.decided.issuperset(names) else ()
        return self._known[names]

    def _divided(self, runtimes: Sequence[Runtime]) -> tuple[Part, ...]:
        try:
            return tuple(divide(runtimes))
        except UndecidedError:
            return ()


def _divides(runtime: Runtime) -> bool:
    try:
        route_classes(runtime)
    except UndecidedError:
        return False
    return True
