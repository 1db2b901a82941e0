"""How the real command starts and ends: whose modules it imports, what Ctrl-C does before it has begun."""

import subprocess
import sys
from pathlib import Path

import pytest

from support.cli_command import COMMAND, environment

MODULE = (sys.executable, "-m", "routeproof")
EXPLAIN = ("explain", "golden-matrix")

OURS = (
    *("click", "jinja2", "jmespath", "jsonschema", "re2", "tabulate", "yaml"),
    *("copy", "csv", "dataclasses", "datetime", "difflib", "enum", "hashlib", "json", "pathlib"),
    *("re", "secrets", "shutil", "signal", "string", "subprocess", "textwrap", "typing"),
)
"""Modules that routeproof imports, its own or those of others, and that `python -m` alone does not."""


def start(
    command: tuple[str | Path, ...], folder: Path, **variables: str
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*command, *EXPLAIN],
        cwd=folder,
        env=environment(**variables),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )


@pytest.fixture
def crowded(tmp_path: Path) -> Path:
    """A folder with a file named like each module; importing any of them ends the process with 77."""
    for name in OURS:
        (tmp_path / f"{name}.py").write_text("raise SystemExit(77)\n", "utf-8")
    return tmp_path


@pytest.mark.parametrize("command", [(COMMAND,), MODULE], ids=["script", "module"])
@pytest.mark.parametrize("variables", [{}, {"PYTHONSAFEPATH": "1"}], ids=["usual", "safe-path"])
def test_no_module_of_the_current_folder_is_imported(
    command: tuple[str | Path, ...], variables: dict[str, str], crowded: Path
) -> None:
    done = start(command, crowded, **variables)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("golden-matrix (")


@pytest.mark.parametrize("command", [(COMMAND,), MODULE], ids=["script", "module"])
@pytest.mark.parametrize("variables", [{}, {"PYTHONSAFEPATH": "1"}], ids=["usual", "safe-path"])
def test_the_current_folder_is_imported_from_where_pythonpath_names_it(
    command: tuple[str | Path, ...], variables: dict[str, str], crowded: Path
) -> None:
    assert start(command, crowded, PYTHONPATH=str(crowded), **variables).returncode == 77


def test_a_current_folder_that_is_gone_is_no_traceback(tmp_path: Path) -> None:
    line = 'mkdir gone && cd gone && rmdir ../gone && exec "$@"'
    done = start(("sh", "-c", line, "sh", *MODULE), tmp_path)
    assert (done.returncode, done.stderr) == (0, "")


# ---- Ctrl-C ----

AT_AN_IMPORT = """
import os, signal, sys
class Interrupting:
    begun, left = False, int(os.environ["INTERRUPT_AT"])
    def find_spec(self, name, path=None, target=None):
        self.begun |= name == "routeproof.interrupt"
        self.left -= self.begun
        if self.left < 0:
            os.kill(os.getpid(), signal.SIGINT)
sys.meta_path.insert(0, Interrupting())
"""

WHILE_A_MODULE_IS_LET_GO = """
import os, signal, sys, weakref
class Module: pass
class Interrupting:
    def find_spec(self, name, path=None, target=None):
        if name == "click":
            weakref.finalize(Module(), os.kill, os.getpid(), signal.SIGINT)
sys.meta_path.insert(0, Interrupting())
"""

AT_THE_END = """
import atexit, os, signal
atexit.register(lambda: os.kill(os.getpid(), signal.SIGINT))
"""


def interrupted(
    hook: str, command: tuple[str | Path, ...], folder: Path, **variables: str
) -> subprocess.CompletedProcess[str]:
    """Start with a hook in Python's own start-up that sends the signal to the process itself: no race."""
    (folder / "sitecustomize.py").write_text(hook, "utf-8")
    return start(command, folder, PYTHONPATH=str(folder), **variables)


@pytest.mark.parametrize("command", [(COMMAND,), MODULE], ids=["script", "module"])
@pytest.mark.parametrize("at", [0, 1, 10, 40, 100, 160])
def test_ctrl_c_at_any_import_leaves_with_130(
    command: tuple[str | Path, ...], at: int, tmp_path: Path
) -> None:
    done = interrupted(AT_AN_IMPORT, command, tmp_path, INTERRUPT_AT=str(at))
    assert (done.returncode, done.stdout, done.stderr) == (130, "", "")


@pytest.mark.parametrize("command", [(COMMAND,), MODULE], ids=["script", "module"])
@pytest.mark.parametrize("hook", [WHILE_A_MODULE_IS_LET_GO, AT_THE_END], ids=["let-go", "end"])
def test_ctrl_c_where_no_exception_gets_out_leaves_with_130(
    command: tuple[str | Path, ...], hook: str, tmp_path: Path
) -> None:
    done = interrupted(hook, command, tmp_path)
    assert (done.returncode, done.stderr) == (130, "")


def test_where_ctrl_c_is_ignored_it_stays_so(tmp_path: Path) -> None:
    ignoring = "import signal\nsignal.signal(signal.SIGINT, signal.SIG_IGN)\n"
    done = interrupted(ignoring + AT_THE_END, (COMMAND,), tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
