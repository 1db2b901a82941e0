"""The HTML report: one page that needs no network, and JavaScript only for the box that asks about an id."""

import base64
import hashlib
import json
from importlib.resources import files
from typing import Any

from markupsafe import Markup, escape

from routeproof.harness import Verdict, format_counts
from routeproof.markup import visible
from routeproof.reports.context import NOTHING, Context
from routeproof.reports.html.machines import divided, embedded
from routeproof.reports.html.view import page


def render(verdict: Verdict, context: Context = NOTHING) -> str:
    """Render as one HTML document; every text from outside is escaped, control characters shown."""
    import jinja2  # noqa: PLC0415 - only this format pays for a template engine

    environment = jinja2.Environment(
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        finalize=_escape_value,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["marked"] = _mark_code
    style, script = _text("page.css"), _text("box.js")
    classes = divided(context.registry) if context.registry else {}
    machine = embedded(context.registry, classes) if context.registry else None
    shown: dict[str, Any] = {
        "page": page(verdict, context, classes),
        "verdict": verdict,
        "counted": format_counts(verdict.counts),
        "context": context,
        "style": Markup(style),  # noqa: S704 - our own file
        "script": Markup(script),  # noqa: S704 - our own file
        "policy": _policy(style, script),
        "machines": _data(machine) if machine else None,
        "names": machine["names"] if machine else [],
    }
    return environment.from_string(_text("page.html.jinja")).render(shown) + "\n"


def _text(name: str) -> str:
    return files(__name__).joinpath(name).read_text(encoding="utf-8")


def _policy(style: str, script: str) -> str:
    """The content security policy: this style, this script, and no request to anywhere."""
    return f"default-src 'none'; style-src {_source(style)}; script-src {_source(script)}; base-uri 'none'"


def _source(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def _data(value: object) -> Markup:
    """JSON that stays inside its script element: no `<`, so neither an end tag nor a comment."""
    text = json.dumps(value, separators=(",", ":"))
    return Markup(text.replace("<", "\\u003c"))  # noqa: S704 - nothing is left that HTML would read


def _escape_value(value: object) -> object:
    return value if isinstance(value, Markup) else visible(str(value))


def _mark_code(text: str) -> Markup:
    """A message with what stands in backticks as code; the text itself when they do not pair up."""
    parts = visible(text).split("`")
    if len(parts) % 2 == 0:
        return escape("`".join(parts))
    pieces = [Markup("<code>{}</code>").format(part) if at % 2 else part for at, part in enumerate(parts)]
    return Markup("").join(pieces)
