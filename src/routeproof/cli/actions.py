"""GitHub Actions: whether a run stands in it, and what it writes there beside its report."""

import os
from pathlib import Path

from routeproof.harness import Verdict
from routeproof.reports import Context, render
from routeproof.reports.formats.github import SUMMARY_BYTES, guarded, step_summary


def in_actions() -> bool:
    """Whether this is a step of GitHub Actions, or of a runner that says it is one."""
    return os.environ.get("GITHUB_ACTIONS") == "true"


def for_log(text: str) -> str:
    """A text report for standard output: in a step, no line of it is taken for a command."""
    return guarded(text) if in_actions() else text


def annotations(verdict: Verdict, context: Context) -> str:
    """What a step prints after its text report when nobody asked for a format."""
    return render("github", verdict, context)


def append_summary(verdict: Verdict) -> None:
    """Append the Markdown report to the step summary, where there is one.

    What earlier commands of the same step wrote counts: GitHub measures the whole file.
    """
    path = os.environ.get("GITHUB_STEP_SUMMARY")
    if not path:
        return
    file = Path(path)
    used = file.stat().st_size if file.exists() else 0
    with file.open("a", encoding="utf-8", newline="\n") as summary:
        summary.write(step_summary(render("markdown", verdict), max(0, SUMMARY_BYTES - used)))
