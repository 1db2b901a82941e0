"""`make new-check`: what it writes is imported, listed and tested like the rest; the rest it refuses."""

import ast
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

from routeproof.checks import FAMILIES
from support.script_loading import load_script

ROOT = Path(__file__).resolve().parents[2]
ID = "what-nobody-has-thought-of-before-must-hold-in-{}"
"""Long, so that no line that holds an id is too long."""
SEEN = """
from routeproof.checks import FAMILIES
from support.case_files import cases
for family, checks in FAMILIES.items():
    for check in checks:
        print(family, check.id)
for kind in ("bad", "good"):
    for case in cases(kind):
        print(case, len(case.patch), len(case.expect))
"""


@pytest.fixture(scope="module")
def script() -> ModuleType:
    return load_script(ROOT / "docs" / "new_check.py")


@pytest.fixture(scope="module")
def copy(script: ModuleType, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The parts of the project that know checks, with a new one in each family."""
    root = tmp_path_factory.mktemp("project")
    for part in ("src/routeproof", "tests/cases", "tests/support"):
        shutil.copytree(ROOT / part, root / part, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", root)
    for family in FAMILIES:
        assert script.main([ID.format(family), family], root) == 0
    return root


def ran(copy: Path, *arguments: str) -> str:
    paths = os.pathsep.join(str(copy / part) for part in ("src", "tests"))
    done = subprocess.run(
        [sys.executable, *arguments],
        cwd=copy,
        env={**os.environ, "PYTHONPATH": paths},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, ""), done.stdout
    return done.stdout


def test_a_new_check_is_known_with_its_family_and_so_are_its_cases(copy: Path) -> None:
    seen = ran(copy, "-c", SEEN).splitlines()
    assert {f"{family} {ID.format(family)}" for family in FAMILIES} <= {*seen}
    assert {f"{ID.format(family)}/bad 1 1" for family in FAMILIES} <= {*seen}
    assert {f"{ID.format(family)}/good 1 0" for family in FAMILIES} <= {*seen}


def test_a_new_check_is_listed_among_all_others(copy: Path) -> None:
    listed = [line.split()[0] for line in ran(copy, "-m", "routeproof", "check", "--list").splitlines()]
    assert {ID.format(family) for family in FAMILIES} <= {*listed}
    assert listed == sorted(listed)


def test_a_new_check_keeps_the_style_of_the_house(copy: Path) -> None:
    ran(copy, "-m", "ruff", "check", "--quiet", "src/routeproof/checks")
    ran(copy, "-m", "ruff", "format", "--check", "--quiet", "src/routeproof/checks")


def test_three_files_are_made_and_one_is_changed(copy: Path) -> None:
    there = {
        path.relative_to(copy)
        for part in ("src", "tests")
        for path in (copy / part).rglob("*")
        if path.is_file()
    }
    new = {
        path.as_posix() for path in there if not (ROOT / path).exists() and "__pycache__" not in path.parts
    }
    stem = {family: ID.format(family).replace("-", "_") for family in FAMILIES}
    assert new == {
        path
        for family in FAMILIES
        for path in (
            f"src/routeproof/checks/{family}/{stem[family]}.py",
            f"tests/cases/{family}/{ID.format(family)}/good.yaml",
            f"tests/cases/{family}/{ID.format(family)}/bad.yaml",
        )
    }
    for family in FAMILIES:
        listing = f"src/routeproof/checks/{family}/__init__.py"
        before, after = (ast.parse((root / listing).read_text(encoding="utf-8")) for root in (ROOT, copy))
        assert ast.get_docstring(before) == ast.get_docstring(after)
        assert [*imported(after)] == sorted([*imported(before), stem[family]])
        assert [*listed(after)] == sorted([*listed(before), stem[family]])


def imported(module: ast.Module) -> Iterator[str]:
    """The modules that the `__init__` of a family takes in."""
    for node in ast.walk(module):
        if isinstance(node, ast.ImportFrom):
            yield from (each.name for each in node.names)


def listed(module: ast.Module) -> Iterator[str]:
    """The modules whose check stands in its `CHECKS`."""
    for node in ast.walk(module):
        if isinstance(node, ast.Attribute) and node.attr == "CHECK" and isinstance(node.value, ast.Name):
            yield node.value.id


@pytest.mark.parametrize(
    ("name", "family", "why"),
    [
        ("some-thing", "arm", "there is no family `arm`: did you mean `arms`?"),
        ("some-thing", "", "there is no family ``: there are arms, "),
        ("Some-thing", "arms", "`Some-thing` is no id: "),
        ("some_thing", "arms", "`some_thing` is no id: "),
        ("some-thing\n", "arms", "`some-thing\n` is no id: "),
        ("class", "arms", "`class` is no id: "),
        ("../up", "arms", "`../up` is no id: "),
        ("", "arms", "`` is no id: "),
        ("pin-holds", "arms", "there is a rule `pin-holds` already: "),
        ("waiver-expired", "arms", "there is a rule `waiver-expired` already: "),
    ],
)
def test_what_cannot_be_made_is_refused_and_nothing_is_written(
    script: ModuleType, tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str, family: str, why: str
) -> None:
    with pytest.raises(SystemExit) as left:
        script.main(["--", name, family], tmp_path)
    assert left.value.code == 2
    assert f"error: {why}" in capsys.readouterr().err
    assert [*tmp_path.iterdir()] == []


def test_a_file_that_is_there_already_stays(
    script: ModuleType, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    there = tmp_path / "tests/cases/arms/some-thing/bad.yaml"
    there.parent.mkdir(parents=True)
    there.write_text("why: somebody's\n", encoding="utf-8")
    with pytest.raises(SystemExit) as left:
        script.main(["some-thing", "arms"], tmp_path)
    assert left.value.code == 2
    assert "error: tests/cases/arms/some-thing/bad.yaml exists already" in capsys.readouterr().err
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == [there]


def test_the_list_of_a_family_stays_in_order_wherever_the_new_check_comes(script: ModuleType) -> None:
    for stem, order in (("a", "abd"), ("c", "bcd"), ("e", "bde")):
        assert script.with_check(listing("bd"), stem) == listing(order)


def listing(stems: str) -> str:
    imports = "".join(f"    {each},\n" for each in stems)
    entries = "".join(f"    {each}.CHECK,\n" for each in stems)
    head = '"""Two."""\n\nfrom routeproof.checks.two import (\n'
    return f"{head}{imports})\n\nCHECKS = (\n{entries})\n"


def test_a_list_of_another_form_is_not_guessed_at(script: ModuleType) -> None:
    with pytest.raises(ValueError, match="another form"):
        script.with_check("CHECKS = ()\n", "a")


def test_it_says_how_it_is_called(script: ModuleType, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        script.main(["--help"])
    assert left.value.code == 0
    assert "make new-check ID=" in capsys.readouterr().out


def test_nothing_that_is_committed_is_left_to_do() -> None:
    folders = (ROOT / "src" / "routeproof" / "checks", ROOT / "tests" / "cases")
    files = [path for folder in folders for path in folder.rglob("*") if path.suffix in {".py", ".yaml"}]
    assert len(files) > 200
    assert [path for path in files if "TODO" in path.read_text(encoding="utf-8", errors="replace")] == []
