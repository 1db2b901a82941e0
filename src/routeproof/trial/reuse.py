"""What need not be done anew when a workspace is edited: the answers of checks that the edit cannot touch."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields, is_dataclass, replace
from typing import Any

from routeproof.checks.subjects.registry import Scope
from routeproof.gate import KIND_OF, SUITE_OF, Subjects
from routeproof.harness import Check, Level, Ran, run_check
from routeproof.matrix import cells_of
from routeproof.model.registry import Registry, Runtime
from routeproof.resolve.credentials import known_credentials, platform_names
from routeproof.workspace import Workspace

_KINDS = tuple(dict.fromkeys(KIND_OF.values()))
"""The subjects by name; a field of one is told as `kind.field`."""
_METHODS = {"arms": "registry", "runtimes": "registry"}
"""What a method of a subject reads."""


class _Recorder:
    """Stands before a subject and notes which of its fields a check looks at."""

    def __init__(self, kind: str, subject: Any) -> None:
        self.kind = kind
        self.subject = subject
        self.seen: set[str] = set()

    def __getattr__(self, name: str) -> Any:
        self.seen.add(f"{self.kind}.{_METHODS.get(name, name)}")
        return getattr(self.subject, name)


@dataclass(frozen=True, slots=True)
class Touched:
    """What an edit changed: fields of the subjects, and runtimes that do not route as they did."""

    fields: frozenset[str]
    differing: Registry
    """The edited registry with those runtimes alone; the whole of it where some are gone."""
    kept: frozenset[str]
    """The other runtimes."""
    gone: bool
    """Whether a runtime of the base is missing."""
    same_keys: bool
    """Whether the catalogue knows the credentials it did."""


class Reuse:
    """The answers of the checks on one workspace, and which of them still hold when it is edited.

    A check is a function of the fields of its subject that it reads: where those are equal, so is its
    answer. Of the registry it says in its scope how much it reads.
    """

    def __init__(self, workspace: Workspace, checks: Sequence[Check[Any]]) -> None:
        self.workspace = workspace
        self.checks = checks
        self.subjects = Subjects(workspace)
        self.answers: dict[str, Ran] = {}
        self.reads: dict[str, frozenset[str]] = {}
        for check in checks:
            subject, kind = SUITE_OF[check.id].subject(self.subjects), KIND_OF[SUITE_OF[check.id].name]
            recorder = None if subject is None else _Recorder(kind, subject)
            self.answers[check.id] = run_check(check, recorder, self._level(check))
            # A check without a subject has read that there is none.
            self.reads[check.id] = frozenset([kind]) if recorder is None else frozenset(recorder.seen)

    def edited(self, workspace: Workspace) -> tuple[Subjects, Touched]:
        """The subjects of the edited workspace, and what in them is not as it was."""
        base, registry = self.workspace, workspace.registry
        known = base.registry.runtimes
        differing = {
            name: runtime
            for name, runtime in registry.runtimes.items()
            if name not in known
            or (known[name] is not runtime and _routing(known[name]) != _routing(runtime))
        }
        kept = frozenset(registry.runtimes.keys() - differing.keys())
        narrowed = replace(registry, runtimes=differing)
        subjects = self._subjects(workspace, narrowed, kept)
        touched = Touched(
            fields=frozenset(self._changed_fields(subjects)),
            differing=narrowed,
            kept=kept,
            gone=bool(known.keys() - registry.runtimes.keys()),
            same_keys=registry is base.registry or _keys(registry) == _keys(base.registry),
        )
        return subjects, touched

    def is_clean(self, check: Check[Any]) -> bool:
        """Whether the check finds nothing in the workspace as it is."""
        answer = self.answers[check.id]
        return not answer.findings and not answer.undecided

    def run(self, check: Check[Any], subject: Any, level: Level, touched: Touched) -> Ran:
        """What the check says of the edited subject.

        How much it judges is not counted again where only the registry differs: no edit of one place there
        leaves a check without anything.
        """
        before = self.answers[check.id]
        read = self.reads[check.id] & touched.fields
        if not read and level is self._level(check):
            return before
        if read <= _REGISTRIES and level is self._level(check) and not before.undecided:
            return self._routes(check, subject, level, touched)
        return run_check(check, subject, level)

    def _routes(self, check: Check[Any], subject: Any, level: Level, touched: Touched) -> Ran:
        """The answer of a check that reads nothing new but the registry."""
        before = self.answers[check.id]
        whole = check.reuse in (None, Scope.ANY_CHANGE) or (
            check.reuse is not Scope.RUNTIME and not touched.same_keys
        )
        if whole or (check.reuse is Scope.ROUTES and (touched.differing.runtimes or touched.gone)):
            return run_check(check, subject, level, before.judged)
        findings = tuple(
            finding for finding in before.findings if finding.coordinate("runtime") in touched.kept
        )
        if not touched.differing.runtimes:
            return replace(before, findings=findings) if touched.gone else before
        new = run_check(check, replace(subject, registry=touched.differing), level, before.judged)
        return replace(new, findings=(*findings, *new.findings))

    def _subjects(self, workspace: Workspace, differing: Registry, kept: frozenset[str]) -> Subjects:
        base = self.workspace
        if workspace.declared.probes is not base.declared.probes:
            return Subjects(workspace, like=self.subjects)
        cells = [cell for cell in self.subjects.cells if cell.runtime in kept]
        cells += cells_of(differing, workspace.probe_ids) if differing.runtimes else ()
        same = kept == base.registry.runtimes.keys() and workspace.offers is base.offers
        drifts = self.subjects.offers.drifts if same else None
        return Subjects(workspace, tuple(cells), drifts, like=self.subjects)

    def _changed_fields(self, subjects: Subjects) -> Iterator[str]:
        """Every field of a subject that is not as it was; a subject itself where it came or went."""
        for kind in _KINDS:
            now, was = getattr(subjects, kind), getattr(self.subjects, kind)
            if now is None or was is None:
                yield from (kind, *_names(kind, was)) if now is not was else ()
                continue
            for name in _names(kind, now):
                field = name.partition(".")[2]
                one, other = getattr(now, field), getattr(was, field)
                if one is not other and one != other:
                    yield name

    def _level(self, check: Check[Any]) -> Level:
        return self.workspace.declared.policy.levels.get(check.id) or check.level


_REGISTRIES = frozenset(f"{kind}.registry" for kind in _KINDS)


def _names(kind: str, subject: Any) -> tuple[str, ...]:
    return tuple(f"{kind}.{each.name}" for each in fields(subject)) if is_dataclass(subject) else ()


def _routing(runtime: Runtime) -> object:
    """What decides where the ids of a runtime go, and nothing else."""
    return [
        (
            arm.name,
            arm.payer,
            arm.provider.model_prefix_match,
            arm.provider.auth_env,
            arm.models,
            arm.withdrawn_models,
        )
        for arm in runtime.arms
    ]


def _keys(registry: Registry) -> object:
    """What a check may know of providers that stand on no runtime that it looks at."""
    whose = {
        (each.name, each.payer, each.upstream_vendor, each.auth_token_env) for each in registry.providers
    }
    return whose, known_credentials(registry), platform_names(registry)
