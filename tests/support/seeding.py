"""Seed each mistake of a family and run the test named for it: `python -P -m support.seeding ROOT FAMILY`.

One interpreter imports what all tests need, and nothing of the project. Each run is a fork of it that imports
the project from a copy with the mistake in it; processes that the test starts do so too. A line of JSON, an
`Outcome`, is printed for each.
"""

import gc
import importlib
import json
import os
import shutil
import signal
import sys
import tempfile
import traceback
from collections.abc import Generator, Iterator, Sequence
from contextlib import ExitStack, suppress
from dataclasses import asdict, dataclass
from importlib.util import cache_from_source
from pathlib import Path

import pytest

from support.mistakes import SOURCES, Family, Mistake, families, seeded

SECONDS = 60
"""How long one run may take; some mistakes make code run for ever."""

CONTROL = "control"

_SHARED = (
    *("click", "hypothesis", "jinja2", "jsonschema", "re2", "yaml"),
    *("alembic.command", "sqlalchemy.dialects.postgresql.psycopg", "sqlalchemy.dialects.sqlite"),
)
"""What most tests import from others: imported once, before the forks."""

_OPTIONS = (
    *("-q", "--tb=short", "-p", "no:cacheprovider", "-p", "no:xdist"),
    "-Wignore::pytest.PytestAssertRewriteWarning",  # of a plugin that was imported before
)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one run."""

    id: str
    """That of the mistake; CONTROL for the run of all named tests without any."""
    code: int
    """The exit code of pytest; negative: the signal that ended it."""
    failures: tuple[tuple[str, str], ...]
    """Phase and kind of each failure."""
    output: str
    green_on: tuple[str, ...] = ()
    """Of a test that is run on several databases, those on which every case of it passed."""


class _Failures:
    """A plugin of pytest that keeps what failed, and how."""

    def __init__(self) -> None:
        self.seen: list[tuple[str, str]] = []
        self.ran_on: set[str] = set()
        self.failed_on: set[str] = set()

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(
        self, item: pytest.Function, call: pytest.CallInfo[None]
    ) -> Generator[None, pytest.TestReport, pytest.TestReport]:
        report = yield
        callspec = getattr(item, "callspec", None)
        databases = (
            {str(callspec.params["database"])} if callspec and "database" in callspec.params else set()
        )
        self.ran_on |= databases
        if call.excinfo is not None and report.failed:
            self.seen.append((call.when, call.excinfo.typename))
            self.failed_on |= databases
        return report

    def as_json(self) -> str:
        """What the process that seeds is told."""
        return json.dumps([self.seen, sorted(self.ran_on - self.failed_on)])


def seed(family: Family, root: Path) -> Iterator[Outcome]:
    """The control, then, where that is green, each mistake; the sources themselves are left as they are."""
    for name in _SHARED:
        with suppress(ImportError):
            importlib.import_module(name)
    gc.freeze()  # a fork need not look through what it was given
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "copy"
        shutil.copytree(root / SOURCES, copy / SOURCES)
        tests = dict.fromkeys(mistake.test for mistake in family.mistakes)
        control = _run(CONTROL, tuple(tests), copy, Path(folder))
        yield control
        for mistake in family.mistakes if control.code == pytest.ExitCode.OK else ():
            with _seeded(mistake, copy):
                yield _run(mistake.id, (mistake.test,), copy, Path(folder))


def _seeded(mistake: Mistake, copy: Path) -> ExitStack:
    """Write the mistake into the copy; it is taken back when the returned stack is closed."""
    file, undo = copy / mistake.file, ExitStack()
    right = file.read_text(encoding="utf-8")
    file.write_text(seeded(mistake, copy), encoding="utf-8")
    # Bytecode is taken for current by the second and the size of its source: an edit may keep both.
    Path(cache_from_source(str(file))).unlink(missing_ok=True)
    undo.callback(file.write_text, right, encoding="utf-8")
    return undo


def _run(name: str, tests: Sequence[str], copy: Path, folder: Path) -> Outcome:
    """Fork, run the tests there, and wait; the fork has nothing that this process would miss."""
    log, failures = folder / "log", folder / "failures"
    failures.write_text("[[], []]", encoding="utf-8")
    child = os.fork()
    if child == 0:
        os._exit(_become_pytest(tests, copy, log, failures))
    status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    seen, green_on = json.loads(failures.read_text(encoding="utf-8"))
    said = log.read_text(encoding="utf-8", errors="replace")
    return Outcome(name, status, tuple((phase, kind) for phase, kind in seen), said, tuple(green_on))


def _become_pytest(tests: Sequence[str], copy: Path, log: Path, failures: Path) -> int:
    """Whatever happens, a number comes back: nothing may go on in two processes."""
    plugin = _Failures()
    with open(log, "w", encoding="utf-8") as file:
        os.dup2(file.fileno(), 1)
        os.dup2(file.fileno(), 2)
        try:
            signal.alarm(SECONDS)
            sys.dont_write_bytecode = True
            sources = str(copy / SOURCES)
            sys.path.insert(0, sources)
            os.environ["PYTHONPATH"] = os.pathsep.join((sources, os.environ.get("PYTHONPATH", "")))
            code = pytest.main([*_OPTIONS, f"--basetemp={copy.parent / 'temp'}", *tests], [plugin])
            failures.write_text(plugin.as_json(), encoding="utf-8")
        except BaseException:
            traceback.print_exc(file=file)
            code = pytest.ExitCode.INTERNAL_ERROR
        sys.stdout.flush()
    return int(code)


def main(root: str, name: str) -> None:
    """Print every outcome of the family."""
    family = next(family for family in families(Path(root)) if family.name == name)
    for outcome in seed(family, Path(root)):
        print(json.dumps(asdict(outcome)), flush=True)  # noqa: T201 - it is what this program says


if __name__ == "__main__":
    main(*sys.argv[1:])
