"""`routeproof commands`: trees of Click and of argparse, what a registry leaves open, and wrong input."""

import json
import sys
from pathlib import Path
from typing import Any

import pytest

from support.cli_command import ROOT, Run, call

CLICK = """
import click

print("imported")


class Lazy(click.Group):
    def list_commands(self, ctx):
        return ["late", "nothing"]

    def get_command(self, ctx, name):
        return {"late": late, "held": held}.get(name)


@click.command()
@click.option("--soon/--not-soon")
@click.option("-f", "--force", is_flag=True, hidden=True)
@click.argument("what")
def late(**_): ...


@click.command(hidden=True)
def held(): ...


lazy = Lazy("lazy", commands={"held": held})


@click.group()
@click.version_option("1")
def main(): ...


main.add_command(lazy, "slow")
main.add_command(late, "later")
main.add_command(late)


def made():
    return main


loop = click.Group("loop")
loop.add_command(loop, "again")
broken = Lazy("broken")
broken.list_commands = lambda ctx: 1 / 0
number = 5
"""
ARGPARSE = """
import argparse

parser = argparse.ArgumentParser("tool")
parser.add_argument("--verbose", "-v")
parser.add_argument("file", nargs="?")
below = parser.add_subparsers()
rows = below.add_parser("rows", aliases=["r"])
inner = rows.add_subparsers()
inner.add_parser("drop").add_argument("--all", action="store_true")
bare = argparse.ArgumentParser("bare", add_help=False)
"""


def leaf(name: str, *options: str) -> dict[str, Any]:
    return {"name": name, "options": list(options), "commands": []}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with programs; what an earlier test imported of another's is forgotten."""
    for name in ("argued", "clicked", "exits"):
        monkeypatch.delitem(sys.modules, name, raising=False)
    (tmp_path / "clicked.py").write_text(CLICK, encoding="utf-8")
    (tmp_path / "argued.py").write_text(ARGPARSE, encoding="utf-8")
    (tmp_path / "exits.py").write_text("raise SystemExit(0)\n", encoding="utf-8")
    return tmp_path


def asked(folder: Path, *args: str) -> Run:
    return call("commands", *args, folder=folder)


@pytest.mark.parametrize("name", ["clicked:main", "clicked:made"])
def test_a_click_tree_has_what_is_lazy_hidden_held_and_named_twice(folder: Path, name: str) -> None:
    done = asked(folder, "--click", name)
    assert done.code == 0
    late = ("--force", "--not-soon", "--soon", "-f")
    slow = {"name": "slow", "options": [], "commands": [leaf("late", *late), leaf("held")]}
    below = [leaf("late", *late), leaf("later", *late), slow]
    assert json.loads(done.out) == {"name": "main", "options": ["--version"], "commands": below}


def test_an_argparse_tree_has_its_aliases(folder: Path) -> None:
    done = asked(folder, "--argparse", "argued:parser")
    drop = leaf("drop", "--all")
    below = [{"name": name, "options": [], "commands": [drop]} for name in ("rows", "r")]
    assert json.loads(done.out) == {"name": "tool", "options": ["--verbose", "-v"], "commands": below}
    assert json.loads(asked(folder, "--argparse", "argued:bare").out) == leaf("bare")


def test_a_tree_is_written_read_back_and_held_against_its_risks(folder: Path) -> None:
    done = asked(folder, "--argparse", "argued:parser", "--write", "out/tree.json")
    assert (done.code, done.err) == (0, "wrote out/tree.json\n")
    assert (folder / "out/tree.json").read_text(encoding="utf-8") == done.out
    assert asked(folder, "--tree", "out/tree.json").out == done.out

    paths = {"rows": "low", "r": "low", "rows drop": {"risk": "high", "reason": "--all"}, "r drop": "high"}
    risk = {"read": [], "mutate": ["drop"], "paths": paths}
    (folder / "risk.yaml").write_text(json.dumps(risk), encoding="utf-8")
    held = ("--tree", "out/tree.json", "--risk", "risk.yaml")
    assert (asked(folder, *held).code, asked(folder, *held).out) == (0, "4 commands, 0 gaps\n")
    assert json.loads(asked(folder, *held, "--format", "json").out) == {"ok": True, "gaps": []}

    whole = {"format": "routeproof/command-risk-1", "tree": "elsewhere.json", **risk, "paths": {"x": "low"}}
    (folder / "risk.yaml").write_text(json.dumps(whole), encoding="utf-8")
    shown = asked(folder, *held)
    assert (shown.code, shown.out.splitlines()[0]) == (1, "r: unlisted: has no risk; list it under `paths`")
    assert shown.out.splitlines()[-1] == "5 commands, 5 gaps"
    as_json = asked(folder, *held, "--format", "json")
    found = json.loads(as_json.out)
    assert (as_json.code, found["ok"], found["code"]) == (1, False, "risk_gaps")
    assert found["gaps"][-1] == {"kind": "stale", "path": "x"}


