"""The text report: what is wrong first, grouped by arm; the counts; the next command last."""

from collections import Counter
from collections.abc import Iterator

import click

from routeproof.harness import Exit, Verdict, format_counts
from routeproof.harness.finding import Finding, Level
from routeproof.markup import visible
from routeproof.reports.summary import by_arm, exception, found, headline, judged, next_step, related_lines

_COLORS = {Level.ERROR: "red", Level.WARNING: "yellow", Level.NOTE: "cyan"}


def render(verdict: Verdict, *, color: bool) -> str:
    """Render for a terminal; without `color` not one escape sequence is written."""
    text = "\n".join(_lines(verdict)) + "\n"
    return text if color else click.unstyle(text)


def _lines(verdict: Verdict) -> Iterator[str]:
    for title, findings in by_arm([each for each in verdict.findings if each.level is not Level.NOTE]):
        yield click.style(_heading(title), bold=True)
        for finding in findings:
            yield from _finding(finding)
        yield ""
    yield from (visible(line) for line in _lines_beside(verdict))
    if verdict.ledger.planned:
        yield format_counts(verdict.counts)
        yield judged(verdict)
    yield found(verdict)
    passed = verdict.exit_code is Exit.CLEAN
    yield click.style(headline(verdict), fg="green" if passed else "red", bold=True)
    step = next_step(verdict)
    if step:
        yield f"next: {step}"


def _heading(title: str) -> str:
    """The only text from outside that begins a line; a CI runner obeys a line that begins with `::`."""
    shown = visible(title)
    return f"`{shown}`" if shown.lstrip().startswith("::") else shown


def _lines_beside(verdict: Verdict) -> Iterator[str]:
    """One line for each thing that does not close the gate, and for each that could not be judged."""
    notes = Counter(each.check for each in verdict.findings if each.level is Level.NOTE)
    if notes:
        listed = ", ".join(f"{number} {check}" for check, number in notes.items())
        yield f"notes: {listed} (the json and markdown formats show each)"
    waivers = Counter(each.waiver for each in verdict.waived)
    for waiver, number in waivers.items():
        where = " / ".join(value for _, value in waiver.about if value)
        accepted = f"{number} {waiver.check} on {where or waiver.ids} until {waiver.expires}"
        yield f"waived: {accepted} ({waiver.ticket}): {waiver.reason}"
    for each in verdict.exemptions:
        yield exception(each)
    for undecided in verdict.ledger.undecided:
        yield f"undecided: {undecided.check}: {undecided.why}"


def _finding(finding: Finding) -> Iterator[str]:
    level = click.style(f"{finding.level:7}", fg=_COLORS[finding.level])
    place = visible(str(finding.place or finding.document))
    yield f"  {level} {finding.check}  {place}"
    yield f"          {visible(finding.message)}"
    if finding.hint:
        yield f"          hint: {visible(finding.hint)}"
    yield from (f"          {line}" for line in related_lines(finding))
