"""How a verdict is shown: one module per format, all from the same values, none of them decides."""

from importlib import import_module
from typing import TYPE_CHECKING

from routeproof.harness import Verdict

if TYPE_CHECKING:
    # The type alone: the plain formats show a verdict, and do not pay for what others show beside it.
    from routeproof.reports.context import Context

__all__ = ["REPORTERS", "TO_FILES", "WITHOUT_CONTEXT", "render"]

REPORTERS = ("text", "json", "markdown", "github", "sarif", "junit")
"""The formats, each the name of its module; a module is only imported when its format is asked for."""
TO_FILES = (*REPORTERS, "html")
"""Every format that a file can be written in; a page is nothing to print on a terminal."""

_MODULES = {"json": "routeproof.reports.formats.json_report", "html": "routeproof.reports.html"}
"""The formats whose module is called otherwise."""

WITHOUT_CONTEXT = frozenset({"text", "json", "markdown"})
"""The formats that show the verdict alone."""


def render(
    format_name: str, verdict: Verdict, context: "Context | None" = None, *, color: bool = False
) -> str:
    """The whole report as one text that ends with a line end; only the text format knows color.

    A format shows what it has a place for of the `context`, and the verdict alone without one.
    """
    reporter = import_module(_MODULES.get(format_name) or f"routeproof.reports.formats.{format_name}")
    if format_name == "text":
        text: str = reporter.render(verdict, color=color)
    elif context is None or format_name in WITHOUT_CONTEXT:
        text = reporter.render(verdict)
    else:
        text = reporter.render(verdict, context)
    return text
