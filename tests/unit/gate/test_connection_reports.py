"""A finding on connections in every format: its coordinates, the row beside it, and never a secret."""

import json
from pathlib import Path
from xml.etree import ElementTree as ET

import jsonschema
import pytest

from routeproof import schema
from routeproof.gate import examine
from routeproof.gate.context import context_of
from routeproof.gate.masking import covered
from routeproof.manifest import read_document
from routeproof.manifest.configuration import read_configuration
from routeproof.reports import TO_FILES, render
from support.case_files import edit, write_base
from support.connection_makers import EXPORT, SECRET, write_leaking

ENTRY, ROW = "/llm/callSites/summarize", "groq-personal"


def reported(root: Path, name: str) -> str:
    examined = examine(root)
    return render(name, examined.verdict, context_of(examined), color=False)


@pytest.fixture
def mismatched(tmp_path: Path) -> Path:
    """The clean workspace with one entry of another provider than its row."""
    write_base(tmp_path)
    edit(tmp_path, EXPORT, f"{ENTRY}/provider", set="openai")
    return tmp_path


def lines_of(root: Path) -> tuple[int, int]:
    """The lines of the entry's provider and of the row's."""
    lines = (root / EXPORT).read_text(encoding="utf-8").splitlines()
    entry = next(at for at, line in enumerate(lines, 1) if line.strip() == "summarize:")
    row = next(at for at, line in enumerate(lines, 1) if line.strip() == f"- name: {ROW}")
    return entry + 1, row + 1


def test_json_shows_both_coordinates_and_the_related_row(mismatched: Path) -> None:
    report = json.loads(reported(mismatched, "json"))
    jsonschema.validate(report, json.loads(schema.text("report")))
    [finding] = [each for each in report["findings"] if each["check"] == "entry-provider-agrees"]
    assert (finding["connection"], finding["entry"]) == (ROW, ENTRY)
    assert (finding["runtime"], finding["arm"], finding["model"]) == (None, None, None)
    entry, row = lines_of(mismatched)
    assert (finding["file"], finding["line"], finding["pointer"]) == (EXPORT, entry, f"{ENTRY}/provider")
    [related] = finding["related"]
    assert (related["file"], related["line"], related["pointer"]) == (EXPORT, row, "/connections/4/provider")
    assert related["note"] == f"the connection `{ROW}`"
    assert report["counts"]["connections"] == 5
    assert report["counts"]["entries"] == 4


def test_a_finding_on_the_registry_shows_what_it_always_did(tmp_path: Path) -> None:
    write_base(tmp_path)
    edit(tmp_path, "checks/pins.yaml", "/pins/0/provider", set="groq")
    [finding] = json.loads(reported(tmp_path, "json"))["findings"]
    assert not {"connection", "entry", "related"} & finding.keys()


def test_text_markdown_and_github_name_the_row_and_where_it_stands(mismatched: Path) -> None:
    entry, row = lines_of(mismatched)
    text = reported(mismatched, "text")
    assert f"{ROW}\n  error   entry-provider-agrees  {EXPORT}:{entry}:" in text
    assert f"see {EXPORT}:{row}:" in text
    markdown = reported(mismatched, "markdown")
    assert f"### `{ROW}`" in markdown
    assert f"`{EXPORT}:{entry}:" in markdown
    assert f", `{EXPORT}:{row}:" in markdown
    github = reported(mismatched, "github")
    assert f"::error file={EXPORT},line={entry}," in github
    assert f"title=routeproof%3A {ROW}::entry-provider-agrees" in github
    assert f"see {EXPORT}:{row}:" in github


