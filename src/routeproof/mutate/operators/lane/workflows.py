"""Operators on the workflows of the lane: jobs that may fail, that are skipped, that are not waited for."""

from collections.abc import Iterator
from typing import Any

from routeproof.errors import pointer
from routeproof.mutate.edit import put, remove
from routeproof.mutate.operators.frame import Example, Material, Operator, Proposal
from routeproof.mutate.operators.lane.layout import (
    edit,
    indispensable,
    members,
    required_workflows,
    sentinels,
)

_CHANGES = ("pull_request", "pull_request_target")
_PATHS = ["src/**"]
_SOMETIMES = "github.event_name == 'push'"
_WORKFLOW = ".github/workflows/ci.yml"


def _soft_job(material: Material) -> Iterator[Proposal]:
    for member in (*members(material), *sentinels(material)):
        if not member.job.soft:
            change = put(f"{member.job.pointer}/continue-on-error", True)
            yield edit(member, f"the job `{member.job.id}` is green when it fails", change)


def _skippable_job(material: Material) -> Iterator[Proposal]:
    for member in members(material):
        if member.job.condition != _SOMETIMES:
            change = put(f"{member.job.pointer}/if", _SOMETIMES)
            description = f"the job `{member.job.id}` is skipped on pull requests"
            yield edit(member, description, change, new=_SOMETIMES)


def _drop_job(material: Material) -> Iterator[Proposal]:
    for member in indispensable(material):
        yield edit(member, f"the job `{member.job.id}` is gone", remove(member.job.pointer))


def _drop_need(material: Material) -> Iterator[Proposal]:
    for sentinel in sentinels(material):
        for need in sentinel.job.needs:
            description = f"the sentinel `{sentinel.job.id}` does not wait for `{need.job}`"
            yield edit(sentinel, description, remove(need.pointer), locus=need.job)


def _filter_paths(material: Material) -> Iterator[Proposal]:
    files = required_workflows(material)
    for workflow in (each for each in material.workflows if each.file in files):
        on = material.files[workflow.file]["on"]
        for trigger in workflow.triggers:
            if trigger.event in _CHANGES and trigger.filter("paths") is None:
                yield Proposal(
                    changes=(put("/on", _filtered(on, trigger.event)),)
                    if not isinstance(on, dict)
                    else (put(pointer("on", trigger.event), _with_paths(on[trigger.event])),),
                    locus=f"{workflow.path} / {trigger.event}",
                    description=f"`{workflow.path}` runs for changes below `src` alone",
                    replacement=_PATHS[0],
                    file=workflow.file,
                )


def _filtered(on: str | list[str], event: str) -> dict[str, Any]:
    """The events, written as a mapping, one of them with a filter."""
    events = [on] if isinstance(on, str) else on
    return {each: _with_paths(None) if each == event else None for each in events}


def _with_paths(filters: Any) -> dict[str, Any]:
    return {**(filters or {}), "paths": _PATHS}


_JOBS = "a: {steps: [{run: x}]}\n  b: {steps: []}"


def _ci(jobs: str = _JOBS, needs: str = "needs: [a], ", ok: str = "if: always(), ", on: str = "push") -> str:
    """A workflow with these jobs and a sentinel."""
    steps = "[{run: 'test ${{ join(needs.*.result) }} = success'}]"
    return f"on: {on}\njobs:\n  {jobs}\n  ok: {{{ok}{needs}steps: {steps}}}"


_LISTED, _FILTERED = "[push, pull_request]", "{push: null, pull_request: {paths: [src/**]}}"
_TYPES = "{push: {branches: [main]}, pull_request: {types: [opened, synchronize]}}"
_BOTH = _TYPES.replace("synchronize]", "synchronize], paths: [src/**]")

OPERATORS = (
    Operator(
        name="soft-job",
        description="a job of the lane is green when it fails",
        touches="/jobs/JOB/continue-on-error",
        propose=_soft_job,
        examples=(
            Example(
                _ci(),
                (
                    _ci(_JOBS.replace("x}]", "x}], continue-on-error: true")),
                    _ci(ok="if: always(), continue-on-error: true, "),
                ),
                _WORKFLOW,
            ),
        ),
    ),
    Operator(
        name="skippable-job",
        description="a job of the lane runs for some events alone",
        touches="/jobs/JOB/if",
        propose=_skippable_job,
        examples=(Example(_ci(), (_ci(_JOBS.replace("x}]", f'x}}], if: "{_SOMETIMES}"')),), _WORKFLOW),),
    ),
    Operator(
        name="drop-job",
        description="a job that the lane names is removed",
        touches="/jobs/JOB",
        propose=_drop_job,
        examples=(Example(_ci(), (_ci("b: {steps: []}"), f"on: push\njobs:\n  {_JOBS}"), _WORKFLOW),),
    ),
    Operator(
        name="drop-need",
        description="the sentinel no longer waits for a job",
        touches="/jobs/JOB/needs",
        propose=_drop_need,
        examples=(
            Example(
                _ci(needs="needs: [a, b], "),
                (_ci(needs="needs: [b], "), _ci(needs="needs: [a], ")),
                _WORKFLOW,
            ),
            Example(_ci(needs="needs: a, "), (_ci(needs=""),), _WORKFLOW),
        ),
    ),
    Operator(
        name="filter-paths",
        description="a workflow of the lane is left out for most changes",
        touches="/on/EVENT/paths",
        propose=_filter_paths,
        examples=(
            Example(_ci(on=_LISTED), (_ci(on=_FILTERED),), _WORKFLOW),
            Example(_ci(on=_TYPES), (_ci(on=_BOTH),), _WORKFLOW),
            Example(_ci(), (), _WORKFLOW),
        ),
    ),
)
