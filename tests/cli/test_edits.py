"""The five edits that must close the gate, each naming the cell, the change of payer and the line."""

import datetime
from pathlib import Path

import pytest

from routeproof import check
from support.cli_command import TODAY, assert_golden, call, run
from support.registry_edits import EDITS

pytestmark = pytest.mark.golden


@pytest.mark.parametrize("name", EDITS)
def test_the_whole_gate_sees_the_edit(reference: Path, name: str) -> None:
    edit = EDITS[name]
    verdict = check(reference, manifest=edit.text.encode(), today=datetime.date.fromisoformat(TODAY))
    seen = [
        (finding.expected, finding.actual, finding.place and finding.place.line)
        for finding in verdict.findings
        if finding.check == "golden-matrix"
        and (finding.coordinate("runtime"), finding.coordinate("arm"), finding.coordinate("model"))
        == edit.cell
    ]
    assert seen == [(*edit.change, edit.line_number)]
    assert verdict.exit_code == 1


@pytest.mark.parametrize("name", EDITS)
def test_the_golden_matrix_shows_the_edit(reference: Path, tmp_path: Path, name: str) -> None:
    manifest = tmp_path / "edited.yaml"
    manifest.write_text(EDITS[name].text, encoding="utf-8")
    done = call("check", "--select", "golden-matrix", "--manifest", str(manifest), folder=reference)
    assert done.code == 1
    assert f"edited.yaml:{EDITS[name].line_number}:" in done.out
    assert_golden(f"check-{name}", done.shown(tmp_path))


def test_without_an_edit_the_gate_is_open(reference: Path) -> None:
    done = run("check", "--today", TODAY, folder=reference)
    counted = "5 runtimes, 43 arms (29 name-only), 58 listed pairs, 87 cells, 10 connections, 9 entries\n"
    assert counted in done.out
    checks = len(call("check", "--list", folder=reference).out.splitlines())
    assert f"\n{checks} of {checks} checks done; nothing to judge for " in done.out
    assert done.code == 0
    assert_golden("check-pass", done.shown(reference))


def test_an_edit_in_place_closes_the_gate(workspace: Path) -> None:
    edit = EDITS["platform-gains-an-id"]
    (workspace / "manifest/providers.yaml").write_text(edit.text, encoding="utf-8")
    done = call("check", "--today", TODAY, folder=workspace)
    assert done.code == 1
    assert_golden("check-fail", done.shown(workspace))
