"""The real command, in this process or as a child, and golden files of what it says.

`call` is for everything that a command decides, prints or writes. `run` is for what only a process has: its
start, its pipes, its limits, its end; and for what might hang or exhaust whoever runs it.
"""

import contextlib
import os
import re
import shlex
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TextIO
from unittest import mock

from routeproof.cli import main

ROOT = Path(__file__).resolve().parents[2]
GOLDEN = Path(__file__).parents[1] / "cli" / "golden"
COMMAND = Path(sys.executable).parent / "routeproof"
WORKSPACE_FOLDERS = (".github", "manifest", "checks", "matrix", "schema", "reports")
CALLERS = ("src/routeproof/bindings", "src/routeproof/connections")
"""The sources that `checks/calls.yaml` searches."""

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
    code: object = 0
    with (
        tempfile.TemporaryFile() as out,
        tempfile.TemporaryFile() as err,
        contextlib.chdir(folder),
        mock.patch.dict(os.environ, environment(**variables), clear=True),
        mock.patch.object(sys, "argv", ["routeproof", *args]),
        _signals_kept(),
    ):
        with (
            _text_into(out) as stdout,
            _text_into(err) as stderr,
            contextlib.redirect_stdout(stdout),
            contextlib.redirect_stderr(stderr),
        ):
            try:
                main()
            except SystemExit as left:
                code = left.code or 0
        out.seek(0)
        err.seek(0)
        said = out.read().decode("utf-8"), err.read().decode("utf-8")
    assert isinstance(code, int)
    return Run(args, int(code), *said)


def _text_into(file: IO[bytes]) -> TextIO:
    """A stream with a descriptor of its own: the command may send that elsewhere, as with a closed pipe."""
    return open(os.dup(file.fileno()), "w", encoding="utf-8", newline="\n")


@contextlib.contextmanager
def _signals_kept() -> Iterator[None]:
    """A command that listens to a signal does so for a process of its own; this one goes on."""
    before = signal.getsignal(signal.SIGTERM)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def git(folder: Path, *args: str) -> None:
    """Run git in a folder, with an identity of its own."""
    identity = ("-c", "user.name=routeproof", "-c", "user.email=routeproof@example.invalid")
    subprocess.run(
        ["git", *identity, *args], cwd=folder, env=environment(), check=True, capture_output=True, timeout=30
    )


def copy_workspace(target: Path) -> Path:
    """The reference workspace again, to be edited."""
    for name in (*WORKSPACE_FOLDERS, *CALLERS):
        shutil.copytree(ROOT / name, target / name, ignore=shutil.ignore_patterns("__pycache__"))
    return target


_LEDGER = re.compile(r"^(\d+) of \1 checks done(?:; nothing to judge for [^;\n]*)?(?=;|$)", re.MULTILINE)


def scrubbed(shown: str, stand_in: str = "N of N checks done") -> str:
    """The output without what every new check would change: how many were done, which had nothing to judge.

    Where some were not done, the line stays as it is.
    """
    return _LEDGER.sub(stand_in, shown)


def assert_golden(name: str, shown: str) -> None:
    """Compare with `golden/<name>.txt`, or write it anew where UPDATE_GOLDEN is set: `make goldens`."""
    file = GOLDEN / f"{name}.txt"
    now = scrubbed(shown)
    if os.environ.get("UPDATE_GOLDEN"):
        GOLDEN.mkdir(exist_ok=True)
        file.write_text(now, encoding="utf-8")
    expected = file.read_text(encoding="utf-8") if file.exists() else ""
    assert now == expected, f"{file.name} differs; `make goldens` accepts what the command says now"
