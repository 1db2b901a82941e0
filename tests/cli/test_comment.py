"""`routeproof comment` for real: what a change does, against the workspace of a git revision."""

import json
from pathlib import Path

import pytest

from support.cli_command import call

REGISTRY = "manifest/providers.yaml"
DATE = ("--today", "2026-12-01")


def mutation_report(path: Path, *states: str) -> str:
    report = {"files": {REGISTRY: {"mutants": [{"status": state} for state in states]}}}
    path.write_text(json.dumps(report), encoding="utf-8")
    return str(path)


def test_a_moved_id_is_said_with_its_payer_and_its_new_findings(committed: Path, tmp_path: Path) -> None:
    path = committed / REGISTRY
    text = path.read_text(encoding="utf-8")
    assert text.count("          - minimax/MiniMax-M3\n") == 1
    path.write_text(
        text.replace("minimax/MiniMax-M3\n", "minimax/MiniMax-M3\n          - minimax:MiniMax-M2.7\n"),
        "utf-8",
    )
    now = mutation_report(tmp_path / "now.json", "Killed", "Killed", "Survived", "Ignored")
    was = mutation_report(tmp_path / "was.json", "Killed", "Timeout")
    done = call(
        "comment", "--base", "HEAD", *DATE, "--mutation", now, "--base-mutation", was, folder=committed
    )
    assert done.code == 1, done.err
    assert done.out.startswith("<!-- routeproof:comment -->\n")
    assert len(done.out) < 60_000
    assert "minimax:MiniMax-M2.7" in done.out
    assert "platform (platform)" in done.out
    assert "1 survive" in done.out
    assert "golden-matrix" in done.out


def test_no_change_is_proved_to_mean_the_same(repository: Path) -> None:
    done = call("comment", "--base", "HEAD", *DATE, folder=repository)
    assert (done.code, done.err) == (0, "")
    assert "**What moved**: nothing." in done.out


@pytest.mark.parametrize("ref", ["no-such-revision", "--output=x", "HEAD:manifest"])
def test_a_base_that_is_no_revision_is_an_input_error(repository: Path, ref: str) -> None:
    done = call("comment", f"--base={ref}", *DATE, folder=repository)
    assert (done.code, "Traceback" in done.err) == (2, False)


@pytest.mark.parametrize("content", ["", "[]", '{"files": 3}', '{"files": {"a": {"mutants": [{}]}}}'])
def test_what_is_no_mutation_report_is_an_input_error(repository: Path, tmp_path: Path, content: str) -> None:
    file = tmp_path / "report.json"
    file.write_text(content, encoding="utf-8")
    done = call("comment", "--base", "HEAD", *DATE, "--mutation", str(file), folder=repository)
    assert (done.code, "not a mutation-testing report" in done.err) == (2, True)
