"""The JUnit report: stable names, one case for each runtime, arm and check, and every way a case can end."""

from collections import Counter
from xml.etree import ElementTree as ET

import pytest

from routeproof.harness import Exit, Ledger, Verdict
from routeproof.harness.finding import Finding, Level
from routeproof.harness.verdict import Undecided
from routeproof.reports import render
from routeproof.reports.context import Context
from support.edited import edited
from support.report_makers import FILE, LISTED, WHOLE, WIDE, context, exemption, verdict

ROWS = ("routeproof", "routeproof / desk", "routeproof / desk / acme", "routeproof / desk / platform")


def junit(judged: Verdict, given: Context | None = None) -> ET.Element:
    return ET.fromstring(render("junit", judged, given or context()))  # noqa: S314 - our own text


def case(root: ET.Element, classname: str, name: str) -> ET.Element:
    (found,) = [
        each
        for each in root.iter("testcase")
        if (each.get("classname"), each.get("name")) == (classname, name)
    ]
    return found


def ending(each: ET.Element) -> list[str]:
    return [child.tag for child in each]


def names(root: ET.Element) -> list[tuple[str | None, str | None]]:
    return [(each.get("classname"), each.get("name")) for each in root.iter("testcase")]


def test_there_is_a_case_for_every_row_and_check_whatever_is_found() -> None:
    ledger = Ledger(planned=("one", "two"), done=("one", "two"))
    clean = names(junit(verdict(ledger=ledger)))
    assert Counter(clean).most_common(1)[0][1] == 1
    assert {(row, check) for row in ROWS for check in ("one", "two")} <= set(clean)
    broken = names(junit(verdict(edited(LISTED, check="two"), ledger=ledger)))
    assert broken == clean


def test_suites_carry_counts_and_fixed_circumstances() -> None:
    root = junit(verdict(LISTED, waived=(edited(LISTED, arm="platform"),)))
    assert (root.tag, [suite.tag for suite in root]) == ("testsuites", ["testsuite", "testsuite"])
    for suite in root:
        cases = list(suite.iter("testcase"))
        assert suite.get("tests") == str(len(cases))
        assert suite.get("failures") == str(len(suite.findall("testcase/failure")))
        assert suite.get("errors") == str(len(suite.findall("testcase/error")))
        assert suite.get("skipped") == str(len(suite.findall("testcase/skipped")))
        assert (suite.get("time"), suite.get("timestamp"), suite.get("hostname")) == (
            "0",
            "1970-01-01T00:00:00",
            "localhost",
        )
    assert (root.get("failures"), root.get("skipped")) == ("1", "1")


def test_a_finding_fails_its_case_and_is_told_only_there() -> None:
    failed = case(junit(verdict(LISTED)), "routeproof / desk / acme", "pin-holds")
    assert (failed.get("file"), failed.get("line")) == (FILE, "9")
    (failure,) = failed
    assert (failure.tag, failure.get("type")) == ("failure", "error")
    assert failure.get("message") == LISTED.message
    assert failure.text == (
        "error at manifest/providers.yaml:9:18: pin broken: `acme-1` goes to `acme (byok)`\nhint: repair it"
    )


def test_what_does_not_close_the_gate_fails_no_case() -> None:
    noted = case(junit(verdict(WIDE)), "routeproof / desk / platform", "arm-reachable")
    assert ending(noted) == ["system-out"]
    closed = verdict(WIDE, fail_level=Level.WARNING, exit_code=Exit.FINDINGS)
    assert ending(case(junit(closed), "routeproof / desk / platform", "arm-reachable")) == ["failure"]


def test_a_waived_finding_skips_its_case_with_the_reason() -> None:
    (skipped,) = case(junit(verdict(waived=(LISTED,))), "routeproof / desk / acme", "pin-holds")
    assert (skipped.tag, skipped.get("message")) == ("skipped", "agreed (T-1, until 2027-01-31)")


@pytest.mark.parametrize(
    ("ledger", "end"),
    [
        (Ledger(planned=("c",), undecided=(Undecided("c", "too large"),)), [("error", "too large")]),
        (Ledger(planned=("c",), done=("c",), empty=("c",)), [("skipped", "nothing to judge")]),
        (Ledger(off=("c",)), [("skipped", "switched off by the policy")]),
        (Ledger(planned=("c",), done=("c",)), []),
    ],
)
def test_the_ledger_decides_how_a_case_without_findings_ends(
    ledger: Ledger, end: list[tuple[str, str]]
) -> None:
    root = junit(verdict(ledger=ledger))
    for row in ROWS:
        assert [(child.tag, child.get("message")) for child in case(root, row, "c")] == end


@pytest.mark.parametrize(
    ("finding", "row"),
    [
        (WHOLE, "routeproof"),
        (edited(LISTED, arm=None), "routeproof / desk"),
        (edited(LISTED, arm="gone"), "routeproof / desk"),
        (edited(LISTED, runtime="gone"), "routeproof"),
        (edited(LISTED, runtime=None, arm="acme"), "routeproof"),
    ],
)
def test_a_finding_belongs_to_the_nearest_row(finding: Finding, row: str) -> None:
    closed = verdict(finding, fail_level=Level.NOTE, exit_code=Exit.FINDINGS)
    root = junit(closed)
    assert ending(case(root, row, finding.check)) == ["failure"]
    assert root.get("failures") == "1"


@pytest.mark.parametrize("code", [Exit.INPUT, Exit.NOTHING_CHECKED, Exit.UNDECIDED, Exit.INTERNAL])
def test_a_gate_that_no_finding_closes_is_an_error(code: Exit) -> None:
    root = junit(verdict(exit_code=code))
    assert ending(case(root, "routeproof", "verdict")) == ["error"]
    assert ending(case(junit(verdict(LISTED)), "routeproof", "verdict")) == []


def test_without_a_registry_there_is_still_a_case() -> None:
    root = junit(verdict(LISTED), Context())
    assert ending(case(root, "routeproof", "pin-holds")) == ["failure"]


def test_files_are_named_from_the_root_of_the_repository() -> None:
    root = junit(verdict(LISTED), context(prefix="sub"))
    assert case(root, "routeproof / desk / acme", "pin-holds").get("file") == f"sub/{FILE}"
    assert case(root, "routeproof / desk / platform", "pin-holds").get("line") == "10"


def test_exceptions_are_shown() -> None:
    shown = exemption("desk", "acme-1", "agreed", "T-2")
    gate = case(junit(verdict(exemptions=(shown,))), "routeproof", "verdict")
    assert [child.text for child in gate] == ["platform exception: acme-1 on desk (T-2): agreed"]


def test_what_xml_cannot_hold_is_written_as_an_escape() -> None:
    illegal = "".join(map(chr, [0, 1, 8, 0x0B, 0x1F, 0x7F, 0xFFFE, 0xD800]))
    root = junit(verdict(edited(LISTED, message=f"a{illegal}b", hint="]]><x/>")))
    (failure,) = case(root, "routeproof / desk / acme", "pin-holds")
    assert failure.get("message") == "a\\x00\\x01\\x08\\x0b\\x1f\\x7f\\ufffe\\ud800b"
    assert (failure.text or "").endswith("hint: ]]><x/>")
