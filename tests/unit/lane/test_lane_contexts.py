"""What a check is called on each forge, and whether it comes on every change (F2, F3, F4)."""

from functools import partial

import pytest

from routeproof.lane import GapKind
from routeproof.lane.contexts import combined, emitted
from routeproof.model.workflow import Forge, Matrix, Values, Workflow
from support.lane_makers import gaps, jobs, lane, workflow

GITEA_FILE = ".gitea/workflows/ci.yml"
gitea_workflow = partial(workflow, path=GITEA_FILE, forge=Forge.GITEA)
gitea_jobs = partial(jobs, path=GITEA_FILE, forge=Forge.GITEA)


def contexts(*workflows: Workflow) -> list[str]:
    return [each.context for each in emitted({each.path: each for each in workflows})]


def on_changes(on: str, forge: Forge = Forge.GITHUB) -> bool:
    [each] = emitted({"x": workflow(f"on: {on}\njobs: {{a: {{}}}}", forge=forge)})
    return each.on_changes


def test_github_calls_a_check_after_the_job() -> None:
    assert contexts(jobs("lint: {}\ntest: {name: Unit tests}")) == ["lint", "Unit tests"]


def test_gitea_adds_the_workflow_and_each_event() -> None:
    text = "name: CI\non: [pull_request, push]\njobs: {lint: {}}"
    assert contexts(gitea_workflow(text)) == ["CI / lint (pull_request)", "CI / lint (push)"]
    assert contexts(gitea_jobs("lint: {}")) == ["ci.yml / lint (pull_request)"]


MATRIX = """
test:
  NAME
  strategy:
    matrix: {version: [3.10, "3.11"], arch: [arm]}
"""


@pytest.mark.parametrize(
    ("name", "forge", "names"),
    [
        ("", Forge.GITHUB, ["test (3.1, arm)", "test (3.11, arm)"]),
        ("name: T", Forge.GITHUB, ["T (3.1, arm)", "T (3.11, arm)"]),
        ("", Forge.GITEA, ["test (arm, 3.1)", "test (arm, 3.11)"]),
        ("name: T ${{ matrix.version }}", Forge.GITHUB, ["T 3.1", "T 3.11"]),
        ("name: ${{matrix.arch}} ${{ matrix.version }}", Forge.GITHUB, ["arm 3.1", "arm 3.11"]),
        ("name: T ${{ matrix.nowhere }}", Forge.GITHUB, []),
        ("name: T ${{ github.ref }}", Forge.GITHUB, []),
    ],
)
def test_each_run_of_a_matrix_is_a_check(name: str, forge: Forge, names: list[str]) -> None:
    found = contexts(jobs(MATRIX.replace("NAME", name), path="ci.yml", forge=forge))
    assert [each.removeprefix("ci.yml / ").removesuffix(" (pull_request)") for each in found] == names


def test_a_name_that_only_a_run_can_tell_is_no_context() -> None:
    text = "a:\n  strategy:\n    matrix: ${{ fromJSON(x) }}\nb: {name: 'on ${{ github.ref }}'}"
    assert contexts(jobs(text)) == []


def matrix(*include: Values, exclude: tuple[Values, ...] = ()) -> tuple[dict[str, str], ...]:
    axes = (("fruit", ("apple", "pear")), ("animal", ("cat", "dog")))
    return tuple(map(dict, combined(Matrix(axes=axes, include=include, exclude=exclude))))


def test_the_example_of_the_documentation_of_github() -> None:
    """https://docs.github.com/actions/using-jobs/using-a-matrix-for-your-jobs, "Expanding or adding"."""
    found = matrix(
        (("color", "green"),),
        (("color", "pink"), ("animal", "cat")),
        (("fruit", "apple"), ("shape", "circle")),
        (("fruit", "banana"),),
        (("fruit", "banana"), ("animal", "cat")),
    )
    assert found == (
        {"fruit": "apple", "animal": "cat", "color": "pink", "shape": "circle"},
        {"fruit": "apple", "animal": "dog", "color": "green", "shape": "circle"},
        {"fruit": "pear", "animal": "cat", "color": "pink"},
        {"fruit": "pear", "animal": "dog", "color": "green"},
        {"fruit": "banana"},
        {"fruit": "banana", "animal": "cat"},
    )


def test_what_is_excluded_does_not_run() -> None:
    assert matrix(exclude=((("fruit", "pear"),), (("fruit", "apple"), ("animal", "dog")))) == (
        {"fruit": "apple", "animal": "cat"},
    )


def test_a_matrix_of_inclusions_alone() -> None:
    assert combined(Matrix(include=((("os", "a"),), (("os", "b"),)))) == ((("os", "a"),), (("os", "b"),))


