"""The documentation hangs together: links lead somewhere, generated pages are current, lists are complete."""

import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from types import ModuleType

import pytest
from markdown_it import MarkdownIt

from routeproof import schema
from routeproof.harness import Exit
from routeproof.manifest import files
from support.script_loading import load_script

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
PAGES = sorted(
    page
    for page in [*DOCS.rglob("*.md"), *ROOT.glob("*.md"), *(ROOT / "tests").rglob("README.md")]
    if "node_modules" not in page.parts  # packages that tests take their schemas from
)
SCRIPT = DOCS / "build_reference.py"


def links(page: Path) -> Iterator[str]:
    """The targets of a page's links, those in code left out."""
    for token in MarkdownIt("commonmark").enable("table").parse(page.read_text(encoding="utf-8")):
        for child in token.children or ():
            if child.type == "link_open":
                yield str(child.attrs["href"])


def anchors(page: Path) -> set[str]:
    """What `#...` may lead to, as GitHub derives it from headings."""
    tokens = MarkdownIt("commonmark").parse(page.read_text(encoding="utf-8"))
    titles = [after.content for before, after in pairwise(tokens) if before.type == "heading_open"]
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles}


def broken(page: Path) -> Iterator[str]:
    for link in links(page):
        target, _, anchor = link.partition("#")
        if re.match(r"[a-z]+:", target):
            continue
        path = (page.parent / target).resolve() if target else page
        if not path.exists() or (anchor and anchor not in anchors(path)):
            yield f"{page.relative_to(ROOT)}: {link}"


def test_every_relative_link_leads_somewhere() -> None:
    assert [link for page in PAGES for link in broken(page)] == []


