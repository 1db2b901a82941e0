"""Key rings, each in a process of its own: one in memory, none, those that misbehave, and a real one."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
REF = "credential/work/key"
ASK = [sys.executable, "-P", "-m", "support.key_ring_asking"]


def answers(*args: str, ring: str | None = None, before: tuple[str, ...] = ()) -> list[list[str | None]]:
    """What a vault says in a process whose key ring is the named one, else the one that is found."""
    paths = os.pathsep.join(str(ROOT / folder) for folder in ("tests", "src"))
    env = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON_KEYRING")}
    env |= {"PYTHONPATH": paths} | ({} if ring is None else {"PYTHON_KEYRING_BACKEND": ring})
    done = subprocess.run(
        [*before, *ASK, *args],
        cwd=ROOT,
        env=env,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    assert "hunter2" not in done.stdout + done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_an_entry_is_the_service_and_the_field_under_one_name() -> None:
    refs = (REF, "credential/work/bad", "credential/work/gone", "no reference")
    ring = "support.key_rings.InMemory"
    kinds = [["Found", "key"], ["Malformed", None], ["Absent", None], ["Absent", None]]
    assert answers("routeproof", "20", *refs, ring=ring) == kinds
    assert answers("other", "20", REF, ring=ring) == [["Found", "2"]]


@pytest.mark.parametrize(
    ("ring", "reason"),
    [
        ("keyring.backends.fail.Keyring", "no key ring"),
        ("keyring.backends.null.Keyring", "no key ring"),
        ("support.key_rings.Failing", "OSError"),
        ("support.key_rings.Leaving", "no answer"),
        ("no_such_module.Keyring", "ModuleNotFoundError"),
    ],
)
def test_none_one_that_knows_nothing_and_one_that_fails_are_down(ring: str, reason: str) -> None:
    assert answers("routeproof", "20", REF, ring=ring) == [["Down", reason]]


def test_one_that_hangs_is_down_after_the_time_and_then_at_once() -> None:
    # The process ends nevertheless, with eight questions that nobody answers.
    ring = "support.key_rings.Hanging"
    waited, at_once = ["Down", "no answer in time"], ["Down", "too many questions hang"]
    assert answers("routeproof", "0.05", *[REF] * 40, ring=ring) == [waited] * 8 + [at_once] * 32


UNLOCK = 'printf pw | gnome-keyring-daemon --unlock --components=secrets >/dev/null && exec "$@"'


@pytest.mark.skipif(
    not (shutil.which("dbus-run-session") and shutil.which("gnome-keyring-daemon")),
    reason="no Secret Service can be started: Debian has it as gnome-keyring and dbus",
)
def test_a_real_key_ring(tmp_path: Path) -> None:
    home = {"HOME": str(tmp_path), "XDG_RUNTIME_DIR": str(tmp_path), "XDG_DATA_HOME": str(tmp_path)}
    settings = [f"{name}={value}" for name, value in home.items()]
    before = ("env", *settings, "dbus-run-session", "--", "sh", "-c", UNLOCK, "sh")
    refs = (REF, "credential/work/gone")
    kept = ("routeproof-test", "20", "--put", "work/key", "key of the ring", *refs)
    assert answers(*kept, before=before) == [["Found", "key of the ring"], ["Absent", None]]
