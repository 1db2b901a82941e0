"""Every exit code of the real command, and every way to get there."""

import re
import subprocess
import sys
from pathlib import Path

import click
import pytest

from routeproof import cli
from routeproof.errors import EngineDisagreement, UndecidedError
from support.cli_command import TODAY, call, environment, run

CLEAN = [
    ("check", "--select", "golden-matrix"),
    ("check", "--ignore", "golden-matrix", "--today", TODAY),
    ("check", "--today", "2027-06-30"),
    ("derive", "codex", "gpt-5.5"),
    ("matrix", "--check"),
    ("--version",),
    ("-h",),
    ("check", "--help"),
]
FINDINGS = [
    ("check", "--fail-level", "note", "--today", TODAY),
    ("check", "--today", "2027-07-01"),
    ("derive", "claude-code", "gpt-5.5"),
]
MISUSED = [
    ((), "Usage: routeproof"),
    (("chekc",), "No such command 'chekc'. Did you mean 'check'?"),
    (("audit-everything",), "No such command 'audit-everything'."),
    (("check", "--format", "xml"), "'xml' is not one of 'text'"),
    (
        ("check", "--select", "golden-matrx"),
        "there is no check 'golden-matrx'. Did you mean 'golden-matrix'?",
    ),
    (("check", "--ignore", "zzz"), "there is no check 'zzz'. 'routeproof check --list' shows them."),
    (("check", "--fail-level", "fatal"), "'fatal' is not one of 'note', 'warning', 'error'"),
    (("check", "--today", "tomorrow"), "'tomorrow' does not match the format '%Y-%m-%d'"),
    (("check", "--report", "json"), "'json' is not FORMAT=PATH with FORMAT one of"),
    (("check", "--report", "xml=out.xml"), "'xml=out.xml' is not FORMAT=PATH with FORMAT one of"),
    (("check", "--shrug"), "--shrug"),  # the words around it are those of the installed click
    (("check", "--root", "no-such-folder"), "Directory 'no-such-folder' does not exist"),
    (("check", "--manifest", "no-such-file"), "File 'no-such-file' does not exist"),
    (("derive", "codex"), "Missing argument 'ID'"),
    (("explain", "golden-matrx"), "there is no check 'golden-matrx'. Did you mean 'golden-matrix'?"),
    (("schema", "regsitry"), "there is no schema 'regsitry'; there are"),
]


@pytest.mark.parametrize("args", CLEAN, ids=" ".join)
def test_0_is_clean(reference: Path, args: tuple[str, ...]) -> None:
    done = call(*args, folder=reference)
    assert (done.code, "Traceback" in done.err) == (0, False), done


@pytest.mark.parametrize("args", FINDINGS, ids=" ".join)
def test_1_is_a_finding(reference: Path, args: tuple[str, ...]) -> None:
    assert call(*args, folder=reference).code == 1


@pytest.mark.parametrize(("args", "complaint"), MISUSED)
def test_2_is_a_mistake_in_the_call_and_says_what_was_meant(
    reference: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    args: tuple[str, ...],
    complaint: str,
) -> None:
    monkeypatch.chdir(reference)
    code, said = leave(args, monkeypatch), capsys.readouterr()
    assert (code, said.out) == (2, "")
    assert complaint in " ".join(said.err.split())


def test_2_is_a_folder_without_a_workspace(tmp_path: Path) -> None:
    done = call("check", folder=tmp_path)
    assert (done.code, done.out) == (2, "")
    assert done.err.endswith("hint: `routeproof init DIR` writes one, or give the folder with --root\n")


def test_2_is_an_id_that_is_no_unicode(reference: Path) -> None:
    done = run("derive", "codex", "gpt\udcff", folder=reference)
    assert (done.code, done.err.splitlines()) == (
        2,
        ["error: the model id 'gpt\\udcff' is not valid Unicode", "  hint: remove the lone surrogate"],
    )


