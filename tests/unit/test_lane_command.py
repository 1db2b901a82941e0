"""Whether the job that is said to run routeproof is seen to run it; what is not understood is a gap."""

import json

import pytest

from routeproof.lane import GapKind, LaneGap
from support.lane_makers import gaps, jobs, lane, workflow

SENTINEL = "ok: {if: always(), needs: [gate], steps: [{run: 'test ${{ join(needs.*.result) }} = success'}]}"
CALLED = ".github/workflows/called.yml"


def found(*steps: object, job: str = "", command: str = "make check", top: str = "") -> list[LaneGap]:
    """The gaps where the job `gate` has these steps, a text standing for a script."""
    listed = json.dumps([{"run": each} if isinstance(each, str) else each for each in steps])
    text = f"{top}\non: pull_request\njobs:\n  gate: {{steps: {listed}{job}}}\n  {SENTINEL}\n"
    return gaps(GapKind.NOT_RUN, workflow(text), declared=lane(command=command))


def doubt(*steps: object, **around: str) -> str:
    """Why the job is not seen to run its command."""
    [gap] = found(*steps, **around)
    return gap.message.partition(": ")[2]


SEEN = [
    "make check",
    "  make   check  ",
    "# the gate\nset -euo pipefail\n\npip install 'x y' \"$EXTRA\"\nmake check\necho $done || true\n",
    "make \\\n  check",
    "routeproof check",
    "python3.13 -m routeproof check --base origin/main",
    "routeproof check --report sarif=a.sarif --report=html=a.html --format github --no-color",
    'routeproof check --base "origin/$GITHUB_BASE_REF"',
    {"uses": "OWNER/routeproof@v1"},
    {"uses": "OWNER/routeproof@0123abc", "with": {"base": "origin/main", "report": "html=a.html"}},
    {"run": "make check", "shell": "bash", "working-directory": ".", "if": "success()"},
    {"run": "make check", "env": {"ROUTEPROOF_FORMAT": "github", "CI": "1"}},
]


@pytest.mark.parametrize("step", SEEN, ids=str)
def test_a_step_that_runs_the_gate_is_seen(step: object) -> None:
    assert found({"uses": "actions/checkout@v4"}, "make lint", step) == []


UNSEEN = [
    "make check || true",
    "make check; exit 0",
    "make check && true || true",
    "make -n check",
    "make -i check",
    "! make check",
    "if make check; then :; fi",
    "make check &",
    "make check | tee log",
    "make check-nothing",
    "exit 0\nmake check",
    "set +e\nmake check\necho",
    "trap 'exit 0' EXIT\nmake check",
    "if false\nthen\nmake check\nfi",
    "cat <<END\nmake check\nEND",
    "echo '\nmake check\n'",
    'echo "\nmake check\n"',
    "cd elsewhere\nmake check",
    "PATH=fake:$PATH\nmake check",
    "f() {\nmake check\n}",
    "echo \\\nmake check",
    "routeproof check --list",
    "routeproof check --help",
    "routeproof check --select probe-alive",
    "routeproof check --ignore golden-matrix --ignore pin-holds",
    "routeproof check --manifest other.yaml",
    "routeproof check --root examples",
    "routeproof check --today 2020-01-01",
    "routeproof check --fail-level error",
    "routeproof check --format text > /dev/null; true",
    "routeproof check --base $(whatever)",
    "routeproof check --base $BASE",
    "routeproof check --base ${{ github.base_ref }}",
    "routeproof checked",
]


@pytest.mark.parametrize("script", UNSEEN)
def test_a_script_that_may_pass_without_the_gate_is_not_understood(script: str) -> None:
    shown = " ".join(script.split())
    assert doubt(script) == f"the script `{shown}` is not understood"


