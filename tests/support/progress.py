"""How far a run of the tests is and how long the rest will take, in lines of their own: under xdist as well.

The durations of the last run stand in pytest's cache. They say how much of the work is left; how fast it goes
is seen in this run, so that the estimate holds for another number of workers, and on a machine that is busy.
"""

import time
from collections.abc import Iterable, Mapping
from pathlib import Path

import pytest

SECONDS = 10.0
"""Between two lines."""

_CACHED = "routeproof/seconds"


def function_of(nodeid: str) -> str:
    """The function of a test, whose cases are taken for alike: their names come and go."""
    return nodeid.partition("[")[0]


class Work:
    """What is to be done, and what of it is done, in seconds of the last run."""

    def __init__(self, known: Mapping[str, float], workers: int = 1) -> None:
        """`known` holds the seconds of one case by its function."""
        self.known = known
        self.workers = workers
        self.expected: dict[str, float] = {}
        self.left: set[str] = set()
        self.measured: dict[str, list[float]] = {}

    def plan(self, nodeids: Iterable[str]) -> None:
        """These will run; one that is new counts as the average of the others."""
        names = list(nodeids)
        found = [self.known[function_of(name)] for name in names if function_of(name) in self.known]
        average = sum(found) / len(found) if found else 1.0
        self.expected = {name: self.known.get(function_of(name), average) for name in names}
        self.left = set(names)

    def done(self, nodeid: str, seconds: float) -> None:
        """One has run."""
        self.left.discard(nodeid)
        self.measured.setdefault(function_of(nodeid), []).append(seconds)

    def seconds_left(self, elapsed: float) -> float | None:
        """How long the rest takes if it goes on like this; before it goes, like the last time, or unknown."""
        left = sum(self.expected[name] for name in self.left)
        behind = sum(self.expected.values()) - left
        if behind > 0 and elapsed > 0:
            return elapsed * left / behind
        return left / self.workers if self.known else None

    def line(self, elapsed: float) -> str:
        """`120 of 400 tests, 30 %, about 70 s left`."""
        total = len(self.expected)
        ran = total - len(self.left)
        left = self.seconds_left(elapsed)
        rest = "" if left is None else f", about {left:.0f} s left"
        return f"{ran} of {total} tests, {100 * ran // total if total else 100} %{rest}"

    def remembered(self) -> dict[str, float]:
        """What the next run may know: what this one measured, and what else was known."""
        now = {name: sum(found) / len(found) for name, found in self.measured.items()}
        return {name: round(seconds, 4) for name, seconds in sorted({**self.known, **now}.items())}


class Progress:
    """The plugin; on the process that prints alone."""

    def __init__(self, config: pytest.Config) -> None:
        self.config = config
        self.cache: pytest.Cache | None = getattr(config, "cache", None)
        workers = len(getattr(config.option, "tx", None) or ["this process"])
        self.work = Work(self.cache.get(_CACHED, {}) if self.cache else {}, workers)
        self.spent: dict[str, float] = {}
        self.started = self.told = time.monotonic()

    def pytest_collection_finish(self, session: pytest.Session) -> None:
        """Without xdist."""
        self.start(item.nodeid for item in session.items)

    @pytest.hookimpl(optionalhook=True)
    def pytest_xdist_node_collection_finished(self, ids: list[str]) -> None:
        """With xdist: every worker has collected the same."""
        if not self.work.expected:
            self.start(ids)

    def start(self, nodeids: Iterable[str]) -> None:
        """Say at once how long it took the last time."""
        self.work.plan(nodeids)
        self.started = self.told = time.monotonic()
        self.tell(0.0)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        self.spent[report.nodeid] = self.spent.get(report.nodeid, 0.0) + report.duration
        if report.when != "teardown":
            return
        self.work.done(report.nodeid, self.spent.pop(report.nodeid))
        now = time.monotonic()
        if now - self.told >= SECONDS:
            self.told = now
            self.tell(now - self.started)

    def tell(self, elapsed: float) -> None:
        """A line of its own; the dots go on below it."""
        if self.config.pluginmanager.has_plugin("terminalreporter") and self.config.get_verbosity() > -2:
            writer = self.config.get_terminal_writer()
            if writer.width_of_current_line:
                writer.line()
            writer.line(self.work.line(elapsed))

    def pytest_sessionfinish(self) -> None:
        """Keep what was measured, but for files that are gone."""
        if self.cache is None or not self.work.measured:
            return
        kept = self.work.remembered().items()
        self.cache.set(_CACHED, {name: seconds for name, seconds in kept if self._file_of(name).exists()})

    def _file_of(self, function: str) -> Path:
        return self.config.rootpath / function.partition("::")[0]
