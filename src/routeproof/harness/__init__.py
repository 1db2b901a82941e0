"""What checks of every kind share: rules, findings, policy, waivers, the verdict and its exit code."""

from routeproof.harness.check import Check, Count, Ran, Suite, format_counts, run_check
from routeproof.harness.exits import Exit
from routeproof.harness.filed import Filed
from routeproof.harness.finding import Coordinates, Finding, Level, Location, Rule, failing
from routeproof.harness.policy import Exemption, Policy, Terms, Waiver
from routeproof.harness.verdict import INPUT, Ledger, Undecided, Verdict, judge, refused
from routeproof.harness.waivers import RULES, Waived, config_problems

__all__ = [
    "INPUT",
    "RULES",
    "Check",
    "Coordinates",
    "Count",
    "Exemption",
    "Exit",
    "Filed",
    "Finding",
    "Ledger",
    "Level",
    "Location",
    "Policy",
    "Ran",
    "Rule",
    "Suite",
    "Terms",
    "Undecided",
    "Verdict",
    "Waived",
    "Waiver",
    "config_problems",
    "format_counts",
    "failing",
    "judge",
    "refused",
    "run_check",
]
