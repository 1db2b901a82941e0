"""The page of the history is what its script writes now, and tells of every stage."""

from pathlib import Path
from types import ModuleType

import pytest

from support.script_loading import load_script

DOCS = Path(__file__).resolve().parents[2] / "docs"
STAGES = ["first-push", "merged", "wired-draft", "wired", "fallback-removed", "newest", "reference"]


@pytest.fixture(scope="module")
def builder() -> ModuleType:
    return load_script(DOCS / "build_history.py")


def test_the_committed_page_is_what_the_script_writes(builder: ModuleType, tmp_path: Path) -> None:
    written = tmp_path / "page.md"
    builder.main(written)
    committed = (DOCS / "history-of-connections.md").read_text(encoding="utf-8")
    assert written.read_text(encoding="utf-8") == committed, "make pages"


def test_every_stage_has_its_section_and_says_who_pays(builder: ModuleType) -> None:
    page = (DOCS / "history-of-connections.md").read_text(encoding="utf-8")
    sections = page.split("\n## ")[2:]
    assert [section.partition("\n")[0] for section in sections] == STAGES
    assert all("**Who pays.**" in section for section in sections)
    assert [*builder.WHO_PAYS] == STAGES


def test_the_table_shows_what_each_stage_breaks() -> None:
    page = (DOCS / "history-of-connections.md").read_text(encoding="utf-8")
    rows = {line.split("](#")[0].removeprefix("| ["): line for line in page.splitlines() if "](#" in line}
    assert [*rows] == STAGES
    shown = rows["fallback-removed"].split("|")[2].strip()
    assert shown == "CN-07, CN-08, CN-09, CN-10, CN-12, CN-19, CN-22"
    assert rows["reference"].split("|")[2].strip() == "none"
