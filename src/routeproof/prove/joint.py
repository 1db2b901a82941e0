"""Two versions of one runtime, divided jointly: the ids that hit the same arms on each side."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from routeproof.model.registry import Arm, Runtime
from routeproof.prove.budget import DEFAULT, Budget
from routeproof.prove.division import Part, divide

_ABSENT = Runtime("", ())


@dataclass(frozen=True, slots=True)
class JointClass:
    """The ids with the same hits on both sides; a side without the runtime hits nothing."""

    base_exact: tuple[Arm, ...]
    base_pattern: tuple[Arm, ...]
    head_exact: tuple[Arm, ...]
    head_pattern: tuple[Arm, ...]
    witness: str
    """The shortest id, and of the shortest the most readable."""
    size: int | None
    """The number of ids; None for infinitely many."""
    ids: tuple[str, ...]
    """All the ids in order of declaration if either side lists them, else empty."""
    _part: Part = field(repr=False, compare=False)

    def members(self, limit: int | None = None) -> Iterator[str]:
        """The ids: listed ones as declared, others the shorter first; all, or the first `limit`."""
        return self._part.members(limit)


def compare_runtimes(
    base: Runtime | None, head: Runtime | None, budget: Budget = DEFAULT
) -> tuple[JointClass, ...]:
    """Divide every id by its hits on both sides; None for a side that lacks the runtime.

    Patterns that stand on both sides are shared, so an edit costs what it touches. Raises PatternError for a
    refused pattern, and UndecidedError beyond the budget.
    """
    classes = []
    for part in divide([base or _ABSENT, head or _ABSENT], budget):
        was, now = part.hits
        hits = (was.exact, was.pattern, now.exact, now.pattern)
        classes.append(JointClass(*hits, part.witness, part.size, part.ids, part))
    return tuple(classes)
