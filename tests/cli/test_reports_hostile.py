"""What breaks out of careless reports breaks out of none of these: each is written, then really read."""

import json
import re
from collections import Counter
from xml.etree import ElementTree as ET

import jsonschema
import pytest

from routeproof import schema
from routeproof.gate import examine
from routeproof.gate.context import context_of
from routeproof.markup import visible
from routeproof.reports import TO_FILES
from routeproof.reports.documents.comment import LIMIT, render
from support.cli_command import run
from support.hostile_workspace import BITES, write_hostile
from support.markdown_reading import cells, smuggled, tokens
from support.official_schemas import SARIF, official
from support.page_reading import Seen
from support.workflow_commands import commands

FORMATS = (*TO_FILES, "log", "summary", "comment")
SHOWN = tuple(visible(bite) for bite in BITES)


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Every format of one run as a step of GitHub Actions, `log` being what it printed."""
    root, out = tmp_path_factory.mktemp("hostile"), tmp_path_factory.mktemp("out")
    write_hostile(root)
    wanted = [f"--report={name}={out / name}" for name in TO_FILES]
    ran = run("check", *wanted, folder=root, GITHUB_ACTIONS="true", GITHUB_STEP_SUMMARY=str(out / "summary"))
    assert (ran.code, ran.err) == (1, "")
    examined = examine(root)
    texts = {path.name: path.read_bytes().decode() for path in out.iterdir()}
    comment = render(examined.verdict, context_of(examined))
    return {**texts, "log": ran.out, "comment": comment}


@pytest.mark.parametrize("name", FORMATS)
def test_no_line_of_any_format_is_read_as_a_command(written: dict[str, str], name: str) -> None:
    ours = {"error", "warning", "notice"} if name in {"github", "log"} else set()
    found = commands(written[name])
    guard = found[0].message if name == "log" else ""
    assert {command.name for command in found} <= {*ours, "stop-commands", guard}
    assert Counter(command.name for command in found)["stop-commands"] == (name == "log")


def test_nothing_in_the_log_of_a_step_is_a_command_of_the_old_form(written: dict[str, str]) -> None:
    found = [command.name for command in commands(written["log"], old_form=True)]
    assert set(found[2:]) == {"error", "notice"}
    assert max(Counter(found[2:]).values()) <= 11
    assert written["log"].endswith(written["github"])


@pytest.mark.parametrize("name", FORMATS)
def test_every_character_is_one_that_can_be_seen(written: dict[str, str], name: str) -> None:
    assert {letter for letter in set(written[name]) if not letter.isprintable()} <= {"\n", "\u200b"}


@pytest.mark.parametrize("name", ["text", "junit", "html", "log"])
def test_nothing_is_lost(written: dict[str, str], name: str) -> None:
    text = written[name]
    if name == "junit":
        text = "\n".join(each.get("name", "") for each in ET.fromstring(text))  # noqa: S314 - our own text
    if name == "html":
        text = Seen(text).text
    assert [bite for bite in SHOWN if bite not in text] == []


def test_the_data_formats_hold_the_names_as_they_are(written: dict[str, str]) -> None:
    report = json.loads(written["json"])
    assert list(schema.validate("report", report)) == []
    named = {finding["runtime"] for finding in report["findings"]}
    assert {f"{bite}!" for bite in BITES} <= named
    sarif = json.loads(written["sarif"])
    validator = jsonschema.Draft4Validator(official(SARIF))
    assert [error.message for error in validator.iter_errors(sarif)] == []
    for result in sarif["runs"][0]["results"]:
        assert not re.search(r"\]\(|(?<!\{)(\{\{)*\{\d+\}", result["message"]["text"])


@pytest.mark.parametrize("name", ["markdown", "summary", "comment"])
def test_markdown_holds_no_link_image_mention_or_html(written: dict[str, str], name: str) -> None:
    assert smuggled(written[name]) == []
    headings = [token.tag for token in tokens(written[name]) if token.type == "heading_open"]
    assert headings[0] == "h2"
    assert "h1" not in headings


def test_no_name_adds_a_row_or_a_column(written: dict[str, str]) -> None:
    report = json.loads(written["json"])
    rows = cells(written["markdown"])
    assert len(rows) == len(report["findings"]) + len(report["waived"])
    assert Counter(len(row) for row in rows) == {4: len(report["findings"]), 5: len(report["waived"])}
    assert {row[1] for row in rows if len(row) == 4} == {finding["check"] for finding in report["findings"]}


def test_the_comment_is_short_and_mentions_nobody(written: dict[str, str]) -> None:
    assert len(written["comment"]) <= LIMIT
    assert written["comment"].count("@") == written["comment"].count("@\u200b") > 0


def test_junit_has_no_case_but_its_own(written: dict[str, str]) -> None:
    root = ET.fromstring(written["junit"])  # noqa: S314 - our own text
    assert {each.tag for each in root.iter()} <= {
        "testsuites",
        "testsuite",
        "testcase",
        "failure",
        "error",
        "skipped",
        "system-out",
    }
    names = Counter((each.get("classname"), each.get("name")) for each in root.iter("testcase"))
    assert max(names.values()) == 1


def test_the_page_holds_no_element_attribute_or_address_from_outside(written: dict[str, str]) -> None:
    page = Seen(written["html"])
    tags = Counter(tag for tag, _ in page.found)
    assert tags["script"] == 2
    assert not {"img", "b", "bite", "iframe", "object", "embed", "link", "base"} & tags.keys()
    for _, attributes in page.found:
        assert not [
            name for name in attributes if name.startswith("on") or name in {"src", "style", "action"}
        ]
        assert (attributes.get("href") or "#").startswith("#")
    policies = [each.get("content") for _, each in page.found if "http-equiv" in each]
    assert len(policies) == 1
    assert (policies[0] or "").startswith("default-src 'none'; ")
    assert "unsafe" not in (policies[0] or "")
