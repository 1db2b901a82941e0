"""The Markdown report of a mutation run: deterministic, so that it can be committed; no dates, no timings."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence

from routeproof.markup import code, prose, table, visible
from routeproof.mutate import JudgedMutant, Report, Score, Status, guard_score, score
from routeproof.reports.documents.mutation.words import (
    GUARD_NAMES,
    NAMES,
    by_operator,
    counted,
    guarded,
    redundant_checks,
)


def render(report: Report) -> str:
    """Render as GitHub-flavoured Markdown."""
    return "\n\n".join(_parts(report)) + "\n"


def _parts(report: Report) -> Iterator[str]:
    yield "# Watch it fail: mutation of the registry and of its guards"
    yield f"Score **{report.score}**. {counted(report)}."
    yield f"{guarded(report)}. A redundant guard is one without which no mutant survives; it is no failure."
    if report.survivors:
        yield "## Survivors"
        yield from (_survivor(each) for each in report.survivors)
    yield "## By operator"
    yield _operators(report.entries, NAMES, score)
    yield "## Proved equal"
    yield _listed([each for each in report.entries if each.status is Status.IGNORED], "proof") or "None."
    yield "## Checks"
    yield (
        "Mutants that a check notices, and those that no other one does, goldens aside, which notice nearly "
        "everything. A check that notices none here has nothing to judge, or judges what no operator edits."
    )
    yield table(("check", "notices", "alone"), _checks(report))
    redundant = redundant_checks(report)
    if redundant:
        yield f"Redundant here, for these mutants and beside the goldens: {', '.join(map(code, redundant))}."
    yield "## Guards"
    yield _operators(report.guards, GUARD_NAMES, guard_score)
    yield "### Redundant guards"
    yield _listed([each for each in report.guards if each.status is Status.IGNORED], "why") or "None."


def _operators(
    entries: Sequence[JudgedMutant],
    names: Mapping[Status, str],
    scored: Callable[[Sequence[JudgedMutant]], Score],
) -> str:
    present = {each.status for each in entries}
    columns = [status for status in names if status in present]
    rows = []
    for operator, mutants in by_operator(entries):
        statuses, found = Counter(each.status for each in mutants), scored(mutants)
        counts = (statuses[status] or "-" for status in columns)
        rows.append((code(operator), *counts, found if found.counted else "-"))
    return table(("operator", *(names[status] for status in columns), "score"), rows)


def _checks(report: Report) -> list[tuple[str, object, object]]:
    kills, alone = report.kills, report.alone
    return [(code(check), kills[check] or "-", alone[check] or "-") for check in report.checks]


def _listed(entries: Sequence[JudgedMutant], why: str) -> str:
    rows = [
        (code(each.id), code(each.operator), prose(each.description), prose(each.reason)) for each in entries
    ]
    return table(("mutant", "operator", "edit", why), rows) if rows else ""


def _survivor(each: JudgedMutant) -> str:
    lines = "\n".join(map(visible, each.remedy.splitlines()))
    remedy = f"\n\n```yaml\n{lines}\n```" if lines and "```" not in lines else ""
    return (
        f"- {code(each.id)} {code(each.operator)}, {code(str(each.place))}: {prose(each.description)}. "
        f"Unnoticed: {prose(each.reason)}.{remedy}"
    )
