"""The pytest plugin, in pytest runs of its own: what is collected and shown, and what it costs others."""

import datetime
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from routeproof.gate import run_checks
from routeproof.gate.cases import State, cases_of
from routeproof.harness import Exit
from routeproof.harness.verdict import Undecided
from routeproof.workspace import open_workspace
from support.case_files import edit, write_base

pytest_plugins = ["pytester"]

REGISTRY = "manifest/providers.yaml"

ITEMS = {
    "cell[coder/platform/openai/gpt-5.2]",
    "cell[chat/byok-anthropic/anthropic/claude-haiku-4-5]",
    "pin[coder/anthropic/claude-opus-4-7+ANTHROPIC_API_KEY]",
    "pin[reviewer/openai:gpt-5.2]",
    "upstream-pin[openai:gpt-5.2]",
    "probe[groq]",
    "invariant[coder-claude-is-never-platform]",
    "check[golden-matrix]",
    "check[waiver-unused]",
    "verdict",
}
"""Some items of each kind of the base workspace."""

WAIVER = {
    "check": "probe-covers-arm",
    "arm": "groq",
    "reason": "the arm is moved this week",
    "owner": "chat team",
    "ticket": "CHAT-7",
    "expires": "9999-12-31",
}

Run = Callable[..., pytest.RunResult]


@pytest.fixture
def root(pytester: pytest.Pytester) -> Path:
    """The base workspace of the cases, current."""
    write_base(pytester.path)
    pytester.makeini("[pytest]\nfilterwarnings = error\n")
    return pytester.path


@pytest.fixture
def run(pytester: pytest.Pytester, root: Path) -> Run:
    """Pytest in that workspace, in this process."""
    return lambda *args: pytester.runpytest_inprocess("-p", "no:cacheprovider", *args)


def outcomes(result: pytest.RunResult) -> dict[str, str]:
    """The outcome by name of item, from a run with `-v`."""
    words = (line.split() for line in result.outlines if f"{REGISTRY}::" in line and "%]" in line)
    return {each[0].partition("::")[2]: each[1] for each in words}


def change(root: Path, file: str, at: str, **how: Any) -> None:
    edit(root, file, at, **how)


def test_every_kind_of_case_is_an_item_of_the_registry_and_passes(run: Run) -> None:
    found = outcomes(run("--routeproof", "-v"))
    assert found.keys() >= ITEMS
    assert set(found.values()) <= {"PASSED", "SKIPPED"}


def test_without_the_option_nothing_is_collected(run: Run) -> None:
    assert run(".").ret == pytest.ExitCode.NO_TESTS_COLLECTED


def test_items_stand_beside_tests_and_can_be_chosen_by_mark_and_by_id(run: Run, root: Path) -> None:
    (root / "test_own.py").write_text("def test_own(): pass\n", encoding="utf-8")
    assert "test_own" in run("-v", "--routeproof").stdout.str()
    assert "test_own" not in run("-v", "--routeproof", "-m", "routeproof", "--strict-markers").stdout.str()
    one = f"{REGISTRY}::pin[reviewer/openai:gpt-5.2]"
    assert outcomes(run("-v", "--routeproof=.", one)) == {"pin[reviewer/openai:gpt-5.2]": "PASSED"}


def test_a_finding_fails_its_items_in_its_own_words(run: Run, root: Path) -> None:
    change(root, REGISTRY, "/runtimes/coder/providers/2/models/1", set="openai:gpt-5.2")
    result = run("--routeproof", "-v")
    failed = {name for name, outcome in outcomes(result).items() if outcome == "FAILED"}
    assert failed >= {
        "cell[coder/platform/openai:gpt-5.2]",
        "pin[coder/openai:gpt-5.2]",
        "check[pin-holds]",
        "check[golden-matrix]",
    }
    assert not failed & {
        "pin[reviewer/openai:gpt-5.2]",
        "cell[coder/platform/anthropic/claude-opus-4-7]",
        "verdict",
    }
    result.stdout.fnmatch_lines(
        [
            "*pin?coder/openai:gpt-5.2?*",
            "pin broken: `openai:gpt-5.2` on `coder` is pinned to `unregistered`, goes to `platform*",
            "  hint: repair the registry*",
            "  error of pin-holds at checks/pins.yaml:*",
        ]
    )
    shown = result.stdout.str()
    assert "assert" not in shown
    assert "Traceback" not in shown


