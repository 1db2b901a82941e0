"""Findings meet the policy and the waivers and become a verdict with an exit code."""

from routeproof.verdict.exits import Exit
from routeproof.verdict.judge import Ledger, Verdict, judge, refused
from routeproof.verdict.waivers import RULES, Waived, config_problems

__all__ = ["RULES", "Exit", "Ledger", "Verdict", "Waived", "config_problems", "judge", "refused"]
