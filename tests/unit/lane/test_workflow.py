"""Workflows as the forges read them: `on` is a text, and what the lane needs is found in every spelling."""

import pytest

from routeproof.errors import InputError
from routeproof.manifest import read_document
from routeproof.manifest.yaml import YamlDialect
from routeproof.manifest.yaml.scalars import resolve_core
from routeproof.model.workflow import Forge, Matrix, Trigger, Workflow
from support.lane_makers import jobs, workflow


def read(text: str, dialect: YamlDialect = YamlDialect.WORKFLOW) -> object:
    return read_document(text.encode(), "ci.yml", None, dialect).data


@pytest.mark.parametrize("key", ["on", '"on"', "'on'", "ON", "yes", "1", "1.5", "null", "~", "2024-01-01"])
def test_a_key_is_what_is_written(key: str) -> None:
    assert read(f"{key}: 1") == {key.strip("'\""): 1}


def test_in_the_strict_dialect_the_same_key_is_a_problem() -> None:
    with pytest.raises(InputError, match="the key `on` is not a string"):
        read("on: push", YamlDialect.STRICT)


def test_a_key_is_found_twice_however_it_is_quoted() -> None:
    with pytest.raises(InputError, match="duplicate key `on`"):
        read("on: push\n'on': push")


def test_merge_keys_and_aliases_still_work() -> None:
    assert read("a: &x {on: 1}\nb: {<<: *x, off: 2}") == {"a": {"on": 1}, "b": {"on": 1, "off": 2}}


CORE = [
    ("", None),
    ("~", None),
    ("Null", None),
    ("true", True),
    ("FALSE", False),
    ("tRue", "tRue"),
    ("on", "on"),
    ("No", "No"),
    ("y", "y"),
    ("12", 12),
    ("-7", -7),
    ("007", 7),
    ("1_000", "1_000"),
    ("0x1F", "0x1F"),
    ("1:30", "1:30"),
    ("3.10", 3.1),
    (".5", 0.5),
    ("1.", 1.0),
    ("1e3", 1000.0),
    ("3.10.1", "3.10.1"),
    ("-", "-"),
    (".", "."),
    ("9" * 400, int("9" * 400)),
]


@pytest.mark.parametrize(("text", "meaning"), CORE)
def test_a_plain_scalar_means_what_yaml_1_2_says(text: str, meaning: object) -> None:
    found = resolve_core(text)
    assert (type(found), found) == (type(meaning), meaning)


def test_a_number_that_takes_long_to_convert_is_refused() -> None:
    with pytest.raises(ValueError, match="401"):
        resolve_core("9" * 401)


@pytest.mark.parametrize(
    "on", ["push", "[push]", "{push: }", "{push: {}}", "\n  push:\n    branches-ignore: []"]
)
def test_an_event_in_every_spelling(on: str) -> None:
    [trigger] = workflow(f"on: {on}\njobs: {{a: {{}}}}").triggers
    assert trigger.event == "push"
    assert not trigger.filter("branches-ignore")


def test_the_lists_under_an_event_are_its_filters() -> None:
    text = """
    on:
      pull_request: {types: [opened], paths: src/**}
      workflow_call: {inputs: {deep: {required: true}}}
      schedule: [{cron: 0 3 * * *}]
    jobs: {a: {}}
    """
    pull_request, call, schedule = workflow(text).triggers
    assert (pull_request.filter("types"), pull_request.filter("paths")) == (("opened",), ("src/**",))
    assert (call.filters, schedule.filters) == ((), ())
    assert pull_request.pointer == "/on/pull_request"


