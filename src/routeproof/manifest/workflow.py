"""From a workflow, read in the dialect of CI servers, and from `checks/lane.yaml` to the values of the lane.

Only what the lane needs is looked at; whether the rest means anything is the CI server's business.
"""

from collections.abc import Iterator
from typing import Any

from routeproof.errors import InputError, Problem, pointer
from routeproof.manifest.yaml import Document
from routeproof.model.workflow import (
    DEFAULT_COMMAND,
    Forge,
    Job,
    Lane,
    Matrix,
    Need,
    Trigger,
    Values,
    Workflow,
    WorkflowStep,
)

_AXES_BESIDE = ("include", "exclude")
_SHELL, _FOLDER = "shell", "working-directory"


def lane_of(document: Document) -> Lane:
    """Build the lane of a document that was read as `lane`."""
    data = document.data
    audit = data.get("audit")
    return Lane(
        file=document.file,
        sentinel=data["sentinel"],
        routeproof_job=data["routeproof_job"],
        required=tuple(data["required"]),
        audit=None if audit is None else tuple(audit),
        external=tuple(data.get("external") or ()),
        repository=data.get("repository") or ".",
        forge=Forge(data["forge"]) if data.get("forge") else None,
        command=data.get("command") or DEFAULT_COMMAND,
    )


def workflow_of(document: Document, path: str, forge: Forge) -> Workflow:
    """Build the workflow of a document; InputError with every place whose shape no CI server accepts."""
    return _Workflow(document).built(path, forge)


