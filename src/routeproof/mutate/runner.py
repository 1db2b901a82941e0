"""Decide many mutants on several processes, or on this one; what was decided outlives an interruption."""

import gc
import multiprocessing
import os
import signal
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, nullcontext, suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess

from routeproof.mutate.decide import Judge
from routeproof.mutate.mutant import Mutant, MutantKind
from routeproof.mutate.result import Result, Status
from routeproof.mutate.trial import Opener, Trial

AHEAD = 4
"""How many mutants a worker is sent before it answers: it never waits, and little is lost when it dies."""

_FORKS = sys.platform == "linux"
if sys.platform == "linux":
    from multiprocessing.context import ForkProcess as _Process
else:  # a fork starts at once, but is not safe here
    from multiprocessing.context import SpawnProcess as _Process

_MOST_WORKERS = 60 if sys.platform == "win32" else 1_000
"""Windows waits for no more than 63 things at once."""

_STOPPING = (signal.SIGINT, signal.SIGTERM)

Progress = Callable[[int, int], None]
"""Told how many of how many mutants are decided."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How a run may be cut short: `deadline` is on the clock of `time.monotonic`."""

    jobs: int = 1
    deadline: float | None = None

    @property
    def passed(self) -> bool:
        """Whether the time is up."""
        return self.deadline is not None and time.monotonic() >= self.deadline


def run_mutants(
    trial: Trial, opener: Opener, mutants: Sequence[Mutant], limits: Limits, progress: Progress
) -> tuple[Result, ...]:
    """Decide every mutant, guards last, and return the results in the order of the mutants.

    Those that an interruption (Ctrl-C, the deadline, the death of a worker) left open are `Pending`.
    """
    subjects = [mutant for mutant in mutants if mutant.kind is not MutantKind.GUARD]
    guards = [mutant for mutant in mutants if mutant.kind is MutantKind.GUARD]
    decided: dict[str, Result] = {}
    many = limits.jobs > 1 and len(mutants) > 1
    team: _Alone | _Team = _Team(opener, limits) if many else _Alone(trial)
    with suppress(KeyboardInterrupt, _OutOfTime), team:
        team.start()
        for phase in (subjects, guards):
            killed = [each for each in decided.values() if each.status is Status.KILLED]
            for result in team.decide(phase, sorted(killed, key=lambda each: each.mutant.id)):
                decided[result.mutant.id] = result
                progress(len(decided), len(mutants))
                if limits.passed:
                    raise _OutOfTime
    return tuple(
        decided.get(mutant.id) or Result(mutant=mutant, status=Status.PENDING, reason="the run was stopped")
        for mutant in mutants
    )


class _OutOfTime(Exception):
    """The deadline has passed."""


class _Alone:
    """Decides on this process."""

    def __init__(self, trial: Trial) -> None:
        self.judge = Judge(trial)
        self.threshold = gc.get_threshold()

    def __enter__(self) -> None:
        pass

    def __exit__(self, *_: object) -> None:
        gc.unfreeze()
        gc.set_threshold(*self.threshold)

    def start(self) -> None:
        _keep()

    def decide(self, mutants: Sequence[Mutant], killed: Sequence[Result]) -> Iterator[Result]:
        self.judge.killed = killed
        return map(self.judge.decide, mutants)


class _Team:
    """Decides on worker processes, each with a workspace of its own."""

    def __init__(self, opener: Opener, limits: Limits) -> None:
        self.opener = opener
        self.limits = limits
        self.workers: dict[Connection, BaseProcess] = {}

    def __enter__(self) -> None:
        pass

    def start(self) -> None:
        """Start the workers; a signal waits until each of them is known, and so can be stopped."""
        with _signals_held(), nullcontext() if _FORKS else _safe_path():
            for _ in range(min(self.limits.jobs, _MOST_WORKERS)):
                mine, theirs = multiprocessing.Pipe()
                # A fork inherits the ends of the others: while it held them, none would see the parent go.
                others = (*self.workers, mine) if _FORKS else ()
                process = _Process(target=_work, args=(self.opener, theirs, others), daemon=True)
                process.start()
                theirs.close()
                self.workers[mine] = process

    def __exit__(self, *_: object) -> None:
        for connection, process in self.workers.items():
            process.terminate()
            # A worker that was still starting may have missed the signal: without a parent it ends as well.
            connection.close()
        for process in self.workers.values():
            process.join()

    def decide(self, mutants: Sequence[Mutant], killed: Sequence[Result]) -> Iterator[Result]:
        """Results as they come; the mutants of a worker that dies are missing."""
        waiting = list(reversed(mutants))
        open_at = dict.fromkeys(self.workers, 0)
        for connection in list(open_at):
            self._send(connection, tuple(killed))
            self._fill(connection, waiting, open_at)
        while busy := [connection for connection, number in open_at.items() if number]:
            answering = set(wait(busy, timeout=1))
            for ready in (connection for connection in busy if connection in answering):
                if self.limits.passed:
                    raise _OutOfTime
                try:
                    result = ready.recv()
                except (EOFError, OSError):
                    del open_at[ready]
                    continue
                open_at[ready] -= 1
                self._fill(ready, waiting, open_at)
                yield result

    def _fill(self, connection: Connection, waiting: list[Mutant], open_at: dict[Connection, int]) -> None:
        while waiting and open_at[connection] < AHEAD and self._send(connection, waiting[-1]):
            waiting.pop()
            open_at[connection] += 1

    def _send(self, connection: Connection, message: object) -> bool:
        try:
            connection.send(message)
        except OSError:
            return False  # it died: what it was sent stays undecided, and the others go on
        return True


@contextmanager
def _signals_held() -> Iterator[None]:
    """What would stop the run waits until the block has ended."""
    if hasattr(signal, "pthread_sigmask"):
        before = signal.pthread_sigmask(signal.SIG_BLOCK, _STOPPING)
        try:
            yield
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, before)
        return
    came: list[int] = []
    handlers = {each: signal.signal(each, lambda number, _: came.append(number)) for each in _STOPPING}
    try:
        yield
    finally:
        for each, handler in handlers.items():
            signal.signal(each, handler)
        for number in came:
            signal.raise_signal(number)


@contextmanager
def _safe_path() -> Iterator[None]:
    """A process that starts anew meanwhile takes no module of the current folder, such as a `pickle.py`."""
    before = os.environ.get("PYTHONSAFEPATH", "")
    os.environ["PYTHONSAFEPATH"] = "1"
    try:
        yield
    finally:
        os.environ["PYTHONSAFEPATH"] = before


def _keep() -> None:
    """Tell the collector of garbage that nearly everything stays: it takes a fifth of the time otherwise."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 1_000)


def _work(opener: Opener, connection: Connection, others: Sequence[Connection]) -> None:
    """The life of a worker: open the workspace, then answer every mutant until nobody asks."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C goes to the whole group; the parent decides
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_UNBLOCK, _STOPPING)
    for other in others:
        other.close()
    judge = Judge(opener())
    _keep()
    with suppress(EOFError, OSError):
        while True:
            message = connection.recv()
            if isinstance(message, Mutant):
                connection.send(judge.decide(message))
            else:
                judge.killed = message