def test_sarif_has_the_row_as_a_related_location(mismatched: Path) -> None:
    [run] = json.loads(reported(mismatched, "sarif"))["runs"]
    [result] = [each for each in run["results"] if each["ruleId"] == "entry-provider-agrees"]
    entry, row = lines_of(mismatched)
    place = result["locations"][0]["physicalLocation"]
    assert (place["artifactLocation"]["uri"], place["region"]["startLine"]) == (EXPORT, entry)
    [related] = result["relatedLocations"]
    assert (related["id"], related["message"]["text"]) == (1, f"the connection `{ROW}`")
    assert related["physicalLocation"]["region"]["startLine"] == row
    assert run["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == "entry-provider-agrees"
    assert "codeFlows" not in result


def test_junit_has_a_case_for_the_check_that_says_where(mismatched: Path) -> None:
    root = ET.fromstring(reported(mismatched, "junit"))  # noqa: S314 - our own report
    [case] = [
        each
        for each in root.iter("testcase")
        if each.get("name") == "entry-provider-agrees" and each.find("failure") is not None
    ]
    entry, row = lines_of(mismatched)
    assert (case.get("classname"), case.get("file"), case.get("line")) == ("routeproof", EXPORT, str(entry))
    failure = case.find("failure")
    assert failure is not None
    assert f"see {EXPORT}:{row}:" in (failure.text or "")


def test_html_shows_the_lines_and_the_row(mismatched: Path) -> None:
    page = reported(mismatched, "html")
    entry, row = lines_of(mismatched)
    assert f'<span class="place">{EXPORT}:{entry}:' in page
    assert f'See <span class="place">{EXPORT}:{row}:' in page


# ---- secrets ----


def everything(root: Path) -> dict[str, str]:
    """The report in every format."""
    examined = examine(root)
    context = context_of(examined)
    return {name: render(name, examined.verdict, context, color=False) for name in TO_FILES}


def test_no_format_repeats_a_secret_wherever_it_was_typed(tmp_path: Path) -> None:
    write_leaking(tmp_path)
    shown = everything(tmp_path)
    assert [name for name, text in shown.items() if "credential-is-reference" not in text] == []
    assert [name for name, text in shown.items() if "canary" in text] == []


def test_no_format_repeats_a_secret_of_a_file_that_cannot_be_read(tmp_path: Path) -> None:
    write_leaking(tmp_path)
    edit(tmp_path, EXPORT, "/connections/3/auth", set=SECRET)
    edit(tmp_path, EXPORT, "/connections/4/auth", set={"type": SECRET, "key": SECRET})
    edit(tmp_path, EXPORT, "/connections/0/auth", set={"type": "platform", "credential": SECRET})
    assert examine(tmp_path).subjects is None
    assert [name for name, text in everything(tmp_path).items() if "canary" in text] == []


def test_no_format_repeats_a_secret_of_a_configuration_elsewhere(tmp_path: Path) -> None:
    write_base(tmp_path)
    for key in ("llm", "services"):
        edit(tmp_path, EXPORT, f"/{key}", remove=True)
    edit(tmp_path, EXPORT, "/config_file", set="../config.json")
    entry = {"apiKey": SECRET, "provider": "groq", "\ud83d\ude00": 1}
    text = json.dumps({"token": SECRET, "llm": {"default": entry}})
    (tmp_path / "config.json").write_text(text, encoding="utf-8")
    shown = everything(tmp_path)
    assert [name for name, text in shown.items() if "entry-has-connection" not in text] == []
    assert [name for name, text in shown.items() if "canary" in text] == []


def test_lines_and_columns_stay_and_what_is_known_is_shown() -> None:
    text = f"""\
format: routeproof/connections-1
connections:
  - {{name: a, provider: p, auth: {{type: api_key, credential: credential/a/b}}}}
  - {{name: b, provider: p, auth: {{type: api_key, credential: "{SECRET}"}}}}
llm:
  default: {{provider: p, payer: byok, password: hunter2, tags: [x, 7]}}
  note: |
    first
    second
"""
    shown = covered(read_document(text.encode(), EXPORT, None))
    assert [len(line) for line in shown.splitlines()] == [len(line) for line in text.splitlines()]
    lines, before = shown.splitlines(), text.splitlines()
    assert [at for at, line in enumerate(before) if lines[at] == line] == [0, 1, 2, 4]
    assert "hunter2" not in shown
    assert "second" not in shown
    assert "{provider: p, payer: byok, password: •••••••, tags: [•, 7]}" in shown


def test_of_a_text_without_places_nothing_is_shown() -> None:
    config = read_configuration(b'{"a": "\\ud83d\\ude00", "b": "hunter2"}', "config.json")
    assert covered(config) == ""