def test_a_matrix_too_large_to_be_run_is_not_multiplied_out() -> None:
    values = tuple(map(str, range(1_000)))
    assert combined(Matrix(axes=(("a", values), ("b", values), ("c", values)))) == ()


CALLED = "on: workflow_call\njobs: {lint: {}, test: {name: Tests}}"


def test_a_called_workflow_reports_behind_its_caller() -> None:
    caller = jobs("checks: {uses: ./.github/workflows/called.yml, name: All}")
    called = workflow(CALLED, path=".github/workflows/called.yml")
    found = [each for each in emitted({each.path: each for each in (caller, called)}) if each.on_changes]
    assert [each.context for each in found] == ["All / lint", "All / Tests"]


def test_what_is_called_elsewhere_is_unknown() -> None:
    assert (
        contexts(jobs("a: {uses: org/repo/.github/workflows/x.yml@v1}\nb: {uses: ./.github/gone.yml}")) == []
    )


def test_workflows_that_call_each_other_come_to_an_end() -> None:
    one = jobs("a: {uses: ./two.yml}\nb: {uses: ./two.yml}", path="one.yml")
    two = jobs("c: {uses: ./one.yml}", path="two.yml")
    assert contexts(one, two) == []


ON_EVERY_CHANGE = [
    "pull_request",
    "pull_request_target",
    "push",
    "{pull_request: {branches: [main]}}",
    "{pull_request: {types: [opened, synchronize, labeled]}}",
    "{pull_request: {types: [opened, synchronized]}}",
    "{push: {branches: ['**']}}",
    "{push: {branches: ['*', main], tags: [v1]}}",
    "{push: {paths: [src/**]}}",
]
NOT_ON_EVERY_CHANGE = [
    "schedule",
    "workflow_dispatch",
    "merge_group",
    "{pull_request: {types: [closed]}}",
    "{pull_request: {types: [opened]}}",
    "{push: {branches: [main]}}",
    "{push: {branches-ignore: [wip]}}",
    "{push: {tags: ['v*']}}",
]


@pytest.mark.parametrize("on", ON_EVERY_CHANGE)
def test_it_comes_on_every_change(on: str) -> None:
    assert on_changes(on)


@pytest.mark.parametrize("on", NOT_ON_EVERY_CHANGE)
def test_it_does_not_come_on_every_change(on: str) -> None:
    assert not on_changes(on)


def test_on_gitea_each_event_counts_for_itself() -> None:
    text = "on: {pull_request: , push: {branches: [main]}}\njobs: {ok: {}}"
    found = gitea_workflow(text)
    good, late = "ci.yml / ok (pull_request)", "ci.yml / ok (push)"
    assert gaps(GapKind.NEVER_EMITTED, found, declared=lane(good)) == []
    [gap] = gaps(GapKind.NEVER_EMITTED, found, declared=lane(good, late))
    assert gap.pointer == "/required/1"
    assert (
        gap.hint
        == "let `.gitea/workflows/ci.yml` run on pull requests, without a filter of branches or types"
    )


HINTS = [
    ("ci / lint (pull_request)", "did you mean `lint`?"),
    ("Unit test", "did you mean `Unit tests`?"),
    (
        "vercel",
        "correct the name, or list it under `external` when something other than a workflow reports it",
    ),
]


@pytest.mark.parametrize(("context", "hint"), HINTS)
def test_the_hint_names_what_was_probably_meant(context: str, hint: str) -> None:
    [gap] = gaps(GapKind.NEVER_EMITTED, jobs("lint: {}\ntest: {name: Unit tests}"), declared=lane(context))
    assert gap.hint.startswith(hint)


def test_what_others_report_is_declared_and_the_entry_has_to_be_needed() -> None:
    declared = lane("lint", "license/cla", external=("license/cla", "vercel"))
    [gap] = gaps(GapKind.NEVER_EMITTED, jobs("lint: {}"), declared=declared)
    assert (gap.pointer, gap.key) == ("/external/1", "vercel")


def test_two_lists_that_differ_are_reported_in_each_direction() -> None:
    declared = lane("a", "b", audit=("b", "c"))
    assert [gap.pointer for gap in gaps(GapKind.AUDIT_DIFFERS, declared=declared)] == [
        "/required/0",
        "/audit/1",
    ]
    assert gaps(GapKind.AUDIT_DIFFERS, declared=lane("a", "b", audit=("b", "a", "a"))) == []
    assert gaps(GapKind.AUDIT_DIFFERS, declared=lane("a")) == []
    assert len(gaps(GapKind.AUDIT_DIFFERS, declared=lane("a", audit=()))) == 1
