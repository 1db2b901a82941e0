"""The JUnit report: one test case per runtime, arm and check, so that a CI system can follow each by name."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias
from xml.etree import ElementTree as ET

from routeproof.errors import Place
from routeproof.harness import RULES, Exit, Verdict, Waived, failing
from routeproof.harness.finding import Finding
from routeproof.markup import visible
from routeproof.reports.context import NOTHING, Context
from routeproof.reports.summary import exception, headline, related_lines

_Row: TypeAlias = tuple[str, str]
"""A runtime and an arm; no arm for what concerns the runtime, neither for what concerns the workspace."""

_WHOLE: _Row = ("", "")


@dataclass(frozen=True, slots=True)
class _Sorted:
    """The findings of the verdict by (row, check)."""

    open: dict[tuple[_Row, str], list[Finding]]
    waived: dict[tuple[_Row, str], list[Waived]]


def render(verdict: Verdict, context: Context = NOTHING) -> str:
    """Render as JUnit XML.

    Time, date and host are fixed values: the same input gives the same bytes on every machine.
    """
    root = ET.Element("testsuites", name="routeproof")
    rows = list(_rows(context))
    found = _sorted_in(verdict, set(rows))
    for runtime in dict.fromkeys(runtime for runtime, _ in rows):
        suite = ET.SubElement(root, "testsuite", name=visible(runtime) or "workspace")
        if not runtime:
            suite.append(_gate(verdict))
        for row in rows:
            if row[0] == runtime:
                suite.extend(_cases(row, verdict, found, context))
        _count(suite)
    _count(root)
    ET.indent(root)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{ET.tostring(root, encoding="unicode")}\n'


def _rows(context: Context) -> Iterator[_Row]:
    yield _WHOLE
    for runtime in context.registry.runtimes.values() if context.registry else ():
        yield runtime.name, ""
        for arm in runtime.arms:
            yield runtime.name, arm.name


def _sorted_in(verdict: Verdict, rows: set[_Row]) -> _Sorted:
    def row(finding: Finding) -> _Row:
        # What names a runtime or an arm that the registry lacks belongs to the nearest row that exists.
        runtime, arm = finding.coordinate("runtime") or "", finding.coordinate("arm") or ""
        near = ((runtime, arm), (runtime, ""), _WHOLE)
        return next(each for each in near if each in rows)

    found = _Sorted({}, {})
    for finding in verdict.findings:
        found.open.setdefault((row(finding), finding.check), []).append(finding)
    for waived in verdict.waived:
        found.waived.setdefault((row(waived.finding), waived.finding.check), []).append(waived)
    return found


def _gate(verdict: Verdict) -> ET.Element:
    """The verdict as a test case: red where the gate is closed for another reason than a finding."""
    case = ET.Element("testcase", name="verdict", classname="routeproof", time="0")
    if verdict.exit_code not in (Exit.CLEAN, Exit.FINDINGS):
        ET.SubElement(case, "error", message=headline(verdict), type="verdict")
    if verdict.exemptions:
        ET.SubElement(case, "system-out").text = "\n".join(map(exception, verdict.exemptions))
    return case


def _cases(row: _Row, verdict: Verdict, found: _Sorted, context: Context) -> Iterator[ET.Element]:
    ledger = verdict.ledger
    ran = [*ledger.planned, *ledger.off, *(rule.id for rule in RULES if ledger.planned)]
    others = {check for at, check in (*found.open, *found.waived) if at == row}
    undecided = {each.check: each.why for each in ledger.undecided}
    for check in dict.fromkeys([*ran, *sorted(others)]):
        findings, waived = found.open.get((row, check), []), found.waived.get((row, check), [])
        case = _case(row, check, findings, context)
        closing = failing(findings, verdict.fail_level)
        if check in undecided:
            ET.SubElement(case, "error", message=visible(undecided[check]), type="undecided")
        elif closing:
            _failure(case, closing)
        elif waived:
            ET.SubElement(case, "skipped", message="; ".join(dict.fromkeys(map(_reason, waived))))
        elif check in ledger.off:
            ET.SubElement(case, "skipped", message="switched off by the policy")
        elif check in ledger.empty:
            ET.SubElement(case, "skipped", message="nothing to judge")
        if noted := [each for each in findings if each not in closing]:
            ET.SubElement(case, "system-out").text = "\n".join(map(_describe_finding, noted))
        yield case


def _case(row: _Row, check: str, findings: list[Finding], context: Context) -> ET.Element:
    place = context.place(findings[0]) if findings else _row_place(row, context)
    return ET.Element(
        "testcase",
        name=visible(check),
        classname=visible(" / ".join(("routeproof", *(part for part in row if part)))),
        time="0",
        file=visible(place.file),
        line=str(place.line),
    )


def _row_place(row: _Row, context: Context) -> Place:
    place = context.arm_places.get(row) or Place(context.registry_file, 1)
    return context.in_repository(place)


def _failure(case: ET.Element, findings: Sequence[Finding]) -> None:
    first = findings[0]
    failure = ET.SubElement(case, "failure", message=visible(first.message), type=str(first.level))
    failure.text = "\n".join(map(_describe_finding, findings))


def _describe_finding(finding: Finding) -> str:
    hint = f"\nhint: {visible(finding.hint)}" if finding.hint else ""
    where = visible(str(finding.place or finding.document))
    related = "".join(f"\n{line}" for line in related_lines(finding))
    return f"{finding.level} at {where}: {visible(finding.message)}{hint}{related}"


def _reason(waived: Waived) -> str:
    waiver = waived.waiver
    return visible(f"{waiver.reason} ({waiver.ticket}, until {waiver.expires})")


def _count(suite: ET.Element) -> None:
    """Put the counts and the fixed circumstances on a suite, in the order that readers expect."""
    kinds = {"failures": "failure", "errors": "error", "skipped": "skipped"}
    cases = suite.findall(".//testcase")
    suite.set("tests", str(len(cases)))
    for name, kind in kinds.items():
        suite.set(name, str(sum(case.find(kind) is not None for case in cases)))
    suite.set("time", "0")
    if suite.tag == "testsuite":
        suite.set("timestamp", "1970-01-01T00:00:00")
        suite.set("hostname", "localhost")
