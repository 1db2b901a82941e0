"""The required lane: whether what a team waits for before a merge is what its CI really judges."""

from routeproof.lane.gap import GapKind, LaneGap
from routeproof.lane.members import Layout, Member, layout_of
from routeproof.lane.report import LaneReport, judge_lane

__all__ = ["LaneGap", "GapKind", "LaneReport", "Layout", "Member", "judge_lane", "layout_of"]