def test_a_job_with_everything() -> None:
    text = """
    build:
      name: Build
      needs: lint
      if: ${{ always() }}
      continue-on-error: false
      strategy:
        matrix:
          os: [linux, mac]
          python: [3.10, "3.10", true]
          include: [{os: win, python: 3}]
          exclude: [{os: mac}]
      env: {A: 1, DEEP: {b: 1}}
      steps:
        - uses: actions/checkout@v4
          with: {persist-credentials: false}
        - {run: make, if: failure(), continue-on-error: true, env: {B: "2"}}
    """
    [job] = jobs(text).jobs
    assert (job.id, job.name, job.condition, job.soft) == ("build", "Build", "${{ always() }}", False)
    assert [(need.job, need.pointer) for need in job.needs] == [("lint", "/jobs/build/needs")]
    assert job.matrix == Matrix(
        axes=(("os", ("linux", "mac")), ("python", ("3.1", "3.10", "true"))),
        include=((("os", "win"), ("python", "3")),),
        exclude=((("os", "mac"),),),
    )
    checkout, make = job.steps
    assert (checkout.uses, checkout.values) == ("actions/checkout@v4", (("persist-credentials", "false"),))
    assert (make.run, make.condition, make.soft, make.values) == ("make", "failure()", True, (("B", "2"),))
    assert job.values == (("A", "1"),)


@pytest.mark.parametrize(
    ("written", "soft"),
    [
        ("true", True),
        ("false", False),
        ("", False),
        ("${{ matrix.x }}", True),
        ("'false'", False),
        ("yes", True),
    ],
)
def test_what_may_come_out_soft_is_soft(written: str, soft: bool) -> None:
    [job] = jobs(f"a:\n  continue-on-error: {written}").jobs
    assert job.soft is soft


@pytest.mark.parametrize(
    "matrix", ["${{ fromJSON(x) }}", "{a: '${{ x }}'}", "{a: [[1]]}", "{a: [1], include: '${{ x }}'}", "[1]"]
)
def test_a_matrix_that_only_a_run_knows(matrix: str) -> None:
    [job] = jobs(f"a:\n  strategy:\n    matrix: {matrix}").jobs
    assert job.matrix == Matrix(known=False)


WRONG = [
    ("[]", {("", "expected a mapping"), ("", "missing key `on`, or nothing under it")}),
    ("on: push", {("", "missing key `jobs`, or nothing under it")}),
    ("jobs: {a: {}}", {("", "missing key `on`, or nothing under it")}),
    (
        "on: push\njobs: [a]",
        {("/jobs", "expected a mapping"), ("", "missing key `jobs`, or nothing under it")},
    ),
    ("on: 1\njobs: {a: {}}", {("/on", "expected a list"), ("", "missing key `on`, or nothing under it")}),
    ("on: push\njobs: {a: x}", {("/jobs/a", "expected a mapping")}),
    ("on: push\njobs: {a: {needs: {b: c}}}", {("/jobs/a/needs", "expected a text")}),
    ("on: push\njobs: {a: {needs: [[b]]}}", {("/jobs/a/needs/0", "expected a text")}),
    ("on: push\njobs: {a: {steps: make}}", {("/jobs/a/steps", "expected a list")}),
    ("on: push\njobs: {a: {steps: [make]}}", {("/jobs/a/steps/0", "expected a mapping")}),
    (
        "on: push\njobs: {a: {if: [x], name: {}}}",
        {("/jobs/a/if", "expected a text"), ("/jobs/a/name", "expected a text")},
    ),
]


@pytest.mark.parametrize(("text", "problems"), WRONG)
def test_a_shape_that_no_forge_accepts_is_located(text: str, problems: set[tuple[str, str]]) -> None:
    with pytest.raises(InputError) as caught:
        workflow(text)
    assert {(each.pointer, each.message) for each in caught.value.problems} == problems


def test_the_name_and_the_forge_are_kept() -> None:
    found = workflow("name: CI\non: push\njobs: {a: {}}", path=".gitea/workflows/a.yml", forge=Forge.GITEA)
    assert isinstance(found, Workflow)
    assert (found.name, found.forge, found.path) == ("CI", Forge.GITEA, ".gitea/workflows/a.yml")
    assert found.triggers == (Trigger(event="push", pointer="/on"),)
