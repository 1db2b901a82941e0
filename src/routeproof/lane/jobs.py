"""What is wrong with the jobs of the lane: not needed, not there, skippable, soft, or not required."""

import re
from collections.abc import Iterator
from itertools import islice

from routeproof.errors import pointer
from routeproof.lane.condition import always_runs, is_event_gate
from routeproof.lane.gap import GapKind, LaneGap
from routeproof.lane.members import Layout, Member
from routeproof.lane.quote import in_backticks
from routeproof.markup import nearest
from routeproof.model.workflow import Workflow, WorkflowStep

_PATH_FILTERS = ("paths", "paths-ignore")
_MOST_NAMES = 200
"""Names among which the one that was probably meant is looked for: it takes a while."""
_ROUTEPROOF = "routeproof"
_SWALLOWED = re.compile(r"\brouteproof [^\n|]*\|\|\s*(?:true\b|:(?=\s|$)|exit 0\b|echo\b)")


def to_need(layout: Layout) -> Iterator[tuple[Member, Member]]:
    """Each sentinel with each job that it has to need: all but itself and those for some events alone."""
    for sentinel in layout.sentinels:
        for job in sentinel.workflow.jobs:
            if job.id != sentinel.job.id and not is_event_gate(job.condition):
                yield sentinel, Member(sentinel.workflow, job)


def unneeded(layout: Layout) -> Iterator[LaneGap]:
    """F1: jobs that can fail while the sentinel is green."""
    needed = {each.workflow.path: {need.job for need in each.job.needs} for each in layout.sentinels}
    for sentinel, member in to_need(layout):
        job = member.job
        if job.id not in needed[sentinel.workflow.path]:
            yield LaneGap(
                kind=GapKind.UNNEEDED,
                message=f"job `{job.id}` can fail unseen: `{sentinel.job.id}` does not need it",
                hint=f"add it to the `needs` of `{sentinel.job.id}`",
                file=member.workflow.file,
                pointer=job.pointer,
                key=f"{member.workflow.path} {job.id}",
            )


def unknown_needs(layout: Layout) -> Iterator[LaneGap]:
    """F1b: needs without a job; a forge refuses the workflow, or waits forever."""
    for workflow in layout.workflows:
        ids = {job.id: None for job in workflow.jobs}
        likely = [*islice(ids, _MOST_NAMES)]
        for job in workflow.jobs:
            for need in job.needs:
                if need.job in ids:
                    continue
                near = nearest(need.job[:100], likely)
                yield LaneGap(
                    kind=GapKind.UNKNOWN_NEED,
                    message=f"job `{job.id}` needs `{need.job}`, which is no job of this workflow",
                    hint=f"did you mean `{near}`?" if near is not None else "remove it, or restore the job",
                    file=workflow.file,
                    pointer=need.pointer,
                    key=f"{workflow.path} {job.id} {need.job}",
                )


def skippable(layout: Layout) -> Iterator[LaneGap]:
    """Members that can be left out of a run, by themselves or with their whole workflow."""
    for member in layout.members:
        job = member.job
        if not always_runs(job.condition):
            yield _gap(
                GapKind.SKIPPABLE,
                member,
                "if",
                f"job `{job.id}` has to be green and can be skipped: {in_backticks(f'if: {job.condition}')}",
                "let it run always and decide inside of it, or take it out of the lane",
            )
        elif (steps := _working(member)) and not any(always_runs(step.condition) for step in steps):
            yield _gap(
                GapKind.SKIPPABLE,
                member,
                "steps",
                f"job `{job.id}` can be green without doing anything: every step has an `if`",
                "let at least the step that judges run always",
            )
    for workflow in _judged_workflows(layout):
        yield from _path_filters(workflow)


def _path_filters(workflow: Workflow) -> Iterator[LaneGap]:
    for trigger in workflow.triggers:
        for name in _PATH_FILTERS:
            if trigger.filter(name) is not None:
                yield LaneGap(
                    kind=GapKind.SKIPPABLE,
                    message=f"the whole workflow can be left out: `{name}` filters `{trigger.event}` by path",
                    hint="remove the filter: a change that it leaves out waits forever, or is not judged",
                    file=workflow.file,
                    pointer=trigger.pointer + pointer(name),
                    key=f"{workflow.path} {trigger.event} {name}",
                )


def _judged_workflows(layout: Layout) -> Iterator[Workflow]:
    paths = {each.workflow.path for each in (*layout.members, *layout.sentinels)}
    return (workflow for workflow in layout.workflows if workflow.path in paths)


def soft(layout: Layout) -> Iterator[LaneGap]:
    """Members, and sentinels, that are green although they failed."""
    for member in (*layout.members, *layout.sentinels):
        job, steps = member.job, _working(member)
        own = layout.lane.command if job.id == layout.lane.routeproof_job else _ROUTEPROOF
        judging = [step for step in steps if _ROUTEPROOF in f"{step.run} {step.uses}" or own in step.run]
        if job.soft:
            where, what = "continue-on-error", "`continue-on-error` on the job"
        elif steps and all(step.soft for step in steps):
            where, what = "steps", "`continue-on-error` on every step"
        elif any(step.soft for step in judging):
            where, what = "steps", "`continue-on-error` on the step that runs routeproof"
        elif any(_SWALLOWED.search(step.run) for step in judging):
            where, what = "steps", "its script goes on when routeproof has failed"
        else:
            continue
        message = f"job `{job.id}` has to be green and cannot fail: {what}"
        hint = "remove `||`" if "script" in what else "remove `continue-on-error`"
        yield _gap(GapKind.SOFT, member, where, message, f"{hint}: the lane is for what must hold")


def _working(member: Member) -> list[WorkflowStep]:
    """The steps that do the job's work: those that run a script, or all when none does."""
    steps = member.job.steps
    return [step for step in steps if step.run] or [*steps]


def not_required(layout: Layout) -> Iterator[LaneGap]:
    """The job that runs routeproof, when nothing that branch protection waits for depends on it."""
    name, sentinel = layout.lane.routeproof_job, layout.lane.sentinel
    if name in layout.guarded:
        return
    if not any(job.id == name for workflow in layout.workflows for job in workflow.jobs):
        why, hint = "no workflow has such a job", "name the job whose steps run `routeproof check`"
    elif name in {each.job.id for each in layout.members}:
        why = f"`{sentinel}` needs it, and no required context stands for `{sentinel}`"
        hint = "require the sentinel's context in branch protection, and list it under `required`"
    else:
        why, hint = f"`{sentinel}` does not need it", f"add it to the `needs` of `{sentinel}`"
    yield LaneGap(
        kind=GapKind.NOT_REQUIRED,
        message=f"nothing waits for job `{name}`, which runs routeproof: {why}",
        hint=hint,
        file=layout.lane.file,
        pointer="/routeproof_job",
        key=name,
    )


def _gap(kind: GapKind, member: Member, where: str, message: str, hint: str) -> LaneGap:
    workflow, job = member.workflow, member.job
    return LaneGap(
        kind=kind,
        message=message,
        hint=hint,
        file=workflow.file,
        pointer=f"{job.pointer}/{where}",
        key=f"{workflow.path} {job.id} {where}",
    )
