"""How long to think: efforts by word, budgets in tokens, and what becomes of one as the other."""

from typing import Any

from routeproof.relay.wire.neutral import Thinking
from routeproof.relay.wire.report import LossReport

BUDGETS = {"minimal": 1024, "low": 2048, "medium": 8192, "high": 16384, "xhigh": 32768}
"""Effort to the most tokens of thought."""

LEAST_BUDGET = 1024
_ADAPTIVE = {"minimal": "low"}
_UNSAID = "high"
_MOST = "max"


def effort_of(thinking: Thinking | None, report: LossReport) -> str | None:
    """The word for it; None where nothing was asked for."""
    if thinking is None:
        return None
    if thinking.off:
        return "none"
    if thinking.budget is not None:
        return _nearest_effort(thinking.budget, thinking.path, report)
    if thinking.effort is None:
        report.changed(thinking.path)
        return _UNSAID
    return thinking.effort


def _nearest_effort(budget: int, path: str, report: LossReport) -> str:
    if budget not in BUDGETS.values():
        report.changed(path)
    return next((word for word, most in BUDGETS.items() if budget <= most), "xhigh")


def messages_thinking(
    thinking: Thinking | None, cap: int, report: LossReport, *, adaptive: bool, forced: bool
) -> dict[str, Any]:
    """`thinking` and `output_config` of a Messages request; `forced` when a tool must be called."""
    if thinking is None:
        return {}
    if thinking.off:
        return {"thinking": {"type": "disabled"}}
    if forced:
        report.dropped(thinking.path)
        return {}
    effort = thinking.effort or ""
    if effort not in BUDGETS and not (adaptive and effort == _MOST):
        report.dropped(thinking.path)
        return {}
    if adaptive:
        if effort in _ADAPTIVE:
            report.changed(thinking.path)
        return {
            "thinking": {"type": "adaptive"},
            "output_config": {"effort": _ADAPTIVE.get(effort, effort)},
        }
    return _budgeted(BUDGETS[effort], cap, thinking.path, report)


def _budgeted(budget: int, cap: int, path: str, report: LossReport) -> dict[str, Any]:
    """A budget stays below the cap; one that would be too small to think is none."""
    if budget >= cap:
        budget = cap - 1
        if budget < LEAST_BUDGET:
            report.dropped(path)
            return {}
        report.changed(path)
    return {"thinking": {"type": "enabled", "budget_tokens": budget}}
