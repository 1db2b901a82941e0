"""The Markdown report: what a reviewer reads in a pull request; no manifest text breaks out of it."""

from collections.abc import Iterator, Sequence

from routeproof.harness import Verdict, Waived, format_counts
from routeproof.harness.finding import Finding
from routeproof.markup import code, message, prose, table
from routeproof.reports.summary import by_arm, found, headline, judged, next_step


def render(verdict: Verdict) -> str:
    """Render as GitHub-flavoured Markdown."""
    return "\n".join(_lines(verdict)) + "\n"


def _lines(verdict: Verdict) -> Iterator[str]:
    yield f"## routeproof: {headline(verdict)}"
    yield ""
    yield f"{found(verdict)}. {format_counts(verdict.counts)}. {judged(verdict)}."
    for title, findings in by_arm(verdict.findings):
        yield ""
        yield f"### {code(title)}"
        yield ""
        yield _findings(findings)
    if verdict.waived:
        yield ""
        yield f"<details><summary>{len(verdict.waived)} waived</summary>"
        yield ""
        yield _waived_table(verdict.waived)
        yield ""
        yield "</details>"
    for exception in verdict.exemptions:
        yield ""
        where = f"{code(exception.coordinate('model'))} on {code(exception.coordinate('runtime'))}"
        yield f"Platform exception: {where}: {prose(exception.reason)} ({prose(exception.ticket)})"
    step = next_step(verdict)
    if step:
        yield ""
        yield f"Next: {code(step)}"


def _findings(findings: Sequence[Finding]) -> str:
    rows = [
        (
            finding.level,
            code(finding.check),
            message(finding.message) + (f" *({message(finding.hint)})*" if finding.hint else ""),
            ", ".join(code(str(each.place or each.document)) for each in (finding.at, *finding.related)),
        )
        for finding in findings
    ]
    return table(("level", "check", "finding", "place"), rows)


def _waived_table(waived: Sequence[Waived]) -> str:
    rows = [
        (
            code(each.finding.check),
            code(each.finding.subject),
            prose(each.waiver.reason),
            prose(each.waiver.ticket),
            each.waiver.expires.isoformat(),
        )
        for each in waived
    ]
    return table(("check", "what", "reason", "ticket", "until"), rows)