def test_3_is_a_gate_with_nothing_to_judge(reference: Path, workspace: Path) -> None:
    """No withdrawn id to judge; every check switched off; every check left out."""
    assert call("check", "--select", "withdrawn-id-refused", folder=reference).code == 3
    (workspace / "checks/policy.yaml").write_text("levels: {golden-matrix: 'off'}\n", encoding="utf-8")
    assert call("check", "--select", "golden-matrix", folder=workspace).code == 3
    ignoring = call("check", "--select", "pin-holds", "--ignore", "pin-holds", folder=workspace)
    assert ignoring.code == 3
    assert "FAIL (exit 3): nothing was checked: an empty gate is never green\n" in ignoring.out


def test_70_is_a_defect_and_shows_no_traceback(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert leave_after(ZeroDivisionError("division by zero"), monkeypatch) == 70
    said = capsys.readouterr().err
    assert said.splitlines() == [
        "internal error: ZeroDivisionError: division by zero",
        "  hint: set ROUTEPROOF_DEBUG=1 for the traceback, and report it",
    ]
    monkeypatch.setenv("ROUTEPROOF_DEBUG", "1")
    assert leave_after(ZeroDivisionError("division by zero"), monkeypatch) == 70
    assert "Traceback" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("error", "code"), [(UndecidedError("too large"), 5), (EngineDisagreement("they differ"), 70)]
)
def test_an_error_of_routeproof_brings_its_own_code(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], error: Exception, code: int
) -> None:
    assert leave_after(error, monkeypatch) == code
    assert capsys.readouterr().err == f"error: {error}\n"


def test_130_is_an_interruption(monkeypatch: pytest.MonkeyPatch) -> None:
    assert leave_after(KeyboardInterrupt(), monkeypatch) == 130


def leave_after(error: BaseException, monkeypatch: pytest.MonkeyPatch) -> object:
    """The code with which the command leaves when a subcommand ends like that."""

    def fail() -> None:
        raise error

    monkeypatch.setattr(cli.cli, "get_command", lambda *_: click.Command("explain", callback=fail))
    return leave(("explain",), monkeypatch)


def leave(args: tuple[str, ...], monkeypatch: pytest.MonkeyPatch) -> object:
    """The code with which the command leaves, called in this process."""
    monkeypatch.setattr(sys, "argv", ["routeproof", *args])
    with pytest.raises(SystemExit) as left:
        cli.main()
    return left.value.code


EVERY_COMMAND = {
    "check": ("--today", TODAY),
    "commands": ("--click", "routeproof.cli:cli", "--risk", "checks/command-risk.yaml"),
    "comment": ("--base", "HEAD", "--today", TODAY),
    "connections": ("replay",),
    "conform": ("--python", "json:dumps", "--samples", "0"),
    "derive": ("codex", "gpt-5.5"),
    "diff": ("--base", "HEAD"),
    "drift": (),
    "explain": ("golden-matrix",),
    "fingerprint": (),
    "generate": ("--lang", "go"),
    "init": (),
    "lane": (),
    "matrix": (),
    "mutate": ("--list",),
    "prove": (),
    "schema": ("pins",),
    "why": ("codex", "gpt-5.5"),
    "why-not": ("codex", "gpt-5.5", "platform"),
}
"""Each with arguments that do its work, in a workspace that is there and must stay as it is."""


def test_every_command_has_its_arguments_here(reference: Path) -> None:
    listed = call("--help", folder=reference).out.partition("\nCommands:\n")[2].splitlines()
    assert EVERY_COMMAND.keys() == {line.split()[0] for line in listed if re.match("  [a-z]", line)}


@pytest.mark.parametrize("name", EVERY_COMMAND)
def test_a_command_says_in_a_process_of_its_own_what_it_says_in_this_one(repository: Path, name: str) -> None:
    args = (name, *EVERY_COMMAND[name])
    done = run(*args, folder=repository)
    assert done == call(*args, folder=repository)
    assert done.out or name == "init"
    assert "Traceback" not in done.err


def test_the_module_is_the_command(reference: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "routeproof", "derive", "claude-code", "gpt-5.5"],
        cwd=reference,
        env=environment(),
        capture_output=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 1
    assert b"outcome   unregistered\n" in done.stdout
