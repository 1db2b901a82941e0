"""What is installed from a wheel has the migration with it, which Alembic reads as files."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]

BOOT = """
import routeproof
from routeproof.connections import open_store
with open_store("sqlite:///connections.db") as store:
    print(routeproof.__file__, [each.name for each in store.list()])
"""


def test_a_store_boots_from_a_wheel(tmp_path: Path) -> None:
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)]
    subprocess.run(build, cwd=ROOT, capture_output=True, check=True)
    (wheel,) = tmp_path.glob("*.whl")
    with zipfile.ZipFile(wheel) as packed:
        packed.extractall(tmp_path / "100% there")
    done = subprocess.run(
        [sys.executable, "-c", BOOT],
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(tmp_path / "100% there")},
        capture_output=True,
        text=True,
        check=False,
    )
    file = tmp_path / "100% there" / "routeproof" / "__init__.py"
    names = ["anthropic-managed", "gemini-managed", "ollama-local", "openai-managed"]
    assert (done.stdout, done.stderr) == (f"{file} {names}\n", "")
