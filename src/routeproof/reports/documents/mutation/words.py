"""The sentences that the formats of a mutation report share."""

from collections import Counter
from collections.abc import Iterable

from routeproof.mutate import JudgedMutant, Report, Status

NAMES = {
    Status.KILLED: "killed",
    Status.TIMEOUT: "timed out",
    Status.SURVIVED: "survived",
    Status.NO_COVERAGE: "survived unseen by any check",
    Status.IGNORED: "proved equal",
    Status.COMPILE_ERROR: "refused by the loader",
    Status.RUNTIME_ERROR: "broke the engine",
    Status.PENDING: "undecided",
}
"""What becomes of a mutant, in words."""
GUARD_NAMES = NAMES | {Status.KILLED: "noticed", Status.IGNORED: "redundant"}


def counted(report: Report) -> str:
    """How many mutants there are, by what became of them."""
    statuses = Counter(each.status for each in report.entries)
    parts = [f"{statuses[status]} {NAMES[status]}" for status in NAMES if statuses[status]]
    return f"{len(report.entries)} mutants: {', '.join(parts)}" if parts else "no mutants"


def guarded(report: Report) -> str:
    """The same for the guards, whose misses are redundancies."""
    redundant = sum(each.status is Status.IGNORED for each in report.guards)
    found = report.guard_score
    return f"{len(report.guards)} edits of guards: {found.detected} noticed, {redundant} redundant ({found})"


def by_operator(entries: Iterable[JudgedMutant]) -> list[tuple[str, list[JudgedMutant]]]:
    """Operator and its mutants; by name."""
    groups: dict[str, list[JudgedMutant]] = {}
    for each in entries:
        groups.setdefault(each.operator, []).append(each)
    return sorted(groups.items())


def redundant_checks(report: Report) -> list[str]:
    """The checks that notice some mutant, and none that would be missed without them."""
    kills, alone = report.kills, report.alone
    return [check for check in report.checks if kills[check] and not alone[check]]
