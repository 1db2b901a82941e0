"""The sentences that several formats share: what was counted, what was found, what to run next."""

from collections import Counter
from collections.abc import Iterator, Sequence

from routeproof.harness import Exemption, Exit, Verdict
from routeproof.harness.finding import Finding, Level
from routeproof.markup import visible


def plural(number: int, noun: str) -> str:
    """`1 error`, `2 errors`, `no error`."""
    return f"{number or 'no'} {noun}{'' if number in (0, 1) else 's'}"


def found(verdict: Verdict) -> str:
    """How many findings there are of each level, and how many are waived."""
    levels = Counter(finding.level for finding in verdict.findings)
    parts = [plural(levels[level], level) for level in sorted(levels, key=lambda level: -level.rank)]
    parts = parts or ["no findings"]
    if verdict.waived:
        parts.append(f"{len(verdict.waived)} waived")
    return ", ".join(parts)


def judged(verdict: Verdict) -> str:
    """The run ledger in one line."""
    ledger = verdict.ledger
    parts = [f"{len(ledger.done)} of {plural(len(ledger.planned), 'check')} done"]
    if ledger.empty:
        parts.append(f"nothing to judge for {', '.join(ledger.empty)}")
    if ledger.off:
        parts.append(f"switched off: {', '.join(ledger.off)}")
    if ledger.undecided:
        parts.append(f"undecided: {', '.join(each.check for each in ledger.undecided)}")
    return "; ".join(parts)


def headline(verdict: Verdict) -> str:
    """PASS or FAIL with the exit code and its meaning."""
    code = verdict.exit_code
    return "PASS" if code is Exit.CLEAN else f"FAIL (exit {int(code)}): {code.meaning}"


def next_step(verdict: Verdict) -> str:
    """The command to run next, or nothing when there is nothing to do."""
    worst = next((finding for finding in verdict.findings if finding.level is not Level.NOTE), None)
    if verdict.exit_code is Exit.CLEAN or worst is None:
        return ""
    if worst.check == "input":
        return "correct the input, then run the same command again"
    return f"routeproof explain {worst.check}"


def by_arm(findings: Sequence[Finding]) -> Iterator[tuple[str, list[Finding]]]:
    """The findings grouped under `runtime / arm`, the group with the worst finding first."""
    groups: dict[str, list[Finding]] = {}
    for finding in findings:
        groups.setdefault(finding.group or finding.document, []).append(finding)
    yield from groups.items()


def related_lines(finding: Finding) -> Iterator[str]:
    """One line for each other place that has to do with a finding."""
    for each in finding.related:
        yield visible(f"see {each.place or each.document}: {each.note}")


def exception(each: Exemption) -> str:
    """An id that may reach the platform, in one line of plain text."""
    excepted = f"{each.coordinate('model')} on {each.coordinate('runtime')}"
    return visible(f"platform exception: {excepted} ({each.ticket}): {each.reason}")
