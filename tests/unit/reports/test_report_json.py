"""The JSON report: described by its schema, whatever the verdict."""

import json

import pytest

from routeproof import schema
from routeproof.errors import EngineDisagreement, InputError, Place, Problem
from routeproof.harness import Exit, Ledger, Verdict, refused
from routeproof.harness.verdict import Undecided
from routeproof.reports import render
from support.edited import edited
from support.report_makers import COUNTS, LISTED, WHOLE, WIDE, exemption, verdict

VERDICTS = {
    "clean": verdict(),
    "findings": verdict(LISTED, WIDE, WHOLE, edited(LISTED, present=("A", "B"), expected="x", actual="y")),
    "waived": verdict(waived=(LISTED,)),
    "exceptions": verdict(exemptions=(exemption("desk", "acme-1", "agreed", "T-2"),)),
    "undecided": Verdict(
        Exit.UNDECIDED, ledger=Ledger(("a",), (), ("a",), ("b",), (Undecided("a", "w"),)), counts=COUNTS
    ),
    "refused": refused(
        InputError.of([Problem("not YAML", Place("f", 1, 2, 3, 4)), Problem("nowhere")]), counts=COUNTS
    ),
    "disagreement": refused(EngineDisagreement("two answers"), counts=COUNTS),
}


@pytest.mark.parametrize("name", VERDICTS)
def test_it_is_as_its_schema_says(name: str) -> None:
    report = json.loads(render("json", VERDICTS[name]))
    assert report["format"] == "routeproof/report-1"
    assert report["exit_code"] == VERDICTS[name].exit_code
    assert list(schema.validate("report", report)) == []


@pytest.mark.parametrize(
    ("keys", "value"),
    [
        (("format",), "routeproof/report-2"),
        (("exit_code",), 4.0),
        (("exit_code",), 6),
        (("ledger", "planned"), ["Not An Id"]),
        (("findings", 0, "level"), "fatal"),
        (("findings", 0, "line"), "9"),
        (("findings", 0, "fingerprint"), "0123456789abcdeg"),
        (("findings", 0, "surplus"), 1),
        (("waived", 0, "waiver", "expires"), "tomorrow"),
        (("surplus",), 1),
    ],
)
def test_the_schema_refuses_what_is_no_report(keys: tuple[str | int, ...], value: object) -> None:
    report = json.loads(render("json", verdict(LISTED, waived=(LISTED,))))
    assert list(schema.validate("report", report)) == []
    inner = report
    for key in keys[:-1]:
        inner = inner[key]
    inner[keys[-1]] = value
    assert list(schema.validate("report", report))


def test_the_schema_misses_what_is_left_out() -> None:
    report = json.loads(render("json", verdict(LISTED)))
    for key in report:
        assert list(schema.validate("report", {name: report[name] for name in report if name != key}))