SURROUNDED = [
    ({"shell": "cat {0}"}, "its `shell: cat {0}`"),
    ({"working-directory": "fixtures/good"}, "its `working-directory: fixtures/good`"),
    ({"if": "vars.GATE == 'on'"}, "its `if: vars.GATE == 'on'`"),
    ({"env": {"ROUTEPROOF_LIST": "1"}}, "the variable `ROUTEPROOF_LIST`"),
    ({"env": {"MAKEFLAGS": "-n"}}, "the variable `MAKEFLAGS`"),
]


@pytest.mark.parametrize(("keys", "what"), SURROUNDED)
def test_what_stands_around_the_step_may_keep_it_from_being_the_gate(
    keys: dict[str, object], what: str
) -> None:
    assert doubt({"run": "make check", **keys}) == f"{what} is not understood"


@pytest.mark.parametrize("key", ["select", "root", "fail-level"])
def test_an_input_of_the_action_may_leave_a_part_of_the_gate_out(key: str) -> None:
    step = {"uses": "OWNER/routeproof@v1", "with": {key: "x"}}
    assert doubt(step) == f"the input `{key}` is not understood"


def test_what_a_job_or_a_workflow_sets_for_its_steps_counts_as_well() -> None:
    assert "ROUTEPROOF_SELECT" in doubt("make check", top="env: {ROUTEPROOF_SELECT: probe-alive}")
    assert "ROUTEPROOF_MANIFEST" in doubt("make check", job=", env: {ROUTEPROOF_MANIFEST: other.yaml}")
    shell = "{run: {shell: 'true {0}'}}"
    assert "shell: true {0}" in doubt("make check", top=f"defaults: {shell}")
    assert "shell: true {0}" in doubt("make check", job=f", defaults: {shell}")
    own = {"run": "make check", "shell": "bash"}
    assert found(own, top=f"defaults: {shell}") == []


def test_a_job_that_does_something_else_says_so_at_its_steps() -> None:
    [gap] = found("make lint", {"uses": "somebody/always-green@v1"})
    assert gap.message == "job `gate` is not seen to run `make check`: no step of it says so"
    assert gap.pointer == "/jobs/gate/steps"
    assert gap.hint == (
        "let a step be `run: make check` and nothing else, or declare what it runs as `command` in lane.yaml"
    )


def test_one_step_that_is_seen_is_enough() -> None:
    assert found("make check || true", "make check") == []


def test_a_declared_command_is_taken_as_it_is_written() -> None:
    assert found("routeproof check --root policies", command="routeproof check --root policies") == []
    assert found("make check", command="routeproof check") != []


def test_a_job_may_call_a_workflow_in_which_the_gate_is_run() -> None:
    caller = jobs(f"gate: {{uses: ./{CALLED}}}\n{SENTINEL}")

    def why(script: str) -> list[str]:
        called = workflow(f"on: workflow_call\njobs: {{check: {{steps: [{{run: {script}}}]}}}}", CALLED)
        return [gap.message.partition(": ")[2] for gap in gaps(GapKind.NOT_RUN, caller, called)]

    assert why("routeproof check") == []
    assert why("make lint") == [f"it calls `{CALLED}`, where no step of it says so"]
    [gap] = gaps(GapKind.NOT_RUN, jobs(f"gate: {{uses: OWNER/x/.github/workflows/y.yml@v1}}\n{SENTINEL}"))
    assert gap.message.endswith(
        "it hands over to `OWNER/x/.github/workflows/y.yml@v1`, which is not read here"
    )
    assert gap.pointer == "/jobs/gate/uses"


def test_a_job_that_nothing_waits_for_is_another_gap() -> None:
    alone = jobs("gate: {steps: [{run: make lint}]}\nok: {steps: []}")
    assert gaps(GapKind.NOT_RUN, alone) == []


def test_the_sentinel_itself_may_be_the_job() -> None:
    both = jobs("ok: {if: always(), steps: [{run: make lint}]}")
    assert len(gaps(GapKind.NOT_RUN, both, declared=lane(routeproof_job="ok"))) == 1
