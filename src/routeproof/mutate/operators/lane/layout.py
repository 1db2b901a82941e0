"""Where operators find the lane: the jobs that have to be green, and the steps in them that judge."""

from collections.abc import Iterator

from routeproof.lane import Layout, Member, layout_of
from routeproof.model.workflow import WorkflowStep
from routeproof.mutate.edit import Change
from routeproof.mutate.operators.frame import Material, Proposal

_ACTION = "/routeproof@"


def layout(material: Material) -> Layout | None:
    """What the lane and the workflows say; None where no lane is declared."""
    lane = material.declared.lane
    return None if lane is None else layout_of(material.workflows, lane)


def sentinels(material: Material) -> tuple[Member, ...]:
    """The jobs that need every other one."""
    found = layout(material)
    return found.sentinels if found else ()


def members(material: Material) -> tuple[Member, ...]:
    """The other jobs that have to be green."""
    found = layout(material)
    return found.members if found else ()


def indispensable(material: Material) -> tuple[Member, ...]:
    """The jobs that a sentinel or branch protection names: without one of them the lane is broken."""
    found = layout(material)
    if found is None:
        return ()
    required = {*found.lane.required}
    direct = {(each.workflow.path, each.job.id) for each in found.contexts if each.context in required}
    needed = {(each.workflow.path, need.job) for each in found.sentinels for need in each.job.needs}
    jobs = (*found.members, *found.sentinels)
    return tuple(each for each in jobs if (each.workflow.path, each.job.id) in direct | needed)


def required_workflows(material: Material) -> frozenset[str]:
    """The files of the workflows with those jobs."""
    return frozenset(each.workflow.file for each in indispensable(material))


def gate_steps(material: Material) -> Iterator[tuple[Member, WorkflowStep]]:
    """The steps that run routeproof, in the job that is declared to do so."""
    lane = material.declared.lane
    for member in (*members(material), *sentinels(material)):
        if lane is None or member.job.id != lane.routeproof_job:
            continue
        for step in member.job.steps:
            if lane.command in step.run or _ACTION in step.uses:
                yield member, step


def edit(member: Member, description: str, *changes: Change, locus: str = "", new: str = "") -> Proposal:
    """Propose an edit of a job or a step of the lane."""
    return Proposal(
        changes=changes,
        locus=f"{member.workflow.path} / {member.job.id}{' / ' if locus else ''}{locus}",
        description=description,
        replacement=new,
        file=member.workflow.file,
    )