def test_a_link_that_leads_nowhere_is_seen(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(sys.modules[__name__], "ROOT", tmp_path)
    page = tmp_path / "page.md"
    page.write_text(
        "# Here and now\n[a](page.md#here-and-now) [b](#there) [c](gone.md) `[d](x.md)`\n", encoding="utf-8"
    )
    assert list(broken(page)) == ["page.md: #there", "page.md: gone.md"]


# ---- what a page for contributors names is there ----

FOR_CONTRIBUTORS = [
    ROOT / "CONTRIBUTING.md",
    DOCS / "architecture.md",
    DOCS / "glossary.md",
    DOCS / "mutating-the-core.md",
    DOCS / "watch-it-fail.md",
    ROOT / "tests" / "cases" / "README.md",
]
OWN_FOLDERS = (
    "src/",
    "tests/",
    "docs/",
    "requirements/",
    "manifest/",
    "checks/",
    "matrix/",
    "reports/",
    "schema/",
)


def paths(text: str) -> Iterator[str]:
    """The paths from the top of the project, or of its package, that stand in backticks."""
    for span in re.findall(r"`([^`\n]+)`", text):
        if span.startswith(OWN_FOLDERS) and not re.search(r"\s", span):
            yield span


def targets(text: str) -> Iterator[str]:
    """The targets of make that a text tells to run."""
    for command in re.findall(r"`make ([a-z][a-z -]*?)(?: [A-Z]+=[^`]*)?`", text):
        yield from command.split()


def is_there(path: str) -> bool:
    """Whether a path leads somewhere; a part in angle brackets may be any."""
    pattern = re.sub(r"<[^<>]+>", "*", path).rstrip("/")
    return any(match for top in (ROOT, ROOT / "src" / "routeproof") for match in top.glob(pattern))


def test_a_path_and_a_target_in_a_text_are_found_and_known() -> None:
    text = "`src/a.py` `tests/<x>/<y>.py` `a/b` `src/ x` `make test` `make a-b ID=x F=y` `make c d` make it"
    assert list(paths(text)) == ["src/a.py", "tests/<x>/<y>.py"]
    assert list(targets(text)) == ["test", "a-b", "c", "d"]
    assert is_there("tests/<folder>/<test>.py")
    assert is_there("docs/checks/")
    assert is_there("checks/subjects")
    assert not is_there("src/routeproof/<family>/gone.py")


@pytest.mark.parametrize("page", FOR_CONTRIBUTORS, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_every_path_and_target_that_contributors_are_told_exists(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    assert [path for path in paths(text) if not is_there(path)] == []
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    known = set(re.findall(r"^([a-z-]+):.* ## ", makefile, re.MULTILINE))
    assert set(targets(text)) - known == set()


def test_every_target_is_told_to_contributors_or_in_the_list_that_make_prints() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    phony = {name for line in re.findall(r"^\.PHONY: (.+)$", makefile, re.MULTILINE) for name in line.split()}
    described = set(re.findall(r"^([a-z-]+):.* ## ", makefile, re.MULTILINE))
    assert phony - {"$(STAMP)"} == described


def test_the_index_leads_to_every_page_but_the_checks() -> None:
    linked = {(DOCS / link.partition("#")[0]).resolve() for link in links(DOCS / "index.md")}
    pages = {page for page in DOCS.rglob("*.md") if page.parent.name != "checks"}
    assert pages - linked - {DOCS / "index.md"} == set()


@pytest.fixture(scope="module")
def reference() -> ModuleType:
    return load_script(SCRIPT)


def test_the_generated_reference_is_current(reference: ModuleType) -> None:
    assert reference.stale(DOCS / "reference") == []


def test_a_reference_page_that_is_missing_or_edited_is_stale(reference: ModuleType, tmp_path: Path) -> None:
    assert reference.stale(tmp_path) == ["cli.md", "exit-codes.md"]
    reference.write(tmp_path)
    (tmp_path / "cli.md").write_text("edited", encoding="utf-8")
    assert reference.stale(tmp_path) == ["cli.md"]


def test_the_script_checks_and_writes_nothing() -> None:
    before = {path: path.stat().st_mtime_ns for path in (DOCS / "reference").iterdir()}
    done = subprocess.run([sys.executable, SCRIPT, "--check"], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert {path: path.stat().st_mtime_ns for path in (DOCS / "reference").iterdir()} == before


def test_the_reference_knows_every_command_and_option_of_the_gate() -> None:
    text = (DOCS / "reference" / "cli.md").read_text(encoding="utf-8")
    commands = {path.stem for path in (ROOT / "src/routeproof/cli/commands").rglob("[!_]*.py")}
    headings = re.findall(r"^## routeproof (\S+)$", text, re.MULTILINE)
    assert {name.replace("-", "_") for name in headings} == {*commands, "connections"}
    verbs = {path.stem for path in (ROOT / "src/routeproof/cli/connections/verbs").glob("[!_]*.py")}
    assert {*re.findall(r"^### routeproof connections (\S+)$", text, re.MULTILINE)} == verbs
    gate = text.partition("## routeproof check\n")[2].partition("\n## ")[0]
    for name in ("root", "manifest", "base", "format", "report", "select", "ignore", "fail-level", "today"):
        variable = "ROUTEPROOF_" + name.upper().replace("-", "_")
        assert re.search(rf"^\| `--{name}` `.+` +\| `{variable}` +\| .+ \|$", gate, re.MULTILINE), name


def test_the_exit_codes_are_those_of_the_field() -> None:
    text = (DOCS / "reference" / "exit-codes.md").read_text(encoding="utf-8")
    assert re.findall(r"^\| (\d+) ", text, re.MULTILINE) == ["0", "1", "2", "3", "4", "5", "70"]
    assert [int(each) for each in Exit] == [0, 1, 2, 3, 4, 5, 70]
    assert "70 > 2 > 4 > 5 > 3 > 1 > 0" in text


def test_every_file_of_a_workspace_is_described_with_its_schema() -> None:
    text = (DOCS / "reference" / "files.md").read_text(encoding="utf-8")
    names = [name for name in dir(files) if name.isupper() and isinstance(getattr(files, name), str)]
    paths = {getattr(files, name) for name in names}
    assert len(paths) > 20
    assert {path for path in paths if path not in text} == set()
    described = set(re.findall(r"^\| `[^|]+` \| `([a-z-]+)` \|", text, re.MULTILINE))
    assert described == {*schema.names()} - {"report", "conform"}


def test_the_architecture_shows_the_layers_that_are_held() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    layers = settings["tool"]["importlinter"]["contracts"][0]["layers"]
    text = (DOCS / "architecture.md").read_text(encoding="utf-8")
    shown = text.partition("## Layers\n")[2].partition("```text\n")[2].partition("```")[0]
    assert shown.splitlines() == [layer.replace("(", "").replace(")", "") for layer in layers]
    described = set(re.findall(r"`(\w+)`", text.partition("| package | is |")[2].partition("\n\n")[0]))
    alone = {"__main__", "pytest_plugin", "strategies", "errors", "markup", "lazy"}
    alone |= {"importers"}  # a room that is named and empty
    assert {name for layer in shown.splitlines() for name in layer.split(" | ")} - described == alone
