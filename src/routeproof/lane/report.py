"""The whole judgement of a lane: every gap, and how much was looked at for each kind."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice
from types import MappingProxyType

from routeproof.lane import command, jobs, required, sentinel
from routeproof.lane.gap import GapKind, LaneGap
from routeproof.lane.members import Layout, layout_of
from routeproof.model.workflow import Lane, Workflow

_MOST = 100
"""Gaps of one kind that are reported: the gate is closed by the first, and nobody reads a thousand."""


@dataclass(frozen=True, slots=True)
class LaneReport:
    """The gaps in the order of their kinds; `sizes` counts what was judged, and is 0 without a lane."""

    gaps: tuple[LaneGap, ...] = ()
    sizes: Mapping[GapKind, int] = field(default_factory=lambda: MappingProxyType({}))


def judge_lane(workflows: Iterable[Workflow], lane: Lane) -> LaneReport:
    """Hold the workflows of a repository against what the team declares about its lane."""
    layout = layout_of(workflows, lane)
    gaps = tuple(gap for kind in GapKind for gap in islice(_JUDGES[kind](layout), _MOST))
    return LaneReport(gaps, MappingProxyType(_sizes(layout)))


_JUDGES: Mapping[GapKind, Callable[[Layout], Iterator[LaneGap]]] = {
    GapKind.UNNEEDED: jobs.unneeded,
    GapKind.UNKNOWN_NEED: jobs.unknown_needs,
    GapKind.NEVER_EMITTED: required.never_emitted,
    GapKind.AUDIT_DIFFERS: required.audit_differs,
    GapKind.SKIPPABLE: jobs.skippable,
    GapKind.SOFT: jobs.soft,
    GapKind.LAX_SENTINEL: sentinel.lax,
    GapKind.NOT_REQUIRED: jobs.not_required,
    GapKind.NOT_RUN: command.not_run,
}


def _sizes(layout: Layout) -> dict[GapKind, int]:
    lane = layout.lane
    return {
        GapKind.UNNEEDED: sum(1 for _ in jobs.to_need(layout)),
        GapKind.UNKNOWN_NEED: sum(len(job.needs) for workflow in layout.workflows for job in workflow.jobs),
        GapKind.NEVER_EMITTED: len(lane.required) + len(lane.external),
        GapKind.AUDIT_DIFFERS: 0 if lane.audit is None else len(lane.required) + len(lane.audit),
        GapKind.SKIPPABLE: len(layout.members),
        GapKind.SOFT: len(layout.members) + len(layout.sentinels),
        # A sentinel that is missing, and the one routeproof job, are judged in any case.
        GapKind.LAX_SENTINEL: max(1, len(layout.sentinels)),
        GapKind.NOT_REQUIRED: 1,
        GapKind.NOT_RUN: 1,
    }
