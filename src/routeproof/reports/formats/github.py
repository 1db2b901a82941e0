"""GitHub annotations as workflow commands, and the Markdown report cut to what a step summary may hold."""

import hashlib
from collections.abc import Iterator, Sequence

from routeproof.harness import Exit, Verdict
from routeproof.harness.finding import Finding, Level
from routeproof.markup import visible
from routeproof.reports.context import NOTHING, Context, last_line
from routeproof.reports.summary import by_arm, exception, headline, plural, related_lines

ANNOTATIONS = 10
"""How many annotations of one level GitHub shows for a step."""
SUMMARY_BYTES = 900_000
"""How much is written to a step summary: GitHub drops one beyond 1 MiB without a word."""

_COMMANDS = {Level.ERROR: "error", Level.WARNING: "warning", Level.NOTE: "notice"}
_MESSAGE = 4_000
_NAMED = 5
_CLOSING = "\n</details>\n"
_CUT = (
    "\n**Cut here**: a step summary has no room for more. `routeproof check --format markdown` prints all.\n"
)


def render(verdict: Verdict, context: Context = NOTHING) -> str:
    """Render the open findings as annotations, one for each arm and file, the worst level first."""
    lines = list(_annotations(verdict, context))
    if verdict.exit_code is not Exit.CLEAN and not any(line.startswith("::error") for line in lines):
        lines.insert(0, _command("error", {"title": "routeproof"}, headline(verdict)))
    if verdict.exemptions:
        told = "\n".join(map(exception, verdict.exemptions))
        lines.append(_command("notice", {"title": "routeproof: platform exceptions"}, told))
    return "".join(f"{line}\n" for line in lines)


def guard_text(text: str) -> str:
    """The text between two commands that keep the runner from obeying anything in it.

    The word that ends the guard is a hash of the text: no manifest can hold it.
    """
    word = "routeproof-" + hashlib.sha256(text.encode()).hexdigest()
    return f"::stop-commands::{word}\n{text}::{word}::\n"


def step_summary(markdown: str, room: int = SUMMARY_BYTES) -> str:
    """The Markdown report, cut at the end of a line to `room` bytes of UTF-8, with a pointer to the rest."""
    if len(markdown.encode()) <= room:
        return markdown
    left = room - len(_CUT) - len(_CLOSING)
    kept = []
    for line in markdown.splitlines(keepends=True):
        left -= len(line.encode())
        if left < 0:
            break
        kept.append(line)
    unclosed = sum(line.startswith("<details>") - line.startswith("</details>") for line in kept)
    return "".join(kept) + (_CLOSING if unclosed else "") + _CUT


def _annotations(verdict: Verdict, context: Context) -> Iterator[str]:
    for level in sorted(Level, key=lambda level: -level.rank):
        groups = list(_groups([each for each in verdict.findings if each.level is level]))
        fits = groups if len(groups) <= ANNOTATIONS else groups[: ANNOTATIONS - 1]
        for title, findings in fits:
            yield _annotation(level, title, findings, context)
        if rest := groups[len(fits) :]:
            yield _command(_COMMANDS[level], {"title": "routeproof: more"}, _more(level, rest))


def _groups(findings: Sequence[Finding]) -> Iterator[tuple[str, list[Finding]]]:
    """What one annotation shows: it can point into one file only."""
    for title, group in by_arm(findings):
        for file in dict.fromkeys(finding.document for finding in group):
            yield title, [finding for finding in group if finding.document == file]


def _annotation(level: Level, title: str, findings: Sequence[Finding], context: Context) -> str:
    place = context.place(findings[0])
    properties = {"file": place.file, "line": str(place.line), "endLine": str(last_line(place))}
    if place.line == place.end_line:
        # GitHub refuses columns for a region of several lines.
        properties |= {"col": str(place.column), "endColumn": str(place.end_column)}
    properties["title"] = f"routeproof: {title}"
    return _command(_COMMANDS[level], properties, "\n".join(map(_describe_finding, findings)))


def _describe_finding(finding: Finding) -> str:
    hint = f"\n  hint: {visible(finding.hint)}" if finding.hint else ""
    related = "".join(f"\n  {line}" for line in related_lines(finding))
    return f"{finding.check}: {visible(finding.message)}{hint}{related}"


def _more(level: Level, groups: Sequence[tuple[str, list[Finding]]]) -> str:
    titles = list(dict.fromkeys(visible(title) for title, _ in groups))
    number = plural(sum(len(findings) for _, findings in groups), f"more {level}")
    others = f" and {len(titles) - _NAMED} others" if len(titles) > _NAMED else ""
    return f"{number} on {', '.join(titles[:_NAMED])}{others}: the step summary and the log list them all"


def _command(name: str, properties: dict[str, str], message: str) -> str:
    listed = ",".join(f"{key}={_property(value)}" for key, value in properties.items() if value)
    if len(message) > _MESSAGE:
        message = message[:_MESSAGE] + "\n(cut here; the log has the rest)"
    return f"::{name} {listed}::{_data(message)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(visible(text)).replace(":", "%3A").replace(",", "%2C")
