"""The whole judgement of a lane: every gap, and how much was looked at for each kind."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice
from types import MappingProxyType

from routeproof.lane import command, jobs, required, sentinel
from routeproof.lane.gap import Gap, Kind
from routeproof.lane.members import Layout, layout_of
from routeproof.model.workflow import Lane, Workflow

_MOST = 100
"""Gaps of one kind that are reported: the gate is closed by the first, and nobody reads a thousand."""


@dataclass(frozen=True, slots=True)
class LaneReport:
    """The gaps in the order of their kinds; `sizes` counts what was judged, and is 0 without a lane."""

    gaps: tuple[Gap, ...] = ()
    sizes: Mapping[Kind, int] = field(default_factory=lambda: MappingProxyType({}))


def judge_lane(workflows: Iterable[Workflow], lane: Lane) -> LaneReport:
    """Hold the workflows of a repository against what the team declares about its lane."""
    layout = layout_of(workflows, lane)
    gaps = tuple(gap for kind in Kind for gap in islice(_JUDGES[kind](layout), _MOST))
    return LaneReport(gaps, MappingProxyType(_sizes(layout)))


_JUDGES: Mapping[Kind, Callable[[Layout], Iterator[Gap]]] = {
    Kind.UNNEEDED: jobs.unneeded,
    Kind.UNKNOWN_NEED: jobs.unknown_needs,
    Kind.NEVER_EMITTED: required.never_emitted,
    Kind.AUDIT_DIFFERS: required.audit_differs,
    Kind.SKIPPABLE: jobs.skippable,
    Kind.SOFT: jobs.soft,
    Kind.LAX_SENTINEL: sentinel.lax,
    Kind.NOT_REQUIRED: jobs.not_required,
    Kind.NOT_RUN: command.not_run,
}


def _sizes(layout: Layout) -> dict[Kind, int]:
    lane = layout.lane
    return {
        Kind.UNNEEDED: sum(1 for _ in jobs.to_need(layout)),
        Kind.UNKNOWN_NEED: sum(len(job.needs) for workflow in layout.workflows for job in workflow.jobs),
        Kind.NEVER_EMITTED: len(lane.required) + len(lane.external),
        Kind.AUDIT_DIFFERS: 0 if lane.audit is None else len(lane.required) + len(lane.audit),
        Kind.SKIPPABLE: len(layout.members),
        Kind.SOFT: len(layout.members) + len(layout.sentinels),
        # A sentinel that is missing, and the one routeproof job, are judged in any case.
        Kind.LAX_SENTINEL: max(1, len(layout.sentinels)),
        Kind.NOT_REQUIRED: 1,
        Kind.NOT_RUN: 1,
    }
