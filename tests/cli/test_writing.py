"""Written files: whole or not at all, whoever else writes, whatever stands in the way."""

import os
import subprocess
import threading
from pathlib import Path

import pytest

from support.cli_command import COMMAND, ROOT, call, environment, run

GENERATE = ("generate", "--lang", "json", "--root", str(ROOT))


def drafts(folder: Path) -> list[Path]:
    return [path for path in folder.rglob(".*") if "routeproof" in path.name]


def test_runs_at_the_same_time_leave_one_whole_file(tmp_path: Path) -> None:
    """Two registries, three runs of each, one file; a reader never sees anything but one of the two."""
    text = (ROOT / "manifest/providers.yaml").read_text(encoding="utf-8")
    (tmp_path / "other.yaml").write_text(text.replace("[GROQ_API_KEY]", "[GROQ_KEY]"), encoding="utf-8")
    manifests = [str(ROOT / "manifest/providers.yaml"), str(tmp_path / "other.yaml")]
    whole = {call(*GENERATE, "--manifest", each, folder=tmp_path).out for each in manifests}
    assert len(whole) == 2

    out, seen, stop = tmp_path / "out.json", set[str](), threading.Event()
    out.write_text(next(iter(whole)), encoding="utf-8")

    def read() -> None:
        while not stop.is_set():
            seen.add(out.read_text(encoding="utf-8"))

    reader = threading.Thread(target=read)
    reader.start()
    command = [str(COMMAND), *GENERATE, "--out", str(out), "--manifest"]
    runs = [
        subprocess.Popen([*command, each], cwd=tmp_path, env=environment(), stderr=subprocess.DEVNULL)
        for each in manifests * 3
    ]
    codes = [each.wait(60) for each in runs]
    stop.set()
    reader.join()
    assert codes == [0] * 6
    assert seen | {out.read_text(encoding="utf-8")} <= whole
    assert drafts(tmp_path) == []


def made_unwritable(tmp_path: Path, kind: str) -> str:
    if kind == "full disk":
        return "/dev/full"
    if kind == "below a file":
        (tmp_path / "file").write_text("", encoding="utf-8")
        return str(tmp_path / "file" / "out.json")
    if kind == "read-only folder":
        return "/proc/self/out.json"
    if kind == "a folder":
        (tmp_path / "out.json").mkdir()
        return str(tmp_path / "out.json")
    return str(tmp_path / ("x" * 300))


UNWRITABLE = ["full disk", "below a file", "read-only folder", "a folder", "a name too long"]


@pytest.mark.parametrize("kind", UNWRITABLE)
def test_what_cannot_be_written_is_exit_2_and_one_line(tmp_path: Path, kind: str) -> None:
    target = made_unwritable(tmp_path, kind)
    done = call(*GENERATE, "--out", target, folder=tmp_path)
    assert done.code == 2
    assert done.err.startswith("error: ")
    assert done.err.count("\n") == 1
    assert target.rpartition("/")[2] in done.err or "file" in done.err
    assert drafts(tmp_path) == []


def test_a_full_disk_keeps_the_old_file(tmp_path: Path) -> None:
    """A limit on the size of files stands in for the full disk: the draft cannot be finished."""
    out = tmp_path / "out.json"
    out.write_text("old\n", encoding="utf-8")
    script = f'ulimit -f 1; trap "" XFSZ; exec {COMMAND} {" ".join(GENERATE)} --out {out}'
    done = subprocess.run(
        ["sh", "-c", script], cwd=tmp_path, env=environment(), capture_output=True, text=True, check=False
    )
    assert (done.returncode, out.read_text(encoding="utf-8")) == (2, "old\n")
    assert done.stderr == f"error: file too large: {out}\n"
    assert drafts(tmp_path) == []


def test_a_link_stays_a_link_and_keeps_its_rights(tmp_path: Path) -> None:
    real = tmp_path / "real.json"
    real.write_text("old\n", encoding="utf-8")
    real.chmod(0o640)
    (tmp_path / "link.json").symlink_to(real)
    assert call(*GENERATE, "--out", "link.json", folder=tmp_path).code == 0
    assert (tmp_path / "link.json").is_symlink()
    assert real.read_text(encoding="utf-8").startswith("{")
    assert real.stat().st_mode & 0o777 == 0o640


def test_a_new_file_has_the_rights_that_the_user_asks_for(tmp_path: Path) -> None:
    before = os.umask(0o027)
    try:
        assert call(*GENERATE, "--out", "new.json", folder=tmp_path).code == 0
    finally:
        os.umask(before)
    assert (tmp_path / "new.json").stat().st_mode & 0o777 == 0o640


@pytest.mark.parametrize("device", ["/dev/null", "/dev/stdout"])
def test_a_device_is_written_to_and_not_replaced(tmp_path: Path, device: str) -> None:
    done = run(*GENERATE, "--out", device, folder=tmp_path)
    assert done.code == 0
    assert Path("/dev/null").is_char_device()
    assert done.out == ("" if device == "/dev/null" else call(*GENERATE, folder=tmp_path).out)
