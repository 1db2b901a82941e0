"""GitHub Actions: whether a run stands in it, and what it writes there beside its report."""

import os
from pathlib import Path
from typing import TYPE_CHECKING

from routeproof.harness import Verdict

if TYPE_CHECKING:
    from routeproof.reports.context import Context


def in_actions() -> bool:
    """Whether this is a step of GitHub Actions, or of a runner that says it is one."""
    return os.environ.get("GITHUB_ACTIONS") == "true"


def for_log(text: str) -> str:
    """A text report for standard output: in a step, no line of it is taken for a command."""
    if not in_actions():
        return text
    from routeproof.reports.formats.github import guard_text  # noqa: PLC0415 - start-up

    return guard_text(text)


def annotations(verdict: Verdict, context: "Context") -> str:
    """What a step prints after its text report when nobody asked for a format."""
    from routeproof.reports import render  # noqa: PLC0415 - start-up

    return render("github", verdict, context)


def append_summary(verdict: Verdict) -> None:
    """Append the Markdown report to the step summary, where there is one.

    What earlier commands of the same step wrote counts: GitHub measures the whole file.
    """
    path = os.environ.get("GITHUB_STEP_SUMMARY")
    if not path:
        return
    from routeproof.reports import render  # noqa: PLC0415 - start-up
    from routeproof.reports.formats.github import SUMMARY_BYTES, step_summary  # noqa: PLC0415 - start-up

    file = Path(path)
    used = file.stat().st_size if file.exists() else 0
    with file.open("a", encoding="utf-8", newline="\n") as summary:
        summary.write(step_summary(render("markdown", verdict), max(0, SUMMARY_BYTES - used)))
