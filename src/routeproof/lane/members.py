"""Which jobs stand in the lane: what the sentinels need, what is required directly, and what those call."""

from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from routeproof.lane.contexts import Emitted, called, emitted
from routeproof.model.workflow import Job, Lane, Workflow

_MOST_CONTEXTS = 20_000
"""More are not looked at: a required one among them is reported as missing, which is the safe side."""


@dataclass(frozen=True, slots=True)
class Member:
    """A job with its workflow."""

    workflow: Workflow
    job: Job


@dataclass(frozen=True, slots=True)
class Layout:
    """What the files say before anything is judged.

    `members` are the jobs that have to be green, the sentinels aside; `guarded` are the ids of those that
    branch protection really waits for, because a required context stands for them or for their sentinel.
    """

    lane: Lane
    workflows: tuple[Workflow, ...]
    contexts: tuple[Emitted, ...]
    sentinels: tuple[Member, ...]
    members: tuple[Member, ...]
    guarded: frozenset[str]


def layout_of(workflows: Iterable[Workflow], lane: Lane) -> Layout:
    """Find the sentinels and the jobs that they, or branch protection itself, ask for."""
    paths = {workflow.path: workflow for workflow in workflows}
    contexts = tuple(islice(emitted(paths), _MOST_CONTEXTS))
    required = {*lane.required}
    direct = [Member(each.workflow, each.job) for each in contexts if each.context in required]
    sentinels = tuple(
        Member(workflow, job)
        for workflow in paths.values()
        for job in workflow.jobs
        if job.id == lane.sentinel
    )
    needed = [Member(each.workflow, job) for each in sentinels for job in _needed(each)]
    waited_for = [each for each in sentinels if each in direct]
    guarded = [*direct, *(Member(each.workflow, job) for each in waited_for for job in _needed(each))]
    members = _with_called([*needed, *direct], paths)
    return Layout(
        lane,
        tuple(paths.values()),
        contexts,
        sentinels,
        tuple(each for each in members if each not in sentinels),
        frozenset(each.job.id for each in _with_called(guarded, paths)),
    )


def _needed(sentinel: Member) -> Iterator[Job]:
    ids = {need.job for need in sentinel.job.needs}
    return (job for job in sentinel.workflow.jobs if job.id in ids)


def _with_called(members: Iterable[Member], paths: dict[str, Workflow]) -> list[Member]:
    """The members, each once, and every job of the workflows that they call, directly or not."""
    waiting = deque(members)
    # By place, because a job holds everything that is written in it: hashing it again and again is slow.
    found: dict[tuple[str, str], Member] = {}
    while waiting:
        member = waiting.popleft()
        place = (member.workflow.path, member.job.id)
        if place not in found:
            found[place] = member
            target = called(member.job, paths)
            waiting += [Member(target, job) for job in target.jobs] if target else []
    return [*found.values()]