class _Workflow:
    """Reads one document and collects what has the wrong shape."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.problems: list[Problem] = []
        self.defaults: dict[str, str] = {}
        """How scripts are run where neither the step nor its job says so."""

    def built(self, path: str, forge: Forge) -> Workflow:
        top = self.mapping(self.document.data, "")
        self.defaults = _run_defaults(top)
        workflow = Workflow(
            file=self.document.file,
            path=path,
            forge=forge,
            name=self.text(top.get("name"), "/name"),
            triggers=tuple(self.triggers(top.get("on"))),
            jobs=tuple(self.job(name, entry) for name, entry in self.entries(top, "jobs", "")),
            values=_values(top.get("env")),
        )
        if not workflow.triggers or not workflow.jobs:
            missing = "on" if not workflow.triggers else "jobs"
            self.problems.append(self.document.problem("", f"missing key `{missing}`, or nothing under it"))
        if self.problems:
            raise InputError.of(self.problems)
        return workflow

    def triggers(self, value: Any) -> Iterator[Trigger]:
        if isinstance(value, dict):
            for event, filters in value.items():
                at = pointer("on", event)
                lists = filters.items() if isinstance(filters, dict) else ()
                yield Trigger(
                    event=event,
                    # Booleans and mappings, such as the inputs of a call, filter nothing.
                    filters=tuple(
                        (key, self.texts(each, at + pointer(key)))
                        for key, each in lists
                        if isinstance(each, list | str)
                    ),
                    pointer=at,
                )
        else:
            for event in self.texts(value, "/on"):
                yield Trigger(event=event, pointer="/on")

    def job(self, name: str, entry: dict[str, Any]) -> Job:
        at = pointer("jobs", name)
        strategy = self.mapping(entry.get("strategy"), f"{at}/strategy")
        steps = entry.get("steps")
        listed = self.sequence(steps, f"{at}/steps") if steps is not None else []
        defaults = self.defaults | _run_defaults(entry)
        return Job(
            id=name,
            name=self.text(entry.get("name"), f"{at}/name"),
            needs=tuple(self.needs(entry.get("needs"), f"{at}/needs")),
            condition=self.text(entry.get("if"), f"{at}/if"),
            soft=_is_soft(entry.get("continue-on-error")),
            uses=self.text(entry.get("uses"), f"{at}/uses"),
            matrix=_matrix(strategy.get("matrix")),
            values=_values(entry.get("env")),
            steps=tuple(
                self.step(each, f"{at}/steps/{index}", defaults) for index, each in enumerate(listed)
            ),
            pointer=at,
        )

    def needs(self, value: Any, at: str) -> Iterator[Need]:
        if isinstance(value, list):
            for index, each in enumerate(self.texts(value, at)):
                yield Need(job=each, pointer=f"{at}/{index}")
        elif (job := self.text(value, at)) is not None:
            yield Need(job=job, pointer=at)

    def step(self, value: Any, at: str, defaults: dict[str, str]) -> WorkflowStep:
        entry = self.mapping(value, at)
        run = defaults | dict(_values(entry))
        return WorkflowStep(
            run=self.text(entry.get("run"), f"{at}/run") or "",
            uses=self.text(entry.get("uses"), f"{at}/uses") or "",
            condition=self.text(entry.get("if"), f"{at}/if"),
            soft=_is_soft(entry.get("continue-on-error")),
            values=(*_values(entry.get("env")), *_values(entry.get("with"))),
            inputs=_values(entry.get("with")),
            shell=run.get(_SHELL) or None,
            folder=run.get(_FOLDER) or None,
            pointer=at,
        )

    def entries(self, data: dict[str, Any], key: str, at: str) -> Iterator[tuple[str, dict[str, Any]]]:
        """The mappings in the mapping under a key."""
        for name, entry in self.mapping(data.get(key), at + pointer(key)).items():
            yield name, self.mapping(entry, at + pointer(key, name))

    def mapping(self, value: Any, at: str) -> dict[str, Any]:
        return value if isinstance(value, dict) else self.other(value, at, "a mapping", {})

    def sequence(self, value: Any, at: str) -> list[Any]:
        return value if isinstance(value, list) else self.other(value, at, "a list", [])

    def texts(self, value: Any, at: str) -> tuple[str, ...]:
        """A list of texts; one text alone counts as a list of it."""
        entries = [value] if isinstance(value, str) else self.sequence(value, at)
        return tuple(self.text(each, f"{at}/{index}") or "" for index, each in enumerate(entries))

    def text(self, value: Any, at: str) -> str | None:
        if isinstance(value, dict | list):
            self.other(value, at, "a text", None)
            return None
        return None if value is None else format_scalar(value)

    def other(self, value: Any, at: str, wanted: str, instead: Any) -> Any:
        if value is not None:
            self.problems.append(self.document.problem(at, f"expected {wanted}"))
        return instead


def format_scalar(value: Any) -> str:
    """A scalar as CI servers print it: `3.10` is the number 3.1."""
    if value is None or isinstance(value, bool):
        return "" if value is None else str(value).lower()
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def _matrix(value: Any) -> Matrix | None:
    if value is None:
        return None
    if not isinstance(value, dict):
        return Matrix(known=False)
    axes = {key: each for key, each in value.items() if key not in _AXES_BESIDE}
    beside = [value.get(key) or [] for key in _AXES_BESIDE]
    plain = all(isinstance(each, list) and not any(map(_is_nested, each)) for each in axes.values())
    flat = all(isinstance(each, list) and all(map(_is_flat, each)) for each in beside)
    if not plain or not flat:
        return Matrix(known=False)
    include, exclude = (tuple(map(_values, each)) for each in beside)
    texts = tuple((key, tuple(map(format_scalar, each))) for key, each in axes.items())
    return Matrix(axes=texts, include=include, exclude=exclude)


def _values(value: Any) -> Values:
    pairs = value.items() if isinstance(value, dict) else ()
    return tuple((key, format_scalar(each)) for key, each in pairs if not _is_nested(each))


def _run_defaults(entry: dict[str, Any]) -> dict[str, str]:
    """What `defaults` says of how scripts are run, of a workflow or of a job."""
    defaults = entry.get("defaults")
    return dict(_values(defaults.get("run"))) if isinstance(defaults, dict) else {}


def _is_nested(value: Any) -> bool:
    return isinstance(value, dict | list)


def _is_flat(value: Any) -> bool:
    return isinstance(value, dict) and not any(map(_is_nested, value.values()))


def _is_soft(value: Any) -> bool:
    # An expression may come out true: only what is plainly false is hard.
    return value not in (None, False, "false")
