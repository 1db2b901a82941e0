"""The lint of the workflows: it finds each one that a page shows, and is red when one of them is unsound."""

import importlib.util
import re
from collections import defaultdict
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SPEC = importlib.util.spec_from_file_location("lint_workflows", ROOT / "docs/lint_workflows.py")
assert SPEC is not None
assert SPEC.loader is not None
lint_workflows = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(lint_workflows)

SOUND = """\
name: n
on: push
permissions: {}
jobs:
  a:
    runs-on: ubuntu-latest
    steps:
      - run: "true"
"""
UNPINNED = SOUND.replace('run: "true"', "uses: someone/something@v1")
INJECTED = SOUND.replace("true", "echo ${{ github.event.pull_request.title }}")
PART = "steps:\n  - uses: someone/something@v1\n"


def fenced(text: str, info: str = "yaml") -> str:
    return f"# A page\n\n```{info}\n{text}```\n"


def lint(root: Path, page: str) -> int:
    (root / "docs").mkdir()
    (root / "docs/page.md").write_text(page, encoding="utf-8")
    code: int = lint_workflows.main(root)
    return code


def test_a_sound_workflow_passes(tmp_path: Path) -> None:
    assert lint(tmp_path, fenced(SOUND) + fenced("a: 1\n") + fenced("- [", "text")) == 0


@pytest.mark.parametrize(("text", "audit"), [(UNPINNED, "unpinned-uses"), (INJECTED, "template-injection")])
@pytest.mark.parametrize("info", ["yaml", "", "text"])
def test_an_unsound_workflow_is_found_on_its_line(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], text: str, audit: str, info: str
) -> None:
    assert lint(tmp_path, fenced(text, info)) != 0
    said = capfd.readouterr()
    assert audit in said.out + said.err
    assert "docs/page.md.3.yml:11:" in said.out + said.err


def test_an_unsound_workflow_of_the_project_is_found(tmp_path: Path) -> None:
    own = tmp_path / ".github/workflows/ci.yml"
    own.parent.mkdir(parents=True)
    own.write_text(UNPINNED, encoding="utf-8")
    assert lint(tmp_path, "") != 0


def test_a_part_of_a_workflow_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert lint(tmp_path, fenced(PART)) == 1
    assert capsys.readouterr().err.startswith("docs/page.md:3: uses an action")


def test_the_workflows_of_the_pages_are_found(tmp_path: Path) -> None:
    found = [block for page in lint_workflows.pages(ROOT) for block in lint_workflows.blocks(page)]
    written = lint_workflows.write_workflows(found, ROOT, tmp_path)
    assert len([file for file in written if "use-in-ci.md" in file.name]) == 2


def test_an_action_has_one_pin_wherever_it_is_used() -> None:
    files = (*ROOT.glob(".github/**/*.yml"), ROOT / "action.yml", *lint_workflows.pages(ROOT))
    texts = [lint_workflows.job("1.0", "."), *(file.read_text(encoding="utf-8") for file in files)]
    pins = defaultdict(set)
    for text in texts:
        for action, pin in re.findall(r"uses: ([^@\s]+)@(.*)", text):
            pins[action].add(pin)
    assert {"actions/checkout", "actions/setup-python"} < set(pins)
    for action, found in pins.items():
        assert len(found) == 1, action
        assert re.fullmatch(r"[0-9a-f]{40} # v\d+\.\d+\.\d+", found.pop()), action
