"""A workspace that is edited in thought and judged again: only what an edit can touch is done anew."""

import datetime
import hashlib
import json
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import Any

from routeproof.checks import ALL
from routeproof.checks.subjects.registry import Scope
from routeproof.errors import InputError, RouteproofError
from routeproof.gate import Subjects, checks_of, located, verdict_of
from routeproof.harness import RULES, Check, Level, Ran, Verdict, config_problems, refused
from routeproof.mutate import Attempt, Change, Edit, Material, Source, applied
from routeproof.trial.editing import edited, sources_of
from routeproof.trial.reuse import Reuse, Touched
from routeproof.workspace import Workspace, open_workspace


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
        # Who compares the whole registry notices every edit of it, and says nothing about any of them.
        self._chosen = tuple(
            check for check in self._known.checks if check.id in select or check.reuse is not Scope.ANY_CHANGE
        )
        # Edits elsewhere it judges as any other does, unless it has something to say already.
        self._quiet = tuple(
            check for check in self._known.checks if check in self._chosen or self._known.is_clean(check)
        )
        self.sources: Mapping[str, Source] = dict(sources_of(workspace))
        self._data = {file: source.data for file, source in self.sources.items()}
        self._present = {file: data for file, data in self._data.items() if self.sources[file].text}
        self.material = self._material(self._known.subjects, {})
        self.checks = tuple(check.id for check in self._chosen)

    @property
    def fingerprint(self) -> str:
        """A hash of every editable file and of the checks that are run."""
        texts = {file: source.text for file, source in sorted(self.sources.items())}
        return hashlib.sha256(json.dumps([texts, self.checks]).encode()).hexdigest()[:16]

    def attempt(self, edits: Sequence[Edit]) -> Attempt:
        """Judge the workspace with the edits; what its files' rules refuse is a verdict as well."""
        changes: dict[str, tuple[Change, ...]] = {}
        for edit in edits:
            changes[edit.file] = (*changes.get(edit.file, ()), *edit.changes)
        changed = {file: applied(self._data[file], each) for file, each in changes.items()}
        try:
            workspace = self._edit_workspace(changed)
        except InputError as error:
            return Attempt(refused(error), None)
        subjects, touched = self._known.edited(workspace)

        def again(check: Check[Any], subject: Any, level: Level) -> Ran:
            return self._known.run(check, subject, level, touched)

        try:
            verdict = verdict_of(subjects, self._checks_for(workspace), again, self._today)
        except RouteproofError as error:
            return Attempt(refused(error), None)
        return Attempt(verdict, self._material(subjects, changed), self._readers(workspace, touched))

    def located(self, attempt: Attempt) -> Verdict:
        """The verdict with every finding placed in the file as it is before the edit."""
        return located(attempt.verdict, self._workspace.documents)

    def affected(self, edit: Edit) -> frozenset[str]:
        """The checks that may answer otherwise: all of them where the edited file is refused."""
        try:
            workspace = self._edit_workspace({edit.file: applied(self._data[edit.file], edit.changes)})
        except InputError:
            return frozenset(self.checks)
        _, touched = self._known.edited(workspace)
        before, after = self._workspace.declared, workspace.declared
        waivers = {*before.waivers} ^ {*after.waivers}
        levels = before.policy.levels.items() ^ after.policy.levels.items()
        return frozenset(
            {
                *self._readers(workspace, touched),
                *(waiver.check for waiver in waivers),
                *(check for check, _ in levels),
            }
            | ({rule.id for rule in RULES} if waivers else set())
        )

    def _checks_for(self, workspace: Workspace) -> Sequence[Check[Any]]:
        """The checks that are run: those that compare the whole registry only where that is as it was."""
        return self._quiet if workspace.registry is self._workspace.registry else self._chosen

    def _readers(self, workspace: Workspace, touched: Touched) -> tuple[str, ...]:
        """The checks that read something which an edit changed, sorted."""
        asked = (check.id for check in self._checks_for(workspace))
        return tuple(sorted(check for check in asked if self._known.reads[check] & touched.fields))

    def _material(self, subjects: Subjects, changed: Mapping[str, Any]) -> Material:
        files = {file: data for file, data in {**self._present, **changed}.items() if data is not None}
        return Material(
            subject=subjects.registry,
            goldens=subjects.goldens,
            connections=subjects.connections,
            declared=subjects.workspace.declared,
            rules=(*self._chosen, *RULES),
            workflows=subjects.workspace.workflows,
            files=files,
        )

    def _edit_workspace(self, changed: Mapping[str, Any]) -> Workspace:
        workspace = self._workspace
        for file, data in changed.items():
            workspace = edited(workspace, file, data)
        declared = workspace.declared
        problems = [each for side in config_problems(declared.policy, declared.waivers, ALL) for each in side]
        if problems:
            raise InputError.of(problems)
        return workspace


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
