"""Several shards of one run put together into the report of the whole."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import reduce

from routeproof.errors import InputError
from routeproof.mutate.decide import COUNTING
from routeproof.mutate.report import JudgedMutant, Report, ordered_entries
from routeproof.mutate.result import Status

_STRENGTH = {Status.PENDING: 0, Status.IGNORED: 1, Status.SURVIVED: 2}
_COUNTED, _NOTICED = 3, 4
"""Which of two verdicts on one guard counts: redundant only where every shard finds it so, and that a mutant
survives without it before that it is counted."""


def merge_reports(reports: Sequence[Report]) -> Report:
    """The report of the whole run, equal to that of a run without shards but for its timings.

    InputError when the reports are not of one workspace and one run. A mutant of a shard that is missing
    stays undecided.
    """
    first = reports[0]
    for other in reports[1:]:
        if (other.fingerprint, other.planned, other.seed) != (first.fingerprint, first.planned, first.seed):
            raise InputError(
                "the reports are not of one run",
                hint="shards have one workspace, one seed, and the same other options",
            )
    entries = {each.id: each for report in reports for each in report.entries}
    setup, baseline, mutants = (sum(each.milliseconds[phase] for each in reports) for phase in range(3))
    missing = _missing(reports)
    guards = _guards(reports, complete=not missing)
    return replace(
        first,
        entries=ordered_entries(entries.values()),
        guards=guards,
        sources=reduce(lambda left, right: {**left, **right}, (report.sources for report in reports)),
        shards=tuple(sorted({shard for report in reports for shard in report.shards})) if missing else (),
        milliseconds=(setup, baseline, mutants),
    )


def _missing(reports: Sequence[Report]) -> bool:
    entries = {each.id for report in reports for each in report.entries}
    return len(entries) + len(reports[0].guards) < reports[0].planned


def _guards(reports: Sequence[Report], *, complete: bool) -> tuple[JudgedMutant, ...]:
    by_id: dict[str, list[JudgedMutant]] = {}
    for report in reports:
        for each in report.guards:
            by_id.setdefault(each.id, []).append(each)
    return ordered_entries(_decided(entries, complete=complete) for entries in by_id.values())


def _decided(entries: Iterable[JudgedMutant], *, complete: bool) -> JudgedMutant:
    """The strongest verdict; of several mutants that a guard alone stops, the one that sorts first."""
    found = min(entries, key=lambda each: (-_strength(each), each.killed_by))
    if found.status is Status.IGNORED and not complete:
        return replace(found, status=Status.PENDING, reason="a shard is missing")
    return found


def _strength(entry: JudgedMutant) -> int:
    counted = bool(entry.killed_by) and COUNTING.issuperset(entry.killed_by)
    return _STRENGTH.get(entry.status, _COUNTED if counted else _NOTICED)
