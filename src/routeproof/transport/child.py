"""A black box as a child process: all questions written at once, answers read as they come, always an end."""

import contextlib
import os
import signal
import subprocess
import time
from collections.abc import Mapping, Sequence
from threading import Event, Thread
from typing import IO

from routeproof.errors import InputError
from routeproof.transport.quotation import quote
from routeproof.transport.wire import FaultKind, Inbox, Transcript

_BLOCK = 65_536
_POLL = 0.02
_GRACE = 2.0
"""Seconds that a child has to end by itself once there is nothing left to do."""
_TAIL = 2_000


def converse(
    command: Sequence[str],
    questions: bytes,
    count: int,
    *,
    role: str,
    env: Mapping[str, str],
    timeout: float,
) -> Transcript:
    """Start the command without a shell, put `count` questions to it, one a line, and collect its answers.

    It is ended when it neither takes a question nor gives an answer for `timeout` seconds, and whatever
    happens it is gone on return, with what it started itself. InputError, with `role` as what it was started
    for ("the resolver"), when it cannot be started.
    """
    inbox = Inbox(count)
    try:
        process = subprocess.Popen(  # noqa: S603 - the command is the user's own, and no shell reads it
            list(command),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=dict(env),
            bufsize=0,
            start_new_session=True,
        )
    except (OSError, ValueError) as error:
        reason = (getattr(error, "strerror", None) or str(error)).lower()
        raise InputError(f"{role} {quote(command[0])} cannot be started: {reason}") from None
    conversation = _Conversation(process, questions, inbox)
    try:
        conversation.watch(timeout)
    finally:
        conversation.end()
    inbox.end()
    return Transcript(inbox.replies, inbox.faults, conversation.status)


class _Conversation:
    """One child with a thread for each of its pipes; the thread that waits holds the clock and ends it."""

    def __init__(self, process: "subprocess.Popen[bytes]", questions: bytes, inbox: Inbox) -> None:
        self._process = process
        self._inbox = inbox
        self._written = 0
        self._tail = b""
        self._done = Event()
        self.status: int | None = None
        """How the child ended by itself; None when it did not."""
        assert process.stdin and process.stdout and process.stderr  # noqa: S101, PT018 - they are pipes
        self._threads = [
            Thread(target=self._write, args=(process.stdin, questions), daemon=True),
            Thread(target=self._read, args=(process.stdout,), daemon=True),
            Thread(target=self._keep_tail, args=(process.stderr,), daemon=True),
        ]
        for thread in self._threads:
            thread.start()

    def watch(self, timeout: float) -> None:
        """Wait until it is over: the output ends, everything is answered, or nothing moves any more."""
        seen, since = -1, time.monotonic()
        while not self._done.wait(_POLL):
            if self._inbox.complete:
                self._done.wait(_GRACE)
                break
            moved, now = self._written + len(self._inbox.replies), time.monotonic()
            if moved != seen:
                seen, since = moved, now
            elif now - since >= timeout:
                self._inbox.blame(FaultKind.TIMEOUT, f"no answer for {timeout:g} s {self._so_far}")
                return
        if self._done.is_set() and not self._inbox.flooded:
            self._look_at_status()

    @property
    def _so_far(self) -> str:
        return f"after {len(self._inbox.replies):,} answers"

    def _look_at_status(self) -> None:
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.status = self._process.wait(_GRACE)
        if status := self.status:
            how = f"ended with status {status}" if status > 0 else f"was ended by signal {-status}"
            self._threads[2].join(_GRACE)
            said = [line for line in self._tail.decode("utf-8", "replace").splitlines() if line.strip()]
            last = f"; its last words: {quote(said[-1].strip())}" if said else ""
            self._inbox.blame(FaultKind.CRASH, f"it {how} {self._so_far}{last}")
        elif not self._inbox.complete:
            self._inbox.blame(FaultKind.PARTIAL, f"its output ends {self._so_far}")

    def end(self) -> None:
        """Leave nothing behind. The group of a child that was not waited for still bears its own id."""
        if self._process.returncode is None:
            kill = getattr(os, "killpg", os.kill)
            with contextlib.suppress(OSError):
                kill(self._process.pid, getattr(signal, "SIGKILL", signal.SIGTERM))
            self._process.wait()
        for thread in self._threads:
            thread.join(_GRACE)

    def _write(self, stdin: IO[bytes], questions: bytes) -> None:
        view = memoryview(questions)
        with contextlib.suppress(OSError), stdin:  # a child that stops reading has its reasons: see its end
            while self._written < len(view):
                self._written += stdin.write(view[self._written : self._written + _BLOCK])

    def _read(self, stdout: IO[bytes]) -> None:
        try:
            with contextlib.suppress(OSError), stdout:
                while (data := stdout.read(_BLOCK)) and not self._inbox.flooded:
                    self._inbox.feed(data)
        finally:
            self._done.set()

    def _keep_tail(self, stderr: IO[bytes]) -> None:
        with contextlib.suppress(OSError), stderr:
            while data := stderr.read(_BLOCK):
                self._tail = (self._tail + data)[-_TAIL:]
