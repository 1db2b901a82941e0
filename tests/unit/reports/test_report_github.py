"""GitHub annotations: where they point, how many there are, and the step summary that is never too long."""

import pytest

from routeproof.harness import Exit, Verdict
from routeproof.harness.finding import Level
from routeproof.reports import render
from routeproof.reports.formats.github import guard_text, step_summary
from support.edited import edited
from support.report_makers import FILE, LISTED, WHOLE, WIDE, context, exemption, numbered, verdict
from support.workflow_commands import Command, commands


def annotations(judged: Verdict, **given: object) -> list[Command]:
    text = render("github", judged, context(**given))
    found = commands(text)
    assert len(found) == text.count("\n"), "each line is one command"
    return found


def test_an_annotation_points_at_the_value() -> None:
    (only,) = annotations(verdict(LISTED))
    assert only == Command(
        "error",
        {
            "file": FILE,
            "line": "9",
            "endLine": "9",
            "col": "18",
            "endColumn": "24",
            "title": "routeproof: desk / acme",
        },
        "pin-holds: pin broken: `acme-1` goes to `acme (byok)`\n  hint: repair it",
    )


def test_a_region_of_several_lines_has_no_columns() -> None:
    (only,) = annotations(verdict(WIDE))
    assert only.name == "warning"
    assert (only.properties["line"], only.properties["endLine"]) == ("10", "12")
    assert "col" not in only.properties


def test_a_note_is_a_notice_at_the_first_line() -> None:
    (only,) = annotations(verdict(WHOLE), prefix="sub")
    assert (only.name, only.properties["file"], only.properties["line"]) == (
        "notice",
        "sub/matrix/routing.csv",
        "1",
    )


def test_the_worst_come_first_and_an_arm_has_one_annotation_for_each_file() -> None:
    elsewhere = edited(LISTED, document="checks/pins.yaml", place=None)
    again = edited(LISTED, check="id-routes")
    found = annotations(verdict(WHOLE, LISTED, elsewhere, WIDE, again))
    assert [each.name for each in found] == ["error", "error", "warning", "notice"]
    assert found[0].message.count("hint: repair it") == 2
    assert found[1].properties["file"] == "checks/pins.yaml"


@pytest.mark.parametrize(("count", "shown"), [(10, 10), (11, 10), (500, 10)])
def test_there_are_never_more_than_github_shows(count: int, shown: int) -> None:
    several = (*numbered(count), *numbered(count, level=Level.WARNING), *numbered(count, level=Level.NOTE))
    found = annotations(verdict(*several))
    for name in ("error", "warning", "notice"):
        assert sum(each.name == name for each in found) == shown


def test_the_last_says_how_many_are_left_out_and_where() -> None:
    last = annotations(verdict(*numbered(16)))[-1]
    assert last.message == (
        "7 more errors on r009 / a009, r010 / a010, r011 / a011, r012 / a012, r013 / a013 and 2 others: "
        "the step summary and the log list them all"
    )


def test_a_closed_gate_is_never_silent() -> None:
    (only,) = annotations(verdict(exit_code=Exit.NOTHING_CHECKED))
    assert only.name == "error"
    assert "exit 3" in only.message
    assert annotations(verdict()) == []


def test_a_warning_that_closes_the_gate_comes_with_an_error() -> None:
    closed = verdict(WIDE, fail_level=Level.WARNING, exit_code=Exit.FINDINGS)
    assert [each.name for each in annotations(closed)] == ["error", "warning"]


def test_text_from_outside_cannot_end_the_property_or_the_line() -> None:
    bite = "a,b:c%0Ad%::error::x"
    finding = edited(LISTED, runtime=bite, message=f"{bite}\r\n::error::y", document=bite, place=None)
    (only,) = annotations(verdict(finding))
    assert only.properties["title"] == f"routeproof: {bite} / acme"
    assert only.properties["file"] == bite
    assert only.message.startswith(f"pin-holds: {bite}\\r\\n::error::y")


def test_a_long_message_is_cut() -> None:
    (only,) = annotations(verdict(edited(LISTED, message="x" * 100_000)))
    assert len(only.message) < 5_000
    assert only.message.endswith("(cut here; the log has the rest)")


def test_waived_findings_are_no_annotations_but_exceptions_are() -> None:
    shown = exemption("desk", "acme-1", "agreed", "T-2")
    (only,) = annotations(verdict(waived=(LISTED,), exemptions=(shown,)))
    assert only.message == "platform exception: acme-1 on desk (T-2): agreed"


def test_nothing_in_a_guarded_text_is_a_command() -> None:
    text = "::error::x\n  ::set-output name=a::b\n##[error]y\n::routeproof-0::\n"
    log = guard_text(text) + "::notice::after\n"
    found = commands(log, old_form=True)
    assert [each.name for each in found][::2] == ["stop-commands", "notice"]
    assert found[1].name == found[0].message
    assert text in log
    assert len(commands(text, old_form=True)) == 4


def test_a_short_summary_stays_as_it_is() -> None:
    assert step_summary("a\n") == "a\n"


@pytest.mark.parametrize("room", [0, 200, 5_000, 900_000])
def test_a_long_summary_is_cut_between_lines_and_points_on(room: int) -> None:
    lines = "".join(f"| é {number} |\n" for number in range(90_000))
    cut = step_summary(f"## t\n<details><summary>1 waived</summary>\n\n{lines}\n</details>\n", room)
    assert len(cut.encode()) <= max(room, 150)
    assert "routeproof check --format markdown" in cut.splitlines()[-1]
    assert cut.count("<details>") == cut.count("</details>")
    rows = [line for line in cut.splitlines() if line.startswith("|")]
    assert rows == lines.splitlines()[: len(rows)]
    assert (room < 5_000) or rows
