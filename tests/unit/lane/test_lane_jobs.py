"""Jobs around the lane and in it (F1, F1b): not needed, not there, skippable, soft, or not required."""

import pytest

from routeproof.lane import GapKind, judge_lane
from routeproof.model.workflow import Workflow
from support.lane_makers import gaps, jobs, lane, workflow


def ci(text: str, needs: str = "[gate]", on: str = "pull_request") -> Workflow:
    """A workflow with a strict sentinel `ok` and these jobs beside it."""
    steps = "[{run: 'test ${{ join(needs.*.result) }} = success'}]"
    return jobs(f"{text}\nok: {{if: always(), needs: {needs}, steps: {steps}}}", on=on)


def places(kind: GapKind, *workflows: Workflow, **declared: object) -> list[tuple[str, str]]:
    found = gaps(kind, *workflows, declared=lane(**declared) if declared else None)
    return [(gap.file.rpartition("/")[2], gap.pointer) for gap in found]


def test_a_sound_lane_has_no_gap() -> None:
    sound = ci("gate: {steps: [{run: routeproof check}]}\nlint: {needs: gate}", needs="[gate, lint]")
    report = judge_lane([sound], lane())
    assert report.gaps == ()
    assert all(size > 0 for kind, size in report.sizes.items() if kind is not GapKind.AUDIT_DIFFERS)


def test_a_job_that_the_sentinel_does_not_need() -> None:
    assert places(GapKind.UNNEEDED, ci("gate: {}\nlint: {}")) == [("ci.yml", "/jobs/lint")]


def test_a_need_of_a_need_is_not_enough() -> None:
    """Another job that runs always hides it."""
    found = ci("gate: {needs: lint, if: always()}\nlint: {}")
    assert places(GapKind.UNNEEDED, found) == [("ci.yml", "/jobs/lint")]


@pytest.mark.parametrize("condition", ["github.event_name == 'push'", "startsWith(github.ref, 'refs/tags/')"])
def test_a_job_for_some_events_is_left_out(condition: str) -> None:
    assert (
        places(GapKind.UNNEEDED, ci(f"gate: {{}}\npublish: {{if: {condition!r}}}".replace("\\'", "''"))) == []
    )


def test_only_the_workflow_of_the_sentinel_is_judged() -> None:
    assert places(GapKind.UNNEEDED, ci("gate: {}"), jobs("other: {}", path="other.yml")) == []


def test_a_need_that_names_no_job_wherever_it_stands() -> None:
    other = jobs("a: {needs: [b, c]}\nb: {}", path="other.yml")
    found = gaps(GapKind.UNKNOWN_NEED, ci("gate: {}", needs="[gate, gates]"), other)
    assert [(gap.pointer, gap.hint) for gap in found] == [
        ("/jobs/ok/needs/1", "did you mean `gate`?"),
        ("/jobs/a/needs/1", "remove it, or restore the job"),
    ]


@pytest.mark.parametrize("condition", ["github.actor != 'bot'", "failure()", "false", "github.ref == 'x'"])
def test_a_needed_job_with_a_condition(condition: str) -> None:
    found = gaps(GapKind.SKIPPABLE, ci(f'gate: {{if: "{condition}"}}'))
    assert [gap.pointer for gap in found] == ["/jobs/gate/if"]
    assert f"`if: {condition}`" in found[0].message


def test_a_long_condition_is_cut_and_stays_on_one_line() -> None:
    [gap] = gaps(GapKind.SKIPPABLE, ci("gate:\n  if: |\n    `x` ==\n    'y'" + "  && true" * 40))
    assert len(gap.message) < 160
    assert gap.message.count("`") == 4
    assert "if: 'x' == 'y' && true && true" in gap.message


@pytest.mark.parametrize("condition", ["always()", "${{ !cancelled() }}", "true"])
def test_a_condition_that_is_always_true(condition: str) -> None:
    assert places(GapKind.SKIPPABLE, ci(f'gate: {{if: "{condition}"}}')) == []


def test_a_job_whose_every_script_can_be_skipped() -> None:
    idle = "gate: {steps: [{uses: checkout}, {run: a, if: x}, {run: b, if: y}]}"
    assert places(GapKind.SKIPPABLE, ci(idle)) == [("ci.yml", "/jobs/gate/steps")]
    assert places(GapKind.SKIPPABLE, ci(idle.replace("if: y", "shell: sh"))) == []
    assert places(GapKind.SKIPPABLE, ci("gate: {steps: [{uses: a, if: x}]}")) == [
        ("ci.yml", "/jobs/gate/steps")
    ]


@pytest.mark.parametrize("event", ["pull_request", "push"])
@pytest.mark.parametrize("name", ["paths", "paths-ignore"])
def test_a_filter_of_paths_leaves_the_whole_workflow_out(event: str, name: str) -> None:
    filtered = f"{event}: {{{name}: [docs/**]}}"
    found = ci("gate: {}", on=f"{{schedule: , {filtered}}}")
    assert places(GapKind.SKIPPABLE, found) == [("ci.yml", f"/on/{event}/{name}")]


