"""Files beside the manifest that cannot be read or written, output that nobody takes, ids made to hang."""

import os
import subprocess
from pathlib import Path

import pytest

from support.cli_command import COMMAND, TODAY, call, environment, run

GOLDEN_MATRIX = "matrix/routing.csv"
QUICK = ("check", "--select", "golden-matrix")


def test_a_pattern_made_to_backtrack_is_linear(tmp_path: Path) -> None:
    """`(a+)+$` keeps a backtracking engine busy for ever on a long id that only just does not match."""
    (tmp_path / "slow.yaml").write_text(SLOW, encoding="utf-8")
    long_id = "a" * 50_000
    served = call("derive", "desk", long_id, "--manifest", "slow.yaml", folder=tmp_path)
    refused = run("derive", "desk", f"{long_id}!", "--manifest", "slow.yaml", folder=tmp_path)
    assert (served.code, "outcome   slow\n" in served.out) == (0, True)
    assert (refused.code, "outcome   unregistered\n" in refused.out) == (1, True)


SLOW = """
schema_version: 1
providers:
  - {name: slow, display_name: S, protocol: openai, auth_mode: x, auth_env: [K],
      model_prefix_match: '^(a+)+$'}
runtimes: {desk: {providers: [{name: slow}]}}
"""


def test_a_padded_id_is_a_finding_at_its_line(workspace: Path) -> None:
    manifest = workspace / "manifest/providers.yaml"
    text = manifest.read_text(encoding="utf-8").replace(
        "          - MiniMax-M2\n", '          - "MiniMax-M2\\t"\n'
    )
    manifest.write_text(text, encoding="utf-8")
    line = text.count("\n", 0, text.index('"MiniMax-M2\\t"')) + 1
    done = call("check", "--select", "listed-id-is-trimmed", folder=workspace)
    assert done.code == 1
    assert done.out.splitlines()[:4] == [
        "claude-code / minimax",
        f"  error   listed-id-is-trimmed  manifest/providers.yaml:{line}:13",
        "          id `MiniMax-M2\\t` can never match: it is padded with white space",
        "          hint: write `MiniMax-M2`",
    ]


def _make(path: Path, kind: str) -> None:
    path.unlink()
    if kind == "folder":
        path.mkdir()
    elif kind == "pipe":
        os.mkfifo(path)
    else:
        path.write_bytes(b"\x80 is no UTF-8")


@pytest.mark.parametrize("file", ["checks/pins.yaml", "manifest/offered/codex.yaml"])
@pytest.mark.parametrize("kind", ["folder", "pipe", "bytes"])
def test_a_file_beside_the_manifest_that_cannot_be_read(workspace: Path, file: str, kind: str) -> None:
    _make(workspace / file, kind)
    done = (run if kind == "pipe" else call)(*QUICK, folder=workspace)
    assert done.code == 2
    assert f"  error   input  {file}" in done.out
    assert "Traceback" not in done.err


@pytest.mark.parametrize("kind", ["folder", "pipe", "bytes"])
def test_a_golden_that_cannot_be_read_closes_the_gate(workspace: Path, kind: str) -> None:
    _make(workspace / GOLDEN_MATRIX, kind)
    how = run if kind == "pipe" else call
    done, compared = how(*QUICK, folder=workspace), how("matrix", "--check", folder=workspace)
    assert (done.code, compared.code) == (1, 1)
    assert (
        f"  error   golden-matrix  {GOLDEN_MATRIX}\n          the golden matrix cannot be read: " in done.out
    )
    assert "the golden matrix cannot be read: " in compared.err
    assert str(workspace) not in done.out + compared.err


@pytest.mark.parametrize("target", ["schema", "manifest/providers.yaml/report.json"])
def test_a_report_that_cannot_be_written(workspace: Path, target: str) -> None:
    before = sorted(workspace.rglob("*"))
    done = call(*QUICK, "--report", f"json={target}", folder=workspace)
    assert done.code == 2
    assert done.err.startswith("error: ")
    assert target.removesuffix("/report.json") in done.err
    assert "Traceback" not in done.err
    assert sorted(workspace.rglob("*")) == before


def test_a_golden_that_cannot_be_written_is_left_as_it_was(workspace: Path) -> None:
    golden = workspace / GOLDEN_MATRIX
    golden.write_text("old\n", encoding="utf-8")
    (workspace / "matrix/routing.md").unlink()
    (workspace / "matrix/routing.md").mkdir()
    done = call("matrix", "--write", folder=workspace)
    assert (done.code, "matrix/routing.md" in done.err) == (2, True)
    assert [path.name for path in (workspace / "matrix").iterdir() if path.name.startswith(".")] == []


@pytest.mark.parametrize("args", [QUICK, ("matrix",), ("explain", "golden-matrix")])
def test_a_closed_pipe_is_neither_a_finding_nor_a_traceback(reference: Path, args: tuple[str, ...]) -> None:
    """`routeproof ... | head -0`: whoever wanted the report is gone before it is written."""
    ours, theirs = os.pipe()
    os.close(ours)
    done = _run_with_output(theirs, args, reference)
    os.close(theirs)
    assert (done.returncode, done.stderr) == (2, b"error: broken pipe\n")


def test_without_standard_output_the_exit_code_is_still_the_verdict(reference: Path) -> None:
    line = 'exec "$0" "$@" >&-'
    for args, code in (
        (QUICK, 0),
        (("check", "--today", "2027-07-01"), 1),
        (("explain", "golden-matrix"), 0),
    ):
        done = subprocess.run(
            ["sh", "-c", line, COMMAND, *args],
            cwd=reference,
            env=environment(),
            stderr=subprocess.PIPE,
            timeout=60,
            check=False,
        )
        assert (done.returncode, done.stderr) == (code, b"")


def test_a_full_disk_is_an_error(reference: Path) -> None:
    with open("/dev/full", "wb") as full:
        done = _run_with_output(full.fileno(), ("check", "--today", TODAY), reference)
    assert (done.returncode, done.stderr) == (2, b"error: no space left on device\n")


def _run_with_output(output: int, args: tuple[str, ...], folder: Path) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [COMMAND, *args],
        cwd=folder,
        env=environment(),
        stdout=output,
        stderr=subprocess.PIPE,
        timeout=60,
        check=False,
    )
