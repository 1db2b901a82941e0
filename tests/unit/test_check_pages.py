"""The pages of docs/checks are what their builder writes, and a page that differs is noticed."""

import re
from pathlib import Path
from types import ModuleType

import pytest

from routeproof.checks import ALL
from routeproof.harness import RULES
from routeproof.harness.finding import Rule
from support.script_loading import load_script

DOCS = Path(__file__).resolve().parents[2] / "docs"
SCRIPT = DOCS / "build_checks.py"
IDS = [rule.id for rule in (*ALL, *RULES)]


@pytest.fixture(scope="module")
def builder() -> ModuleType:
    return load_script(SCRIPT)


def test_the_committed_pages_are_those_that_are_built(builder: ModuleType) -> None:
    assert builder.stale(DOCS / "checks") == []


def test_every_check_has_its_page_and_its_row_and_no_other_page_is_there() -> None:
    pages = {path.name for path in (DOCS / "checks").iterdir()}
    assert pages == {"index.md", *(f"{name}.md" for name in IDS)}
    index = (DOCS / "checks" / "index.md").read_text(encoding="utf-8")
    assert re.findall(r"^\| \[(.+?)\]\(\1\.md\) +\|", index, re.MULTILINE) == IDS


@pytest.mark.parametrize("rule", [*ALL, *RULES], ids=lambda rule: rule.id)
def test_a_page_explains_shows_both_cases_and_says_what_to_do(rule: Rule) -> None:
    text = (DOCS / "checks" / f"{rule.id}.md").read_text(encoding="utf-8")
    assert text.startswith(f"# {rule.id}\n")
    assert rule.explanation in text
    assert f"**{rule.level}**" in text
    assert re.findall(r"^## (.*)", text, re.MULTILINE) == [
        "A workspace that fails",
        "What to do",
        "A near miss that passes",
    ]
    failing, _, passing = text.partition("## What to do")
    for part in (failing, passing):
        assert re.search(
            r"^```diff\n(edited|new|deleted|laid out anew.*): .*\n(.*\n)*?```$", part, re.MULTILINE
        )
    assert re.search(rf"^[^ ]+: {rule.level}: ", failing, re.MULTILINE)


def test_a_page_that_is_missing_surplus_or_edited_is_stale_until_it_is_written(
    builder: ModuleType, tmp_path: Path
) -> None:
    builder.write(tmp_path)
    assert builder.stale(tmp_path) == []
    (tmp_path / f"{IDS[0]}.md").unlink()
    (tmp_path / "nobodys.md").write_text("surplus", encoding="utf-8")
    (tmp_path / "index.md").write_text("edited", encoding="utf-8")
    assert builder.stale(tmp_path) == sorted([f"{IDS[0]}.md", "nobodys.md", "index.md"])
    builder.write(tmp_path)
    assert builder.stale(tmp_path) == []


def test_a_check_of_the_pages_writes_nothing_and_names_what_differs(
    builder: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    before = {path: path.stat().st_mtime_ns for path in (DOCS / "checks").iterdir()}
    assert builder.main(["--check"]) == 0
    assert capsys.readouterr() == ("", "")
    assert {path: path.stat().st_mtime_ns for path in (DOCS / "checks").iterdir()} == before
    monkeypatch.setattr(builder, "PAGES", tmp_path)
    assert builder.main([]) == 0
    (tmp_path / "index.md").write_text("edited", encoding="utf-8")
    assert builder.main(["--check"]) == 1
    assert capsys.readouterr() == ("", "docs/checks/index.md is not what docs/build_checks.py writes\n")
