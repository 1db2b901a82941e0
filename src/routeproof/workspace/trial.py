"""A workspace that is edited in thought and judged again: only what an edit can touch is done anew."""

import datetime
import hashlib
import json
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import fields, replace
from typing import Any, cast

from routeproof.checks import ALL
from routeproof.checks.frame import Check, Ran, Subject, run
from routeproof.errors import InputError, RouteproofError
from routeproof.manifest import Document, registry_of
from routeproof.manifest import policy as read
from routeproof.manifest.read import require
from routeproof.manifest.source import read_bytes
from routeproof.matrix import Cell, GoldenRow, cells_of
from routeproof.matrix.golden import COLUMNS
from routeproof.matrix.metadata import COLUMNS as METADATA_COLUMNS
from routeproof.matrix.offered import COLUMNS as OFFERED_COLUMNS
from routeproof.matrix.table import Golden
from routeproof.model.finding import Level
from routeproof.model.registry import Registry
from routeproof.mutate.edit import Edit, applied
from routeproof.mutate.operators.frame import Material
from routeproof.mutate.source import Source, TableSource, YamlSource
from routeproof.mutate.trial import Attempt
from routeproof.verdict import RULES, config_problems, refused
from routeproof.workspace import files
from routeproof.workspace.files import Workspace
from routeproof.workspace.gate import checks_of, located, subject_of, verdict_of

Fields = dict[str, Any]
"""Values for fields of a Workspace, by name."""

_POLICY_FILES: dict[str, tuple[str, Callable[[Document], Fields]]] = {
    files.PINS: ("pins", lambda file: dict(zip(("pins", "upstream_pins"), read.pins_of(file), strict=True))),
    files.PROBES: ("probes", lambda file: {"probes": read.probes_of(file)}),
    files.POLICY: ("policy", lambda file: {"policy": read.policy_of(file)}),
    files.WAIVERS: ("waivers", lambda file: {"waivers": read.waivers_of(file)}),
    files.INVARIANTS: ("invariants", lambda file: {"invariants": read.invariants_of(file)}),
    files.PLATFORM_EXCEPTIONS: (
        "platform-exceptions",
        lambda file: {"platform_exceptions": read.platform_exceptions_of(file)},
    ),
    files.HOSTS: ("hosts", lambda file: {"hosts": read.hosts_of(file)}),
}
_TABLES = {
    files.GOLDEN_CSV: COLUMNS,
    files.METADATA_CSV: METADATA_COLUMNS,
    files.OFFERED_CSV: OFFERED_COLUMNS,
}
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


