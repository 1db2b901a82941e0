"""The progress of a run: how much is left by what the last run took, and how fast this one goes."""

import pytest

from support import progress
from support.progress import Work

pytest_plugins = ["pytester"]

KNOWN = {"a.py::test_quick": 1.0, "a.py::test_slow": 8.0}
PLANNED = ["a.py::test_quick[1]", "a.py::test_quick[2]", "a.py::test_slow"]


def work(known: dict[str, float], workers: int = 1) -> Work:
    planned = Work(known, workers)
    planned.plan(PLANNED)
    return planned


def test_before_anything_has_run_the_last_run_is_the_estimate() -> None:
    assert work(KNOWN).line(0) == "0 of 3 tests, 0 %, about 10 s left"
    assert work(KNOWN, 2).line(0) == "0 of 3 tests, 0 %, about 5 s left"
    assert work({}).line(0) == "0 of 3 tests, 0 %"


def test_what_is_left_goes_as_fast_as_what_was_done() -> None:
    """The slow one is four fifths of the work; all of it takes three times as long as it did."""
    half = work(KNOWN)
    half.done("a.py::test_slow", 24.0)
    assert half.line(24.0) == "1 of 3 tests, 33 %, about 6 s left"
    half.done("a.py::test_quick[1]", 3.0)
    half.done("a.py::test_quick[2]", 3.0)
    assert half.line(30.0) == "3 of 3 tests, 100 %, about 0 s left"


def test_on_a_first_run_tests_are_counted() -> None:
    first = work({})
    first.done("a.py::test_quick[2]", 0.1)
    assert first.line(4.0) == "1 of 3 tests, 33 %, about 8 s left"


def test_a_new_test_counts_as_the_average_of_the_others() -> None:
    grown = Work({"a.py::test_quick": 2.0})
    grown.plan(["a.py::test_quick", "a.py::test_new"])
    assert grown.line(0) == "0 of 2 tests, 0 %, about 4 s left"


def test_what_was_measured_takes_the_place_of_what_was_known() -> None:
    ran = work(KNOWN)
    ran.done("a.py::test_quick[1]", 2.0)
    ran.done("a.py::test_quick[2]", 4.0)
    assert ran.remembered() == {"a.py::test_quick": 3.0, "a.py::test_slow": 8.0}


def test_nothing_to_run_is_all_done() -> None:
    empty = Work({})
    empty.plan([])
    assert empty.line(0) == "0 of 0 tests, 100 %"


CONFTEST = """
import pytest
from support.progress import Progress
@pytest.hookimpl(trylast=True)
def pytest_configure(config):
    config.pluginmanager.register(Progress(config))
"""


def test_a_run_tells_its_progress_in_lines_and_remembers_it_for_the_next(
    pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(progress, "SECONDS", 0.0)
    pytester.makeconftest(CONFTEST)
    file = pytester.makepyfile("def test_one(): pass\ndef test_two(): pass\n")
    first = pytester.runpytest_inprocess().outlines
    assert "0 of 2 tests, 0 %" in first
    assert [line for line in first if line.startswith("2 of 2 tests, 100 %, about 0 s left")]
    second = pytester.runpytest_inprocess()
    second.stdout.fnmatch_lines(["0 of 2 tests, 0 %, about * s left"])
    assert "\r" not in second.stdout.str()
    file.rename(file.with_name("test_moved.py"))
    pytester.runpytest_inprocess()
    remembered = next(pytester.path.glob(".pytest_cache/v/routeproof/seconds")).read_text(encoding="utf-8")
    assert "test_moved.py::test_one" in remembered
    assert file.name not in remembered


def test_workers_of_xdist_all_collect_the_same(pytester: pytest.Pytester) -> None:
    plugin = progress.Progress(pytester.parseconfig())
    for _ in range(2):
        plugin.pytest_xdist_node_collection_finished(ids=["a.py::test_one", "a.py::test_two"])
        plugin.work.done("a.py::test_one", 1.0)
    assert plugin.work.line(1.0) == "1 of 2 tests, 50 %, about 1 s left"
