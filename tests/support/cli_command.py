"""The real command as a child process, and golden files of what it says."""

import contextlib
import io
import os
import shlex
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from unittest import mock

from routeproof.cli import main

ROOT = Path(__file__).resolve().parents[2]
GOLDEN = Path(__file__).parents[1] / "cli" / "golden"
COMMAND = Path(sys.executable).parent / "routeproof"
WORKSPACE_FOLDERS = (".github", "manifest", "checks", "matrix", "schema", "reports")

TODAY = "2026-12-01"
"""What the waivers of the reference workspace are held against, so that no test depends on its day."""

_FOREIGN = (
    "COVERAGE_",  # a measured child starts slowly, and writes where a test has filled the disk
    "ROUTEPROOF_",
    "GITHUB_",
    "NO_COLOR",
    "FORCE_COLOR",
    "PYTHONIOENCODING",
    "PYTHONUTF8",
    "LC_",
    "CI",
)


@dataclass(frozen=True, slots=True)
class Run:
    """What a command left behind."""

    args: tuple[str, ...]
    code: int
    out: str
    err: str

    def shown(self, folder: Path) -> str:
        """The run as a golden file has it; `folder` is called WORKSPACE."""
        parts = [f"$ routeproof {shlex.join(self.args)}\n{self.out}"]
        parts += [f"-- standard error\n{self.err}"] if self.err else []
        return "".join([*parts, f"-- exit {self.code}\n"]).replace(str(folder), "WORKSPACE")


def environment(**variables: str) -> dict[str, str]:
    """This process's environment without what routeproof or a terminal library would listen to."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(_FOREIGN)}
    return {**inherited, "COLUMNS": "100", "LANG": "C.UTF-8", **variables}


def run(*args: str, folder: Path, **variables: str) -> Run:
    """Run the command in a folder, with these environment variables on top; a hang is a failure."""
    done = subprocess.run(
        [COMMAND, *args],
        cwd=folder,
        env=environment(**variables),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        timeout=60,
        check=False,
    )
    return Run(args, done.returncode, done.stdout.decode("utf-8"), done.stderr.decode("utf-8"))


def call(*args: str, folder: Path, **variables: str) -> Run:
    """As `run`, through the same entry point in this process: without the cost of a new interpreter."""
    out, err = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True) for _ in range(2))
    code: object = 0
    with (
        contextlib.chdir(folder),
        mock.patch.dict(os.environ, environment(**variables), clear=True),
        mock.patch.object(sys, "argv", ["routeproof", *args]),
        contextlib.redirect_stdout(out),
        contextlib.redirect_stderr(err),
    ):
        try:
            main()
        except SystemExit as left:
            code = left.code or 0
    assert isinstance(code, int)
    for stream in (out, err):
        stream.seek(0)
    return Run(args, int(code), out.read(), err.read())


def git(folder: Path, *args: str) -> None:
    """Run git in a folder, with an identity of its own."""
    identity = ("-c", "user.name=routeproof", "-c", "user.email=routeproof@example.invalid")
    subprocess.run(
        ["git", *identity, *args], cwd=folder, env=environment(), check=True, capture_output=True, timeout=30
    )


def copy_workspace(target: Path) -> Path:
    """The reference workspace again, to be edited."""
    for name in WORKSPACE_FOLDERS:
        shutil.copytree(ROOT / name, target / name)
    return target


def assert_golden(name: str, shown: str) -> None:
    """Compare with `golden/<name>.txt`, or write it anew where UPDATE_GOLDEN is set (without -n)."""
    file = GOLDEN / f"{name}.txt"
    if os.environ.get("UPDATE_GOLDEN"):
        GOLDEN.mkdir(exist_ok=True)
        file.write_text(shown, encoding="utf-8")
    expected = file.read_text(encoding="utf-8") if file.exists() else ""
    assert shown == expected, f"{file.name} differs; UPDATE_GOLDEN=1 accepts what the command says now"
