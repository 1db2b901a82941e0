"""How the tree of commands and the sources of calls are read: inside of the workspace, by globs."""

import sys
from pathlib import Path

import pytest

from routeproof.errors import InputError
from routeproof.gate import check
from routeproof.harness.finding import Finding
from routeproof.model.command import CommandRisk, DeclaredCall
from routeproof.workspace import open_workspace, read_tree
from support.case_files import write_base


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    root = tmp_path / "workspace"
    root.mkdir()
    write_base(root)
    return root


def declare(root: Path, search: str, exclude: str = "") -> None:
    text = (
        f"format: routeproof/calls-1\ncalls:\n  - {{symbol: f, search: [{search}], exclude: [{exclude}]}}\n"
    )
    (root / "checks/calls.yaml").write_text(text, encoding="utf-8")


def write(root: Path, *files: str, text: str = "f()") -> None:
    for file in files:
        (root / file).parent.mkdir(parents=True, exist_ok=True)
        (root / file).write_text(text, encoding="utf-8")


def searched(root: Path) -> list[str]:
    (state,) = open_workspace(root).calls
    assert state.error == ""
    assert state.searched == len(state.texts)
    return [path for path, _ in state.texts]


def found(root: Path, name: str = "declared-call-exists") -> list[Finding]:
    return [each for each in check(root, select=[name]).findings if each.check == name]


@pytest.mark.parametrize(
    ("search", "exclude", "expected"),
    [
        ("'s/**'", "", ["s/a.py", "s/t/b.py", "s/t/u/c.js"]),
        ("'s/**/*.py'", "", ["s/a.py", "s/t/b.py"]),
        ("'s/*', 's/**/c.js'", "", ["s/a.py", "s/t/u/c.js"]),
        ("'s/**'", "'s/t'", ["s/a.py"]),
        ("'s/**'", "'s/t/**'", ["s/a.py"]),
        ("'s/**'", "'**/u'", ["s/a.py", "s/t/b.py"]),
        ("'s/**'", "'s/**/*.py', 'x'", ["s/t/u/c.js"]),
        ("s/a.py", "", ["s/a.py"]),
        ("'**/[ab].*'", "", ["s/a.py", "s/t/b.py"]),
    ],
)
def test_globs_find_files_at_any_depth_and_leave_out_folders(
    workspace: Path, search: str, exclude: str, expected: list[str]
) -> None:
    write(workspace, "s/a.py", "s/t/b.py", "s/t/u/c.js")
    declare(workspace, search, exclude)
    assert searched(workspace) == expected


def test_a_file_counts_as_searched_whatever_is_in_it(workspace: Path) -> None:
    write(workspace, "s/a.py", "s/b.py", text="g()")
    (workspace / "s/c.py").write_bytes(b"\xff\xfe f()")
    (workspace / "s/d.py").write_bytes(b"f()" + b" " * (5 * 1024 * 1024))
    declare(workspace, "s/*")
    (state,) = open_workspace(workspace).calls
    assert (state.searched, [path for path, _ in state.texts]) == (4, ["s/c.py"])


@pytest.mark.skipif(sys.platform == "win32", reason="links need a privilege there")
def test_a_link_that_leads_out_is_refused(workspace: Path, tmp_path: Path) -> None:
    write(tmp_path, "outside.py")
    (workspace / "s").mkdir()
    (workspace / "s/a.py").symlink_to(tmp_path / "outside.py")
    declare(workspace, "s/*.py")
    (finding,) = found(workspace)
    assert finding.message == "calls of `f` cannot be counted: `s/a.py` leads out of the workspace"

    write(workspace, "s/b.py")
    (workspace / "s/a.py").unlink()
    (workspace / "s/a.py").symlink_to("b.py")
    assert searched(workspace) == ["s/a.py", "s/b.py"]

    (tmp_path / "tree.json").write_text('{"name": "p"}', encoding="utf-8")
    tree = workspace / "matrix/commands.json"
    tree.unlink()
    tree.symlink_to(tmp_path / "tree.json")
    (finding,) = found(workspace, "command-risk-covered")
    assert finding.message == "the tree of commands `matrix/commands.json` leads out of the workspace"


@pytest.mark.parametrize("search", ["'a**b'", "'[]'", "absent.py", "checks"])
def test_a_glob_that_finds_no_file_closes_the_gate(workspace: Path, search: str) -> None:
    declare(workspace, search)
    (finding,) = found(workspace)
    assert finding.message.startswith("calls of `f` cannot be counted: ")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "it is not JSON"),
        ("[]", "no mapping"),
        ('{"name": "p", "name": "q"}', "a key stands twice"),
        ('{"name": "p", "options": null}', "options"),
        ("[" * 1000 + "]" * 1000, "nested beyond"),
    ],
)
def test_a_tree_is_read_strictly(tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / "t").write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=said):
        read_tree(tmp_path / "t", "t")


def test_what_is_declared_is_read_as_written(workspace: Path) -> None:
    declared = open_workspace(workspace).declared
    assert declared.calls == (
        DeclaredCall(
            symbol="resolve", search=("router/**/*.ts",), exclude=("router/**/*.test.ts",), pointer="/calls/0"
        ),
    )
    assert isinstance(declared.command_risk, CommandRisk)
    assert declared.command_risk.tree == "matrix/commands.json"
    assert declared.command_risk.risk["mutate"] == ["delete"]


def test_without_the_files_there_is_nothing_to_judge(workspace: Path) -> None:
    for file in ("checks/calls.yaml", "checks/command-risk.yaml"):
        (workspace / file).unlink()
    names = ["command-risk-covered", "declared-call-exists"]
    verdict = check(workspace, select=names)
    assert [*verdict.ledger.empty] == names
    assert verdict.exit_code == 3
