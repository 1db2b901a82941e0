"""A CI workflow as far as the required lane is concerned, and what a team declares about that lane.

A `pointer` (RFC 6901) leads into the file of the workflow.
"""

from dataclasses import dataclass
from enum import StrEnum

Values = tuple[tuple[str, str], ...]
"""Names with their values, in the order of the file; a value is the text that CI shows."""

DEFAULT_COMMAND = "routeproof check"
"""What the job that runs routeproof runs, unless the lane declares something else."""


class Forge(StrEnum):
    """Who runs the workflows: it decides what a check is called."""

    GITHUB = "github"
    GITEA = "gitea"


@dataclass(frozen=True, slots=True, kw_only=True)
class Trigger:
    """One event that starts a workflow; `filters` are the lists under it, for example `paths`."""

    event: str
    filters: tuple[tuple[str, tuple[str, ...]], ...] = ()
    pointer: str = ""

    def filter(self, name: str) -> tuple[str, ...] | None:
        """The list under that name, or None when there is none."""
        return next((values for key, values in self.filters if key == name), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Need:
    """One entry of a job's `needs`."""

    job: str
    pointer: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkflowStep:
    """One step; `soft` when its failure is passed over (`continue-on-error`, or what may become it)."""

    run: str = ""
    uses: str = ""
    condition: str | None = None
    soft: bool = False
    values: Values = ()
    """What it is given under `env` and `with`."""
    inputs: Values = ()
    """What it is given under `with` alone."""
    shell: str | None = None
    """Its own shell, or the default of its job or its workflow; likewise the folder that it runs in."""
    folder: str | None = None
    pointer: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Matrix:
    """The axes of a matrix, and what is added to and taken from their product.

    `known` is False for what only a run can tell: an expression, or a value that is a list or a mapping.
    """

    axes: tuple[tuple[str, tuple[str, ...]], ...] = ()
    include: tuple[Values, ...] = ()
    exclude: tuple[Values, ...] = ()
    known: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """One job; `uses` names the workflow that it calls in place of having steps."""

    id: str
    name: str | None = None
    needs: tuple[Need, ...] = ()
    condition: str | None = None
    soft: bool = False
    uses: str | None = None
    matrix: Matrix | None = None
    values: Values = ()
    """What all its steps are given under `env`."""
    steps: tuple[WorkflowStep, ...] = ()
    pointer: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Workflow:
    """One workflow: `file` as messages call it, `path` as other workflows of the repository call it."""

    file: str
    path: str
    forge: Forge
    name: str | None = None
    triggers: tuple[Trigger, ...] = ()
    jobs: tuple[Job, ...] = ()
    values: Values = ()
    """What all its jobs are given under `env`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lane:
    """What has to be green before a change is merged, as the team declares it.

    `required` are the contexts that branch protection waits for, `audit` those that the audit list holds
    (None when there is no such list), `external` those that something other than a workflow reports.
    """

    file: str
    sentinel: str
    routeproof_job: str
    required: tuple[str, ...]
    audit: tuple[str, ...] | None = None
    external: tuple[str, ...] = ()
    repository: str = "."
    """The folder of the workflows' repository, relative to the workspace."""
    forge: Forge | None = None
    """None: whatever the folder of a workflow says."""
    command: str = DEFAULT_COMMAND
    """What the job that runs routeproof is seen to run."""
