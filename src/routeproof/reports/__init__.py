"""How a verdict is shown: one module per format, all from the same values, none of them decides."""

from importlib import import_module

from routeproof.verdict import Verdict

REPORTERS = ("text", "json", "markdown")
"""The formats, each the name of its module; a module is only imported when its format is asked for."""


def render(format_name: str, verdict: Verdict, *, color: bool = False) -> str:
    """The whole report as one text that ends with a line end; only the text format knows color."""
    name = {"json": "json_report"}.get(format_name, format_name)
    reporter = import_module(f"routeproof.reports.{name}")
    text: str = reporter.render(verdict, color=color) if format_name == "text" else reporter.render(verdict)
    return text