class WorkspaceTrial:
    """The port of `mutate` to a workspace, on one day and for the checks that are asked for."""

    def __init__(
        self,
        workspace: Workspace,
        today: datetime.date,
        select: Collection[str] = (),
        ignore: Collection[str] = (),
    ) -> None:
        self._workspace, self._today = workspace, today
        self._chosen = checks_of(select, ignore)
        self._subject = subject_of(workspace, workspace.registry)
        self._base: dict[str, Ran] = {}
        self._reads: dict[str, frozenset[str]] = {}
        for check in self._chosen:
            recorder = _Recorder(self._subject)
            self._base[check.id] = run(check, cast("Subject", recorder), self._level(check))
            self._reads[check.id] = frozenset(recorder.seen)
        self.sources: Mapping[str, Source] = dict(_sources(workspace))
        self.material = self._material(workspace, self._subject)
        self.checks = tuple(check.id for check in self._chosen)

    @property
    def fingerprint(self) -> str:
        """A hash of every editable file and of the checks that are run."""
        texts = {file: source.text for file, source in sorted(self.sources.items())}
        return hashlib.sha256(json.dumps([texts, self.checks]).encode()).hexdigest()[:16]

    def attempt(self, edits: Sequence[Edit]) -> Attempt:
        """Judge the workspace with the edits; what its files' rules refuse is a verdict as well."""
        try:
            edited = self._edited(edits)
        except InputError as error:
            return Attempt(refused(error), None)
        subject = subject_of(edited, edited.registry, self._cells(edited))
        changed = self._changed(subject)

        def again(check: Check, subject: Subject, level: Level) -> Ran:
            return self._again(check, subject, level, changed)

        try:
            verdict = verdict_of(edited, subject, self._chosen, again, self._today)
        except RouteproofError as error:
            return Attempt(refused(error), None)
        return Attempt(located(verdict, edited.documents), self._material(edited, subject))

    def affected(self, edit: Edit) -> frozenset[str]:
        """The checks that may answer otherwise: all of them where the edited file is refused."""
        try:
            edited = self._edited([edit])
        except InputError:
            return frozenset(self.checks)
        before = self._workspace
        changed = self._changed(subject_of(edited, edited.registry, self._cells(edited)))
        waivers = {*before.waivers} ^ {*edited.waivers}
        levels = (before.policy.levels.items() ^ edited.policy.levels.items()) if before.policy else ()
        return frozenset(
            {check for check, reads in self._reads.items() if reads & changed}
            | {waiver.check for waiver in waivers}
            | ({rule.id for rule in RULES} if waivers else set())
            | {check for check, _ in levels}
        )

    def _level(self, check: Check) -> Level:
        return self._workspace.policy.levels.get(check.id) or check.level

    def _material(self, workspace: Workspace, subject: Subject) -> Material:
        rules = (*self._chosen, *RULES)
        return Material(
            subject=subject,
            policy=workspace.policy,
            policy_file=files.POLICY,
            waivers=workspace.waivers,
            waivers_file=files.WAIVERS,
            rules=rules,
        )

    def _edited(self, edits: Sequence[Edit]) -> Workspace:
        workspace = self._workspace
        for edit in edits:
            data = applied(self.sources[edit.file].data, edit.changes)
            workspace = replace(workspace, **self._read(edit.file, data, workspace))
        problems = [
            each for side in config_problems(workspace.policy, workspace.waivers, ALL) for each in side
        ]
        if problems:
            raise InputError.of(problems)
        return workspace

    def _read(self, file: str, data: Any, workspace: Workspace) -> Fields:
        """The fields of the workspace that a file with this data gives."""
        if file in _TABLES:
            return _golden(file, data)
        known = workspace.documents.get(file) or self._workspace.documents[workspace.registry_file]
        document = replace(known, file=file, data=data)
        if file == workspace.registry_file:
            return {"registry": self._shared(registry_of(require(document, "registry")))}
        if file in _POLICY_FILES:
            kind, build = _POLICY_FILES[file]
            return build(require(document, kind))
        offered = read.offered_of(require(document, "offered"), self._template)
        offers = (offered if each.document == file else each for each in workspace.offers)
        return {"offers": tuple(offers)}

    def _template(self, file: str) -> bytes:
        return read_bytes(self._workspace.root / file, file)

    def _shared(self, registry: Registry) -> Registry:
        """The registry with the very runtimes of the base where they are equal."""
        known = self._workspace.registry.runtimes
        runtimes = {
            name: known[name] if known.get(name) == runtime else runtime
            for name, runtime in registry.runtimes.items()
        }
        return Registry(registry.providers, runtimes)

    def _differing(self, registry: Registry) -> Registry:
        """The registry with those runtimes alone that are not the base's."""
        known = self._workspace.registry.runtimes
        differing = {name: each for name, each in registry.runtimes.items() if known.get(name) is not each}
        return Registry(registry.providers, differing)

    def _cells(self, edited: Workspace) -> tuple[Cell, ...] | None:
        """The matrix, with the base's cells of every runtime that did not change."""
        if edited.probes is not self._workspace.probes:
            return None
        if edited.registry is self._workspace.registry:
            return self._subject.cells
        differing = self._differing(edited.registry)
        new = cells_of(differing, edited.probe_ids)
        kept = edited.registry.runtimes.keys() - differing.runtimes.keys()
        return (*(cell for cell in self._subject.cells if cell.runtime in kept), *new)

    def _changed(self, subject: Subject) -> frozenset[str]:
        """The fields of the subject that are not the base's."""
        pairs = (
            (each.name, getattr(subject, each.name), getattr(self._subject, each.name))
            for each in fields(Subject)
        )
        return frozenset(name for name, now, was in pairs if now is not was and now != was)

    def _again(self, check: Check, subject: Subject, level: Level, changed: frozenset[str]) -> Ran:
        """What the check says of the edited subject, from what it said before where it read nothing new."""
        before = self._base[check.id]
        touched = self._reads[check.id] & changed
        if level is not self._level(check):
            return run(check, subject, level)
        if not touched:
            return before
        if touched != {"registry"} or not check.by_runtime or before.undecided:
            return run(check, subject, level)
        differing = self._differing(subject.registry)
        new = run(check, replace(subject, registry=differing), level)
        kept = subject.registry.runtimes.keys() - differing.runtimes.keys()
        findings = tuple(finding for finding in before.findings if finding.runtime in kept)
        return replace(new, judged=new.judged + before.judged, findings=(*findings, *new.findings))


def _golden(file: str, lines: list[list[str]]) -> Fields:
    rows = tuple(tuple(line) for line in lines)
    if file == files.GOLDEN_CSV:
        # The number of a line is only for people.
        return {"golden": tuple(GoldenRow(values, number) for number, values in enumerate(rows, 2))}
    return {("metadata" if file == files.METADATA_CSV else "offered"): Golden(file, rows)}


def _sources(workspace: Workspace) -> Iterator[tuple[str, Source]]:
    yaml_files = (workspace.registry_file, *_POLICY_FILES, *(each.document for each in workspace.offers))
    for file in yaml_files:
        yield file, YamlSource(file, workspace.documents.get(file))
    for file, columns in _TABLES.items():
        path = workspace.root / file
        if path.is_file():
            yield file, TableSource(file, columns, path.read_bytes().decode(errors="replace"))
