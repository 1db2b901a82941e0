"""Ctrl-C while the program starts or ends: it leaves at once, with its exit code and without a traceback."""

import os
import signal

INTERRUPTED = 130
"""The exit code after Ctrl-C."""


def leave_at_once() -> None:
    """From now on Ctrl-C ends the process; where Ctrl-C was ignored, it stays so. For the main thread alone.

    Nothing is half done yet that could be finished, and an exception does not get out of everywhere: Python
    prints those that are raised while a module is let go, and goes on.
    """
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, _leave)


def raise_again() -> None:
    """From now on Ctrl-C raises KeyboardInterrupt again, if `leave_at_once` has changed that."""
    if signal.getsignal(signal.SIGINT) is _leave:
        signal.signal(signal.SIGINT, signal.default_int_handler)


def _leave(*_: object) -> None:
    os._exit(INTERRUPTED)
