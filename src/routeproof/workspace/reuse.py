"""What need not be done anew when a workspace is edited: the answers of checks that the edit cannot touch."""

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from typing import Any, cast

from routeproof.checks.frame import Check, Ran, Scope, Subject, run
from routeproof.matrix import cells_of
from routeproof.model.finding import Level
from routeproof.model.registry import Registry, Runtime
from routeproof.resolve.credentials import known_credentials, platform_names
from routeproof.workspace.files import Workspace
from routeproof.workspace.gate import subject_of

_METHODS = {"arms": "registry", "runtimes": "registry"}
"""What a method of the Subject reads."""


class _Recorder:
    """Stands before a Subject and notes which of its fields a check looks at."""

    def __init__(self, subject: Subject) -> None:
        self.subject = subject
        self.seen: set[str] = set()

    def __getattr__(self, name: str) -> Any:
        self.seen.add(_METHODS.get(name, name))
        return getattr(self.subject, name)


@dataclass(frozen=True, slots=True)
class Touched:
    """What an edit changed: fields of the Subject, and runtimes that do not route as they did."""

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

    A check is a function of the fields of the Subject that it reads: where those are equal, so is its
    answer. Of the registry it says in its scope how much it reads.
    """

    def __init__(self, workspace: Workspace, checks: Sequence[Check]) -> None:
        self.workspace = workspace
        self.checks = checks
        self.subject = subject_of(workspace, workspace.registry)
        self.answers: dict[str, Ran] = {}
        self.reads: dict[str, frozenset[str]] = {}
        for check in checks:
            recorder = _Recorder(self.subject)
            self.answers[check.id] = run(check, cast("Subject", recorder), self._level(check))
            self.reads[check.id] = frozenset(recorder.seen)

    def edited(self, workspace: Workspace) -> tuple[Subject, Touched]:
        """The subject of the edited workspace, and what in it is not as it was."""
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
        subject = self._subject(workspace, narrowed, kept)
        touched = Touched(
            fields=self._changed(subject),
            differing=narrowed,
            kept=kept,
            gone=bool(known.keys() - registry.runtimes.keys()),
            same_keys=registry is base.registry or _keys(registry) == _keys(base.registry),
        )
        return subject, touched

    def run(self, check: Check, subject: Subject, level: Level, touched: Touched) -> Ran:
        """What the check says of the edited subject.

        How much it judges is not counted again: no edit of one place leaves a check without anything.
        """
        before = self.answers[check.id]
        read = self.reads[check.id] & touched.fields
        if not read and level is self._level(check):
            return before
        if read == {"registry"} and level is self._level(check) and not before.undecided:
            return self._routes(check, subject, level, touched)
        return run(check, subject, level, before.judged)

    def _routes(self, check: Check, subject: Subject, level: Level, touched: Touched) -> Ran:
        """The answer of a check that reads nothing new but the registry."""
        before = self.answers[check.id]
        whole = check.scope is Scope.REGISTRY or (check.scope is not Scope.RUNTIME and not touched.same_keys)
        if whole or (check.scope is Scope.ROUTES and (touched.differing.runtimes or touched.gone)):
            return run(check, subject, level, before.judged)
        findings = tuple(finding for finding in before.findings if finding.runtime in touched.kept)
        if not touched.differing.runtimes:
            return replace(before, findings=findings) if touched.gone else before
        new = run(check, replace(subject, registry=touched.differing), level, before.judged)
        return replace(new, findings=(*findings, *new.findings))

    def _subject(self, workspace: Workspace, differing: Registry, kept: frozenset[str]) -> Subject:
        base = self.workspace
        if workspace.probes is not base.probes:
            return subject_of(workspace, workspace.registry)
        cells = [cell for cell in self.subject.cells if cell.runtime in kept]
        cells += cells_of(differing, workspace.probe_ids) if differing.runtimes else ()
        same = kept == base.registry.runtimes.keys() and workspace.offers is base.offers
        return subject_of(workspace, workspace.registry, tuple(cells), self.subject.drifts if same else None)

    def _changed(self, subject: Subject) -> frozenset[str]:
        names = (each.name for each in fields(Subject))
        pairs = ((name, getattr(subject, name), getattr(self.subject, name)) for name in names)
        return frozenset(name for name, now, was in pairs if now is not was and now != was)

    def _level(self, check: Check) -> Level:
        return self.workspace.policy.levels.get(check.id) or check.level


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