def test_a_waived_finding_is_an_expected_failure_with_its_reason(run: Run, root: Path) -> None:
    change(root, "checks/probes.yaml", "/probes/groq", set="grok:llama")
    assert outcomes(run("--routeproof", "-v"))["probe[groq]"] == "FAILED"
    change(root, "checks/waivers.yaml", "/waivers/0", insert=WAIVER)
    result = run("--routeproof", "-v", "-rx")
    assert outcomes(result)["probe[groq]"] == "XFAIL"
    result.stdout.fnmatch_lines(["*waived until 9999-12-31 (CHAT-7): the arm is moved this week*"])


def test_a_check_that_is_off_or_has_nothing_to_judge_is_skipped(run: Run, root: Path) -> None:
    change(root, "checks/policy.yaml", "/levels", set={"probe-alive": "off"})
    change(root, "checks/credentials.yaml", "", remove=True)
    result = run("--routeproof", "-v", "-rs")
    found = outcomes(result)
    assert (found["check[probe-alive]"], found["check[credential-list-covers-auth-env]"]) == ("SKIPPED",) * 2
    result.stdout.fnmatch_lines(["*switched off by the policy*"])
    result.stdout.fnmatch_lines(["*nothing to judge*"])


def test_what_cannot_be_decided_fails(root: Path) -> None:
    workspace = open_workspace(root)
    undecided = (Undecided("invariants-hold", "too many states"),)
    verdict = run_checks(workspace, datetime.date(2026, 1, 1), select=["invariants-hold"])
    verdict = replace(verdict, exit_code=Exit.UNDECIDED, ledger=replace(verdict.ledger, undecided=undecided))
    cases = {case.name: case for case in cases_of(workspace, verdict)}
    assert cases["invariant[coder-claude-is-never-platform]"].state is State.FAILED
    assert cases["check[invariants-hold]"].text == "undecided: invariants-hold: too many states"
    assert cases["verdict"].text.startswith("FAIL (exit 5)")


def test_a_workspace_that_cannot_be_read_is_one_error_with_every_problem(run: Run, root: Path) -> None:
    change(root, "checks/policy.yaml", "/fail_level", set="fatal")
    change(root, "checks/probes.yaml", "/probes/groq", set=1)
    result = run("--routeproof")
    result.assert_outcomes(errors=1)
    result.stdout.fnmatch_lines(["checks/policy.yaml:*", "checks/probes.yaml:*"])
    assert "Traceback" not in result.stdout.str()


@pytest.mark.parametrize("args", [("--routeproof=elsewhere",), ("--routeproof", "test_own.py")])
def test_a_root_that_is_no_workspace_is_a_usage_error(run: Run, args: tuple[str, ...]) -> None:
    result = run(*args)
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    result.stderr.fnmatch_lines(["*is no workspace: it has no manifest/providers.yaml*"])


def test_no_workspace_around_is_a_usage_error(pytester: pytest.Pytester) -> None:
    result = pytester.runpytest_inprocess("--routeproof")
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    result.stderr.fnmatch_lines(["*no workspace here*"])


def test_a_workspace_beside_the_root_has_stable_ids(pytester: pytest.Pytester, tmp_path: Path) -> None:
    write_base(tmp_path / "policy")
    result = pytester.runpytest_inprocess(f"--routeproof={tmp_path / 'policy'}", "--collect-only", "-q")
    assert f"policy/{REGISTRY}::verdict" in result.outlines


def test_the_items_are_the_same_in_every_worker_of_xdist(pytester: pytest.Pytester, root: Path) -> None:
    change(root, "checks/probes.yaml", "/probes/groq", set="grok:llama")
    result = pytester.runpytest_subprocess("--routeproof", "-n", "2", "-q")
    counts = result.parseoutcomes()
    assert counts["failed"] == 5
    assert counts["passed"] > 60
    result.stdout.fnmatch_lines(["*probe `grok:llama`*"])


def test_a_run_without_the_option_does_not_load_the_engine() -> None:
    code = (
        "import sys, routeproof.pytest_plugin; print(*(name for name in sys.modules if 'routeproof' in name))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60
    )
    assert done.stdout.split() == ["routeproof", "routeproof.pytest_plugin"]
