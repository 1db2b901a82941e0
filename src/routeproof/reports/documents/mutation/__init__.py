"""How a mutation run is shown: one module per format, all from the same report, none of them decides."""

from routeproof.mutate import Report
from routeproof.reports.documents.mutation import json_report, markdown, text

FORMATS = {"text": text.render, "json": json_report.render, "markdown": markdown.render}
"""Format to the function that turns a report into one text with a final line end."""


def render(format_name: str, report: Report) -> str:
    """The report in a format of `FORMATS`."""
    return FORMATS[format_name](report)
