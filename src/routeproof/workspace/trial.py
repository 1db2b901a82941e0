"""A workspace that is edited in thought and judged again: only what an edit can touch is done anew."""

import datetime
import hashlib
import json
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

from routeproof.checks import ALL
from routeproof.checks.subjects.registry import Scope, Subject
from routeproof.errors import InputError, RouteproofError
from routeproof.harness import RULES, Verdict, config_problems, refused
from routeproof.harness.check import Check, Ran
from routeproof.harness.finding import Level
from routeproof.manifest import Document, registry_of
from routeproof.manifest import policy as read
from routeproof.manifest.read import require
from routeproof.manifest.source import read_bytes
from routeproof.matrix import GoldenRow
from routeproof.matrix.golden import COLUMNS
from routeproof.matrix.metadata import COLUMNS as METADATA_COLUMNS
from routeproof.matrix.offered import COLUMNS as OFFERED_COLUMNS
from routeproof.matrix.table import Golden
from routeproof.matrix.table import read as read_table
from routeproof.mutate.edit import Edit, applied
from routeproof.mutate.operators.frame import Material
from routeproof.mutate.source import Source, TableSource, YamlSource
from routeproof.mutate.trial import Attempt
from routeproof.workspace import files
from routeproof.workspace.files import Workspace, open_workspace
from routeproof.workspace.gate import checks_of, located, verdict_of
from routeproof.workspace.reuse import Reuse, Touched

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
        self._known = Reuse(workspace, checks_of(select, ignore))
        # Who compares the whole registry notices every edit, and says nothing about any of them.
        self._chosen = tuple(
            check for check in self._known.checks if check.id in select or check.reuse is not Scope.ANY_CHANGE
        )
        self.sources: Mapping[str, Source] = dict(_sources(workspace))
        self._data = {file: source.data for file, source in self.sources.items()}
        self.material = self._material(workspace, self._known.subject)
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
        subject, touched = self._known.edited(edited)

        def again(check: Check[Subject], subject: Subject, level: Level) -> Ran:
            return self._known.run(check, subject, level, touched)

        try:
            verdict = verdict_of(edited, subject, self._chosen, again, self._today)
        except RouteproofError as error:
            return Attempt(refused(error), None)
        return Attempt(verdict, self._material(edited, subject), self._readers(touched))

    def located(self, attempt: Attempt) -> Verdict:
        """The verdict with every finding placed in the file as it is before the edit."""
        return located(attempt.verdict, self._workspace.documents)

    def affected(self, edit: Edit) -> frozenset[str]:
        """The checks that may answer otherwise: all of them where the edited file is refused."""
        try:
            edited = self._edited([edit])
        except InputError:
            return frozenset(self.checks)
        _, touched = self._known.edited(edited)
        before = self._workspace
        waivers = {*before.waivers} ^ {*edited.waivers}
        levels = before.policy.levels.items() ^ edited.policy.levels.items()
        return frozenset(
            {*self._readers(touched), *(waiver.check for waiver in waivers), *(check for check, _ in levels)}
            | ({rule.id for rule in RULES} if waivers else set())
        )

    def _readers(self, touched: Touched) -> tuple[str, ...]:
        """The checks that read something which an edit changed, sorted."""
        return tuple(sorted(check for check in self.checks if self._known.reads[check] & touched.fields))

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
            data = applied(self._data[edit.file], edit.changes)
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
            return {"registry": registry_of(require(document, "registry"))}
        if file in _POLICY_FILES:
            kind, build = _POLICY_FILES[file]
            return build(require(document, kind))
        offered = read.offered_of(require(document, "offered"), self._template)
        offers = (offered if each.document == file else each for each in workspace.offers)
        return {"offers": tuple(offers)}

    def _template(self, file: str) -> bytes:
        return read_bytes(self._workspace.root / file, file)


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
        # A golden that is missing or cannot be read has no line to edit; its check says so.
        with suppress(OSError, ValueError):
            text = (workspace.root / file).read_bytes().decode()
            read_table(text, columns)
            yield file, TableSource(file, columns, text)


def open_trial(
    root: Path,
    today: datetime.date,
    *,
    manifest: Path | None = None,
    select: Collection[str] = (),
    ignore: Collection[str] = (),
) -> WorkspaceTrial:
    """Open the workspace at `root` for trial; InputError when its files cannot be used."""
    return WorkspaceTrial(open_workspace(root, manifest), today, select, ignore)
