"""What the checks of a workflow are called when it runs on a change: the contexts that it emits."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice, product
from math import prod

from routeproof.model.workflow import Forge, Job, Matrix, Trigger, Values, Workflow

_MOST_RUNS = 256
"""Runs of one matrix: the forges start no more, and a larger matrix is not multiplied out."""
_MOST_NAMES = 10_000
_LONGEST = 1_000
"""Names beyond these bounds, in number and in characters, are left out: then a context that is required may
be missed and reported, which is the safe side."""
_DEEPEST = 10
"""Workflows that call each other deeper than this are not followed, nor run by the forges."""
_FROM_MATRIX = re.compile(r"\$\{\{\s*matrix\.([\w-]+)\s*\}\}")
_NEW_COMMITS = frozenset({"synchronize", "synchronized"})
"""What GitHub, and what Gitea, calls the arrival of new commits."""
_ANY_BRANCH = frozenset({"*", "**"})

Paths = Mapping[str, Workflow]
"""The workflows by the path that a call uses."""


@dataclass(frozen=True, slots=True)
class Emitted:
    """One context, and the job at the top of the workflow that it speaks for.

    `on_changes` is False when its workflow does not run on every change of a pull request.
    """

    context: str
    workflow: Workflow
    job: Job
    on_changes: bool


def emitted(workflows: Paths) -> Iterator[Emitted]:
    """Every context whose name can be told from the files."""
    names = _Names(workflows)
    for workflow in workflows.values():
        for job in workflow.jobs:
            for name in names.of(job, workflow):
                for context, on_changes in _contexts(name, workflow):
                    yield Emitted(context, workflow, job, on_changes)


def called(job: Job, workflows: Paths) -> Workflow | None:
    """The workflow of this repository that the job calls, if it calls one."""
    return workflows.get((job.uses or "").removeprefix("./")) if job.uses else None


def _contexts(name: str, workflow: Workflow) -> Iterator[tuple[str, bool]]:
    on_changes = [trigger for trigger in workflow.triggers if _on_every_change(trigger)]
    if workflow.forge is Forge.GITHUB:
        yield name, bool(on_changes)
        return
    title = workflow.name or workflow.path.rpartition("/")[2]
    for trigger in workflow.triggers:
        yield f"{title} / {name} ({trigger.event})", trigger in on_changes


def _on_every_change(trigger: Trigger) -> bool:
    """Whether the event happens for each new commit of a pull request, whatever branch it is on."""
    if trigger.event in ("pull_request", "pull_request_target"):
        types = trigger.filter("types")
        return types is None or ("opened" in types and not _NEW_COMMITS.isdisjoint(types))
    if trigger.event == "push":
        branches = trigger.filter("branches")
        if branches is not None:
            return bool(_ANY_BRANCH & {*branches})
        only_tags = trigger.filter("tags") or trigger.filter("tags-ignore")
        return trigger.filter("branches-ignore") is None and not only_tags
    return False


class _Names:
    """The names that the runs of jobs are shown under; none where only a run can tell."""

    def __init__(self, workflows: Paths) -> None:
        self.workflows = workflows
        # By path and depth: without it, workflows that call each other often would take for ever.
        self.known: dict[tuple[str, int], tuple[str, ...]] = {}

    def of(self, job: Job, workflow: Workflow, depth: int = 0) -> Iterator[str]:
        own = _own_names(job, workflow.forge)
        if job.uses is None:
            yield from own
            return
        target = called(job, self.workflows)
        if target is not None and depth < _DEEPEST:
            inner = self.within(target, depth + 1)
            yield from (f"{outer} / {name}" for outer in own for name in inner)

    def within(self, workflow: Workflow, depth: int) -> tuple[str, ...]:
        key = (workflow.path, depth)
        if key not in self.known:
            names = (name for job in workflow.jobs for name in self.of(job, workflow, depth))
            self.known[key] = tuple(islice(names, _MOST_NAMES))
        return self.known[key]


def _own_names(job: Job, forge: Forge) -> Iterator[str]:
    base = job.name or job.id
    for values in _combinations(job.matrix):
        if len(base) + sum(len(value) for _, value in values) <= _LONGEST:
            name = _one_name(base, values, forge)
            if "${{" not in name:
                yield name


def _one_name(base: str, values: Values, forge: Forge) -> str:
    """The name of one run of a job: its values are put into the name, or behind one that asks for none."""
    if "${{" in base:
        known = dict(values)
        return _FROM_MATRIX.sub(lambda found: known.get(found[1], found[0]), base)
    if not values:
        return base
    # GitHub keeps the order of the file, Gitea sorts the axes by their names.
    ordered = values if forge is Forge.GITHUB else sorted(values)
    return f"{base} ({', '.join(value for _, value in ordered)})"


def _combinations(matrix: Matrix | None) -> tuple[Values, ...]:
    """Every combination that is run: a job without a matrix runs once, without values."""
    if matrix is None:
        return ((),)
    return combined(matrix) if matrix.known else ()


def combined(matrix: Matrix) -> tuple[Values, ...]:
    """Every combination that the matrix runs; none when there are too many to be run."""
    axes = matrix.axes
    if prod(len(values) for _, values in axes) > _MOST_RUNS or len(matrix.include) > _MOST_RUNS:
        return ()
    rows = [
        dict(zip((key for key, _ in axes), row, strict=True)) for row in product(*(each for _, each in axes))
    ]
    out = [dict(each).items() for each in matrix.exclude]
    original = [row for row in rows if row and not any(each <= row.items() for each in out)]
    extended = [dict(row) for row in original]
    alone = []
    for extra in matrix.include:
        # An entry extends every original combination that it does not contradict; else it is one of its own.
        fitting = [
            at for at, row in enumerate(original) if all(row.get(key, value) == value for key, value in extra)
        ]
        for at in fitting:
            extended[at].update(extra)
        if not fitting:
            alone.append(dict(extra))
    return tuple(tuple(row.items()) for row in (*extended, *alone))
