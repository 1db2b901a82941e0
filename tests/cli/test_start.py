"""How the real command starts and ends: whose modules it imports, what Ctrl-C does before it has begun."""

import subprocess
import sys
from pathlib import Path

import pytest
from cli_command import COMMAND, environment

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
