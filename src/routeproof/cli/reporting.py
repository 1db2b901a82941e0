"""A verdict as a command shows it: its files, the text for standard output, what a CI step gets beside."""

import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from routeproof.cli import actions
from routeproof.cli.writing import write_file
from routeproof.harness import Verdict
from routeproof.reports import WITHOUT_CONTEXT, render

if TYPE_CHECKING:
    from routeproof.reports.context import Context


def rendered(
    verdict: Verdict,
    context_of: "Callable[[], Context]",
    format_name: str | None,
    reports: Sequence[tuple[str, Path]],
    *,
    color: bool,
) -> str:
    """Write the files; what is left is the text for standard output.

    In a step of GitHub Actions its summary is written too, and where nobody asked for a format, annotations
    follow the report. The context is made where something shows it.
    """
    stepping = actions.in_actions()
    alone = {format_name or "text", *(name for name, _ in reports)} <= WITHOUT_CONTEXT
    context = None if alone and not stepping else context_of()
    for name, path in reports:
        write_file(path, render(name, verdict, context))
    text = render(format_name or "text", verdict, context, color=color)
    shown = actions.for_log(text) if format_name in (None, "text") else text
    if stepping:
        actions.append_summary(verdict)
        if format_name is None and context is not None:
            return shown + actions.annotations(verdict, context)
    return shown


def wants_color(asked: bool | None) -> bool:
    """The option, else `NO_COLOR`, else `FORCE_COLOR`, else whether somebody is looking."""
    if asked is not None:
        return asked
    if os.environ.get("NO_COLOR"):
        return False
    return bool(os.environ.get("FORCE_COLOR")) or (sys.stdout is not None and sys.stdout.isatty())
