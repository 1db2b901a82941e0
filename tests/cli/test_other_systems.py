"""The real command where Python lacks what only Linux has: as on macOS, and as on Windows."""

from pathlib import Path

import pytest

from support.case_files import write_base
from support.cli_command import Run, run

ONLY_ON_LINUX = "import os\ndel os.sched_getaffinity\nvars(os).pop('process_cpu_count', None)\n"
ONLY_ON_POSIX = "import signal\ndel os.killpg, signal.pthread_sigmask\n"
STARTS_ANEW = "import sys\nsys.platform = 'darwin'\n"
"""Workers are no forks there: each starts as a new interpreter, which is poorer as well."""


@pytest.fixture(scope="module")
def clean(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small workspace; no test changes it."""
    folder = tmp_path_factory.mktemp("clean")
    write_base(folder)
    return folder


def elsewhere(loss: str, tmp_path: Path, folder: Path, *args: str) -> Run:
    """Run `mutate` with an interpreter, and children of it, that have lost something."""
    (tmp_path / "sitecustomize.py").write_text(loss, "utf-8")
    return run("mutate", "--today", "2026-01-01", *args, folder=folder, PYTHONPATH=str(tmp_path))


@pytest.mark.parametrize(
    "loss",
    [ONLY_ON_LINUX, ONLY_ON_LINUX + ONLY_ON_POSIX, ONLY_ON_LINUX + ONLY_ON_POSIX + STARTS_ANEW],
    ids=["no-affinity", "no-masks", "no-forks"],
)
@pytest.mark.parametrize("jobs", [(), ("--jobs", "2")], ids=["all-processors", "two"])
def test_mutants_are_decided_without_what_linux_has(
    clean: Path, tmp_path: Path, loss: str, jobs: tuple[str, ...]
) -> None:
    done = elsewhere(loss, tmp_path, clean, "--sample", "6", *jobs)
    assert (done.code, "score 100.0 %" in done.out) == (0, True), done.out + done.err


def test_a_worker_that_starts_anew_imports_nothing_of_the_current_folder(tmp_path: Path) -> None:
    folder = tmp_path / "crowded"
    write_base(folder)
    for name in ("pickle", "socket", "struct"):
        (folder / f"{name}.py").write_text("raise SystemExit(77)\n", "utf-8")
    done = elsewhere(STARTS_ANEW, tmp_path, folder, "--sample", "6", "--jobs", "2")
    assert (done.code, done.err.count("\n")) == (0, 1), done.out + done.err
