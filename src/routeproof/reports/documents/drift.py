"""The committed drift report: deterministic Markdown, counts first, then every disagreement."""

from collections import Counter
from collections.abc import Sequence

from routeproof.drift.offers import Category, Drift
from routeproof.markup import code, table
from routeproof.model.declared import Offered


def render(drifts: Sequence[Drift], offers: Sequence[Offered]) -> str:
    """Render `reports/drift.md`: no dates, no paths of a machine, sorted by runtime."""
    parts = ["# Drift between the registry and what templates offer", ""]
    if not offers:
        return "\n".join([*parts, "No template offers anything: nothing was compared.", ""])
    parts += [_counts(drifts, offers), ""]
    for category in Category:
        mine = [drift for drift in drifts if drift.category is category]
        if mine:
            parts += [f"## {str(category).capitalize()}", "", _details(mine), ""]
    return "\n".join(parts)


def _counts(drifts: Sequence[Drift], offers: Sequence[Offered]) -> str:
    seen = Counter((drift.runtime, drift.category) for drift in drifts)
    sizes = Counter[str]()
    for offered in offers:
        sizes[offered.runtime] += len(offered.models)
    runtimes = sorted({*sizes, *(drift.runtime for drift in drifts)})
    rows = [
        (code(runtime), sizes[runtime], *(seen[runtime, category] or "-" for category in Category))
        for runtime in runtimes
    ]
    return table(("runtime", "offered", *Category), rows)


def _details(drifts: Sequence[Drift]) -> str:
    rows = [
        (
            code(drift.runtime),
            code(drift.model) if drift.model else "-",
            code(drift.expected),
            code(drift.actual),
        )
        for drift in sorted(drifts, key=lambda drift: (drift.runtime, drift.model))
    ]
    return table(("runtime", "id", "expected", "found"), rows)