def test_nothing_to_hold_is_no_pass(folder: Path) -> None:
    (folder / "tree.json").write_text('{"name": "p"}', encoding="utf-8")
    (folder / "risk.yaml").write_text("{read: [], mutate: [], paths: {}}", encoding="utf-8")
    args = ("--tree", "tree.json", "--risk", "risk.yaml")
    assert (asked(folder, *args).code, asked(folder, *args).out) == (3, "there is no command\n")
    assert json.loads(asked(folder, *args, "--format", "json").out)["code"] == "nothing_checked"


@pytest.mark.parametrize(
    ("args", "said"),
    [
        ((), "give one of --click, --argparse and --tree"),
        (("--click", "clicked:main", "--tree", "clicked.py"), "give one of"),
        (("--click", "clicked"), "`clicked` names no object"),
        (("--click", "clicked:main; x"), "names no object"),
        (("--click", "absent:main"), "cannot be read: ModuleNotFoundError"),
        (("--click", "clicked:absent"), "cannot be read: AttributeError"),
        (("--click", "exits:main"), "cannot be read: SystemExit"),
        (("--click", "clicked:number"), "is no click.Command"),
        (("--click", "clicked:late.main"), "cannot be read: SystemExit"),
        (("--click", "clicked:broken"), "cannot be read: ZeroDivisionError"),
        (("--click", "clicked:loop"), "commands stand more than 50 deep"),
        (("--argparse", "clicked:made"), "is no argparse.ArgumentParser"),
        (("--tree", "clicked.py"), "clicked.py: holds no tree of commands: it is not JSON"),
        (("--tree", "absent.json"), "'absent.json' does not exist"),
        (("--click", "clicked:main", "--risk", "argued.py"), "argued.py:"),
        (("--click", "clicked:main", "--risk", "half.yaml"), "half.yaml:1:1: missing key `tree`"),
        (("--click", "clicked:main", "--risk", "list.yaml"), "list.yaml:1:1: expected a mapping"),
    ],
)
def test_wrong_input_is_said_in_a_line(folder: Path, args: tuple[str, ...], said: str) -> None:
    (folder / "half.yaml").write_text(
        "{format: routeproof/command-risk-1, read: [], mutate: [], paths: {}}", encoding="utf-8"
    )
    (folder / "list.yaml").write_text("[read]", encoding="utf-8")
    done = asked(folder, *args)
    assert (done.code, done.out) == (2, "")
    assert said in done.err
    assert "Traceback" not in done.err


def test_a_variable_that_means_a_switch_elsewhere_names_no_file(folder: Path) -> None:
    done = call("commands", "--click", "clicked:main", folder=folder, ROUTEPROOF_WRITE="1")
    assert done.code == 0
    assert "wrote" not in done.err
    assert not (folder / "1").exists()


def test_the_committed_tree_is_that_of_the_command_line_and_every_command_has_its_risk() -> None:
    done = call("commands", "--click", "routeproof.cli:cli", folder=ROOT)
    assert (ROOT / "matrix/commands.json").read_text(encoding="utf-8") == done.out, "make generated"
    args = ("--tree", "matrix/commands.json", "--risk", "checks/command-risk.yaml")
    held = call("commands", *args, folder=ROOT)
    assert held.code == 0, held.out
