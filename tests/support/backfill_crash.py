"""Backfills that are killed, each at another step, and backfills that run at the same time.

`python -m support.backfill_crash crash FOLDER URL`, or `race FOLDER URL ROUNDS`, prints a JSON object a line.
Every backfill is a process of its own, forked from one that has everything imported.
"""

import fcntl
import json
import os
import signal
import sys
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import text

from routeproof.connections.boot import run_backfill
from routeproof.connections.store import open_store
from routeproof.connections.store.store import Store
from support.backfill_runs import AFTER, BEFORE, ROWS, Site

SECONDS = 60
"""After which a process ends by itself."""

STEPS: tuple[tuple[Any, str], ...] = (
    (Store, "seed"),
    (Store, "insert_if_absent"),
    (os, "open"),
    (fcntl, "flock"),
    (os, "chmod"),
    (os, "fsync"),
    (os, "replace"),
)
"""What has an effect: a process is killed right behind one of them, which is right before the next."""


def arm(last: int) -> list[str]:
    """Kill this process at that step, counted from 1; the steps so far come back."""
    taken: list[str] = []

    def tick(name: str) -> None:
        taken.append(name)
        if len(taken) == last:
            os.kill(os.getpid(), signal.SIGKILL)

    def counted(name: str, function: Callable[..., Any]) -> Callable[..., Any]:
        def call(*arguments: Any, **named: Any) -> Any:
            result = function(*arguments, **named)
            tick(name)
            return result

        return call

    for owner, name in STEPS:
        setattr(owner, name, counted(name, getattr(owner, name)))
    return taken


def forked(work: Callable[[], object]) -> int:
    """Start a process that does the work and writes its result to a file named by its id."""
    process = os.fork()
    if process:
        return process
    signal.alarm(SECONDS)
    try:
        work()
    except BaseException:
        os._exit(1)
    os._exit(0)


def ended(process: int) -> int:
    """How it ended: 0, or the signal, negative."""
    return os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])


def reset(site: Site) -> None:
    site.write(BEFORE)
    with open_store(site.url, boot=False) as store, store.engine.begin() as database:
        database.execute(text("DELETE FROM provider_connections"))


def boot(site: Site, last: int = 0) -> None:
    """One backfill; it leaves a file with the steps that it has taken."""
    with open_store(site.url, boot=False) as store:
        taken = arm(last)
        assert run_backfill(store, site.config, env={}).ok
    site.folder.with_name("steps.json").write_text(json.dumps(taken), "utf-8")


def crashes(site: Site) -> Iterator[dict[str, object]]:
    """Kill a backfill at every step in turn, and run another; the last is not killed."""
    step, status = 0, -signal.SIGKILL
    while status == -signal.SIGKILL:
        step += 1
        reset(site)
        status = ended(forked(partial(boot, site, step)))
        seen = site.read()
        again = ended(forked(partial(boot, site)))
        yield {
            "step": step,
            "status": status,
            "again": again,
            "whole": seen in (BEFORE, AFTER),
            "written": seen == AFTER,
            "converged": site.read() == AFTER and site.rows() == ROWS,
            "files": site.files(),
            "steps": json.loads(site.folder.with_name("steps.json").read_text("utf-8")),
        }


def race(site: Site, rounds: int) -> Iterator[dict[str, object]]:
    """Three backfills at once, again and again."""
    for _ in range(rounds):
        reset(site)
        start, starter = os.pipe()
        runs = [forked(partial(_wait, site, start, starter, number)) for number in range(3)]
        os.close(start)
        os.close(starter)
        statuses = [ended(process) for process in runs]
        reports = [json.loads((site.folder / f"{number}.report").read_text("utf-8")) for number in range(3)]
        yield {
            "statuses": statuses,
            "converged": site.read() == AFTER and site.rows() == ROWS,
            "reports": reports,
        }


def _wait(site: Site, start: int, starter: int, number: int) -> None:
    os.close(starter)
    os.read(start, 1)
    with open_store(site.url, boot=False) as store:
        report = run_backfill(store, site.config, env={})
    told = {"ok": report.ok, "code": report.code, "created": report.created, "stamped": report.stamped}
    (site.folder / f"{number}.report").write_text(json.dumps(told), "utf-8")


def main(kind: str, folder: str, url: str, *rounds: str) -> None:
    site = Site(Path(folder), url)
    for line in crashes(site) if kind == "crash" else race(site, *map(int, rounds)):
        sys.stdout.write(f"{json.dumps(line)}\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
