"""`routeproof lane` on the reference workspace, whose own lane has to be sound."""

import json
import re
from pathlib import Path

from support.cli_command import call

CI = ".github/workflows/ci.yml"


def test_the_lane_of_this_repository_is_sound(reference: Path) -> None:
    done = call("lane", "--format", "json", folder=reference)
    report = json.loads(done.out)
    assert (done.code, report["findings"]) == (0, [])
    assert report["ledger"]["empty"] == []
    assert len(report["ledger"]["done"]) == 8


def test_a_gap_closes_the_gate_at_its_line(workspace: Path) -> None:
    ci = workspace / CI
    text, found = re.subn(r"(needs: \[[^]]*), gate\b", r"\1", ci.read_text(encoding="utf-8"))
    assert found == 1
    ci.write_text(text, encoding="utf-8")
    done = call("lane", folder=workspace)
    assert done.code == 1
    line = text.splitlines().index("  gate:") + 2
    assert f"  error   lane-job-needed  {CI}:{line}:5\n" in done.out
    assert "job `gate` can fail unseen: `all-required` does not need it\n" in done.out
    assert "nothing waits for job `gate`, which runs routeproof" in done.out


def test_a_key_on_without_quotes_is_the_same_key(workspace: Path) -> None:
    ci = workspace / CI
    text = ci.read_text(encoding="utf-8")
    assert '"on":' in text
    ci.write_text(text.replace('"on":', "on:"), encoding="utf-8")
    assert call("lane", folder=workspace).code == 0


def test_without_a_declared_lane_nothing_was_checked(workspace: Path) -> None:
    (workspace / "checks/lane.yaml").unlink()
    done = call("lane", folder=workspace)
    assert (done.code, done.err) == (3, "there is no checks/lane.yaml: no lane is declared\n")


def test_a_repository_that_cannot_be_a_path_has_no_workflows(workspace: Path) -> None:
    lane = workspace / "checks/lane.yaml"
    lane.write_text(lane.read_text(encoding="utf-8") + 'repository: "a\\0b"\n', encoding="utf-8")
    done = call("lane", folder=workspace)
    assert (done.code, done.err) == (1, "")
    assert "required context `all-required` never comes: no workflow emits it on every change" in done.out
