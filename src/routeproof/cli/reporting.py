"""A verdict as a command shows it: its files, the text for standard output, what a CI step gets beside."""

import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from routeproof.cli import actions
from routeproof.cli.options import F, option
from routeproof.cli.writing import write_file
from routeproof.harness import Level, Verdict
from routeproof.reports import WITHOUT_CONTEXT, render

if TYPE_CHECKING:
    from routeproof.reports.context import Context


def judging_options(known: Callable[..., tuple[str, ...]]) -> Callable[[F], F]:
    """Add `--select`, `--ignore` and `--fail-level`; `known` is the callback that refuses other checks."""

    def add(command: F) -> F:
        levels = click.Choice([level.value for level in Level])
        closes = "Lowest level that closes the gate [default: the policy's, else error]."
        command = option("--fail-level", type=levels, help=closes)(command)
        for name, does in (("--ignore", "Leave this check out"), ("--select", "Run only this check")):
            help_text = f"{does}; repeatable."
            command = option(name, metavar="CHECK", multiple=True, callback=known, help=help_text)(command)
        return command

    return add


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
