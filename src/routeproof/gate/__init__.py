"""The gate: a workspace becomes subjects, the suites judge them, and every finding is located in its file."""

from routeproof.gate.judging import (
    Examined,
    check,
    checks_of,
    examine,
    judge_subjects,
    local_today,
    located,
    run_checks,
    verdict_of,
)
from routeproof.gate.subjects import KIND_OF, SUITE_OF, SUITES, Subjects

__all__ = [
    "KIND_OF",
    "SUITES",
    "SUITE_OF",
    "Examined",
    "Subjects",
    "check",
    "checks_of",
    "examine",
    "judge_subjects",
    "local_today",
    "located",
    "run_checks",
    "verdict_of",
]