def test_a_workflow_outside_of_the_lane_may_filter() -> None:
    other = jobs("docs: {if: x}", on="{pull_request: {paths: [docs/**]}}", path="docs.yml")
    assert places(GapKind.SKIPPABLE, ci("gate: {}"), other) == []
    assert places(GapKind.SKIPPABLE, ci("gate: {}"), other, required=("ok", "docs")) == [
        ("docs.yml", "/jobs/docs/if"),
        ("docs.yml", "/on/pull_request/paths"),
    ]


def test_what_a_job_of_the_lane_calls_is_in_the_lane() -> None:
    caller = ci("gate: {uses: ./.github/workflows/called.yml}")
    called = workflow(
        "on: workflow_call\njobs: {a: {if: x}, b: {continue-on-error: true}}", ".github/workflows/called.yml"
    )
    assert places(GapKind.SKIPPABLE, caller, called) == [("called.yml", "/jobs/a/if")]
    assert places(GapKind.SOFT, caller, called) == [("called.yml", "/jobs/b/continue-on-error")]


def test_workflows_that_call_each_other_are_judged_once() -> None:
    one = ci("gate: {uses: ./two.yml}")
    two = jobs("a: {uses: ./two.yml, if: x}", path="two.yml")
    assert places(GapKind.SKIPPABLE, one, two) == [("two.yml", "/jobs/a/if")]


def test_continue_on_error_on_a_job_on_every_script_and_on_the_sentinel() -> None:
    soft = "gate: {continue-on-error: true}\nlint: {steps: [{uses: x}, {run: a, continue-on-error: true}]}"
    found = ci(soft, needs="[gate, lint]")
    assert places(GapKind.SOFT, found) == [
        ("ci.yml", "/jobs/gate/continue-on-error"),
        ("ci.yml", "/jobs/lint/steps"),
    ]
    assert places(GapKind.SOFT, found, sentinel="gate") == [("ci.yml", "/jobs/gate/continue-on-error")]


def test_one_soft_script_of_two_is_no_gap() -> None:
    assert places(GapKind.SOFT, ci("gate: {steps: [{run: a, continue-on-error: true}, {run: b}]}")) == []


SOFTENED = [
    "{run: routeproof check, continue-on-error: true}",
    "{uses: OWNER/routeproof@v1, continue-on-error: true}",
    "{run: routeproof check || true}",
    "{run: 'routeproof check --base x || echo failed'}",
    "{run: 'routeproof check || :'}",
]


@pytest.mark.parametrize("step", SOFTENED)
def test_the_step_that_runs_routeproof_has_to_be_able_to_fail(step: str) -> None:
    other = "{uses: checkout}" if "uses" in step else "{run: make}"
    assert places(GapKind.SOFT, ci(f"gate: {{steps: [{other}, {step}]}}")) == [("ci.yml", "/jobs/gate/steps")]


@pytest.mark.parametrize("run", ["routeproof check", "routeproof check || exit 1", "make || true"])
def test_a_step_that_can_fail_is_no_gap(run: str) -> None:
    assert places(GapKind.SOFT, ci(f"gate: {{steps: [{{run: '{run}'}}]}}")) == []


def why(*workflows: Workflow, **declared: object) -> str:
    [gap] = gaps(GapKind.NOT_REQUIRED, *workflows, declared=lane(**declared))
    return gap.message.partition(": ")[2]


def test_nothing_waits_for_the_job_that_runs_routeproof() -> None:
    assert why(ci("lint: {}", needs="lint")) == "no workflow has such a job"
    assert why(ci("gate: {}\nlint: {}", needs="lint")) == "`ok` does not need it"
    unrequired = "`ok` needs it, and no required context stands for `ok`"
    assert why(ci("gate: {}\nlint: {}", needs="[gate, lint]"), required=("lint",)) == unrequired


def test_it_is_required_through_the_sentinel_directly_or_in_a_called_workflow() -> None:
    called = workflow("on: workflow_call\njobs: {gate: {}}", path="called.yml")
    through = ci("call: {uses: ./called.yml}", needs="[call]")
    for workflows, required in (
        ([ci("gate: {}")], ("ok",)),
        ([ci("gate: {}\nlint: {}", needs="lint")], ("gate",)),
        ([jobs("gate: {}")], ("gate",)),
        ([through, called], ("ok",)),
        ([through, called], ("call / gate",)),
    ):
        assert gaps(GapKind.NOT_REQUIRED, *workflows, declared=lane(*required)) == []


def test_a_file_made_to_be_slow_is_judged_all_the_same() -> None:
    """Workflows that all call each other, matrices that multiply, and more gaps than anybody reads."""
    calls = "\n".join(f"j{number}: {{uses: ./a{number % 3}.yml}}" for number in range(300))
    web = [jobs(calls, path=f"a{number}.yml") for number in range(3)]
    axes = ", ".join(f"x{number}: [{', '.join('abcdefgh')}]" for number in range(30))
    wide = jobs(f"wide: {{strategy: {{matrix: {{{axes}}}}}}}", path="wide.yml")
    many = ci("gate: {}\n" + "\n".join(f"lint{number}: {{}}" for number in range(500)))
    report = judge_lane([*web, wide, many], lane(*(f"lint-{number}" for number in range(500))))
    assert sum(gap.kind is GapKind.UNNEEDED for gap in report.gaps) == 100
    assert sum(gap.kind is GapKind.NEVER_EMITTED for gap in report.gaps) == 100
