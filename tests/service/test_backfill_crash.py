"""Backfills that are killed at every step, and backfills at the same time: the same comes of it."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from routeproof.connections.store import open_store
from support.backfill_runs import DONE
from support.live_database import LiveDatabase

TESTS = Path(__file__).parents[1]

SEEDING = ["insert_if_absent"] * 4 + ["seed"]
ROWS_FIRST = [*SEEDING, "insert_if_absent", "insert_if_absent"]
THEN_THE_FILE = ["flock", "open", "chmod", "fsync", "replace", "open", "fsync"]
"""Alone; a draft, which lasts before it takes the name; a folder, in which the name lasts."""


def program(*arguments: str) -> list[dict[str, Any]]:
    """What the program that is run beside this one reports."""
    sources = filter(None, [os.environ.get("PYTHONPATH")])
    done = subprocess.run(
        [sys.executable, "-P", "-m", "support.backfill_crash", *arguments],
        env=os.environ | {"PYTHONPATH": os.pathsep.join([str(TESTS), *sources])},
        capture_output=True,
        check=False,
        timeout=240,
    )
    assert done.returncode == 0, done.stderr.decode()
    return [json.loads(line) for line in done.stdout.splitlines()]


def folder(path: Path) -> str:
    """One in which nothing lies."""
    (path / "site").mkdir()
    return str(path / "site")


def killed_at_any_step(database: LiveDatabase, path: Path) -> None:
    """The next run comes to the same, wherever the one before was killed."""
    open_store(database.url).close()
    *killed, last = program("crash", folder(path), database.url)
    assert last["status"] == 0
    assert {each["status"] for each in killed} == {-9}
    assert len(killed) == len([*ROWS_FIRST, "open", *THEN_THE_FILE])  # behind each step
    # The first to run to its end came behind one that was killed before it had done anything but one seed.
    assert killed[0]["steps"] == [*ROWS_FIRST[1:], "open", *THEN_THE_FILE]
    assert last["steps"] == SEEDING[-1:]
    assert {each["written"] for each in killed} == {False, True}
    for each in (*killed, last):
        assert each["whole"], each
        assert each["again"] == 0, each
        assert each["converged"], each
        assert each["files"] == ["config.json", "config.json.lock"], each


def test_killed_at_any_step_the_next_run_comes_to_the_same(sqlite: LiveDatabase, tmp_path: Path) -> None:
    killed_at_any_step(sqlite, tmp_path)


def test_with_a_server_killed_at_any_step(postgresql: LiveDatabase, tmp_path: Path) -> None:
    killed_at_any_step(postgresql, tmp_path)


def test_of_backfills_at_once_one_does_each_thing(database: LiveDatabase, tmp_path: Path) -> None:
    open_store(database.url).close()
    for each in program("race", folder(tmp_path), database.url, "4"):
        assert each["statuses"] == [0, 0, 0]
        assert [report["code"] for report in each["reports"]] == [None, None, None]
        assert each["converged"], each
        assert sorted(name for report in each["reports"] for name in report["created"]) == [*DONE.created]
        assert sorted(tuple(pair) for report in each["reports"] for pair in report["stamped"]) == [
            *DONE.stamped
        ]
