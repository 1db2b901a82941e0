"""What changed on the menus: the listed ids of a runtime, in the order users see them."""

from collections.abc import Iterator
from dataclasses import dataclass

from routeproof.model.registry import Runtime


@dataclass(frozen=True, slots=True)
class MenuChange:
    """Ids that came to or left the menu of a runtime; `reordered` when those that stayed swapped places."""

    runtime: str
    added: tuple[str, ...]
    removed: tuple[str, ...]
    reordered: bool


def menu_changes(name: str, base: Runtime | None, head: Runtime | None) -> Iterator[MenuChange]:
    """At most one change: None stands for a runtime that one side does not have."""
    was = tuple(base.listers) if base else ()
    now = tuple(head.listers) if head else ()
    if was == now:
        return
    kept = [model for model in was if model in set(now)]
    yield MenuChange(
        runtime=name,
        added=tuple(model for model in now if model not in set(was)),
        removed=tuple(model for model in was if model not in set(now)),
        reordered=kept != [model for model in now if model in set(was)],
    )
