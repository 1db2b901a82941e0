"""The text report of a mutation run: survivors first, with what would kill them; the scores last."""

from collections.abc import Iterator

from routeproof.markup import visible
from routeproof.mutate import JudgedMutant, Report, Status
from routeproof.reports.documents.mutation.words import counted, guarded


def render(report: Report) -> str:
    """Render for a terminal."""
    return "\n".join(_lines(report)) + "\n"


def _lines(report: Report) -> Iterator[str]:
    for each in report.survivors:
        yield from _survivor(each)
    for each in (*report.entries, *report.guards):
        if each.status is Status.RUNTIME_ERROR:
            yield f"error: mutant {each.id} ({each.operator}): {visible(each.reason)}"
    yield counted(report)
    yield guarded(report)
    yield f"{len(report.checks)} checks, {len(report.alone)} of which alone notice some mutant, goldens aside"
    if report.undecided:
        yield f"undecided: {report.undecided} of {report.planned}{_shards(report)}"
    yield f"score {report.score} (at least {report.minimum:g} %)"
    if report.survivors:
        yield f"next: routeproof mutate --show {report.survivors[0].id}"


def _shards(report: Report) -> str:
    return f" (only shard {', '.join(report.shards)} ran)" if report.shards else ""


def _survivor(each: JudgedMutant) -> Iterator[str]:
    yield f"survived {each.id}  {each.operator}  {visible(str(each.place))}"
    yield f"    {visible(each.description)}"
    yield f"    unnoticed: {visible(each.reason)}"
    if each.remedy:
        yield "    a pin that notices it (--fix writes it):"
        yield from (f"      {visible(line)}" for line in each.remedy.splitlines())
    yield ""
