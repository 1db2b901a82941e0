"""The gate: the checks over a workspace, the verdict with every finding located in its file."""

import datetime
import os
from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Protocol, TypedDict, Unpack

from routeproof.checks import ALL
from routeproof.checks.payer import byok_never_platform
from routeproof.errors import Place, RouteproofError, UndecidedError
from routeproof.gate.subjects import KIND_OF, SUITE_OF, SUITES, Subjects
from routeproof.harness import (
    Check,
    Count,
    Exemption,
    Filed,
    Level,
    Location,
    Ran,
    Terms,
    Verdict,
    Waived,
    judge,
    refused,
    run_check,
)
from routeproof.manifest import loads
from routeproof.manifest.files import REGISTRY, WAIVERS
from routeproof.matrix import count_cells
from routeproof.model.declared import Declared
from routeproof.model.registry import Registry
from routeproof.prove import confirm
from routeproof.resolve import hits
from routeproof.workspace import Manifest, Workspace, open_workspace
from routeproof.workspace.git import file_at

_NOTHING = count_cells(Registry((), {}), ()).shown

Runner = Callable[[Check[Any], Any, Level], Ran]
"""Runs a check on its subject, at a level."""


class Places(Protocol):
    """Whoever turns the pointers into one document into places."""

    def place(self, pointer: str, /) -> Place:
        """Where the value that the pointer leads to is written."""


class CheckOptions(TypedDict, total=False):
    """What a caller of `check` may ask for, beside the workspace."""

    manifest: Manifest | None
    base: str | None
    today: datetime.date | None
    select: Collection[str]
    ignore: Collection[str]
    fail_level: Level | None


@dataclass(frozen=True, slots=True)
class Examined:
    """A verdict, and the subjects that it was reached on: None when the files could not be read."""

    root: Path
    verdict: Verdict
    subjects: Subjects | None = None


def check(root: str | os.PathLike[str], **asked: Unpack[CheckOptions]) -> Verdict:
    """Judge the workspace at `root`, or `manifest` in place of its registry; never raises for bad input.

    `manifest` is a path, YAML as bytes, or a Registry. `base` is a git revision whose registry this one is
    compared with, so that moves must be recorded. `today` (default: the current date) is what the
    waivers' dates are held against. `select` and `ignore` are check ids; an empty `select` means all.
    `fail_level` replaces the policy's.
    """
    return examine(root, **asked).verdict


def examine(root: str | os.PathLike[str], **asked: Unpack[CheckOptions]) -> Examined:
    """As `check`, with what was judged."""
    try:
        workspace = _open_as_asked(Path(root), **asked)
        subjects = Subjects(workspace)
        day = asked.get("today") or local_today()
        verdict = judge_subjects(subjects, day, asked.get("select", ()), asked.get("ignore", ()))
        return Examined(Path(root), verdict, subjects)
    except RouteproofError as error:
        return Examined(Path(root), refused(error, ALL, counts=_NOTHING))


def _open_as_asked(root: Path, **asked: Unpack[CheckOptions]) -> Workspace:
    """The workspace with the registry, the base and the fail level that are asked for."""
    workspace = open_workspace(root, asked.get("manifest"))
    base, fail_level = asked.get("base"), asked.get("fail_level")
    if base is not None:
        workspace = replace(workspace, base=loads(file_at(root, base, REGISTRY), f"{base}:{REGISTRY}"))
    if fail_level is not None:
        policy = replace(workspace.declared.policy, fail_level=fail_level)
        workspace = replace(workspace, declared=replace(workspace.declared, policy=policy))
    return workspace


def local_today() -> datetime.date:
    """The current date where the command runs: a waiver ends with the reader's own day."""
    return datetime.date.today()  # noqa: DTZ011 - the local day is meant


def run_checks(
    workspace: Workspace, today: datetime.date, select: Collection[str] = (), ignore: Collection[str] = ()
) -> Verdict:
    """Run the checks that are selected and that the policy has not switched off; as `judge_subjects`."""
    return judge_subjects(Subjects(workspace), today, select, ignore)


def judge_subjects(
    subjects: Subjects, today: datetime.date, select: Collection[str] = (), ignore: Collection[str] = ()
) -> Verdict:
    """Run the checks that are asked for on subjects that are made already.

    First the two engines are held against each other on ids of every class: EngineDisagreement, exit 70, is
    never a verdict.
    """
    for runtime in subjects.workspace.registry.runtimes.values():
        # Beyond its budget nothing is proved of a runtime, so there is nothing to confirm.
        with suppress(UndecidedError):
            confirm(runtime, hits)
    verdict = verdict_of(subjects, checks_of(select, ignore), run_check, today)
    return located(verdict, subjects.workspace.documents)


def checks_of(select: Collection[str], ignore: Collection[str]) -> tuple[Check[Any], ...]:
    """The checks that are asked for; an empty `select` means all."""
    return tuple(each for each in ALL if (not select or each.id in select) and each.id not in ignore)


def verdict_of(
    subjects: Subjects, chosen: Sequence[Check[Any]], runner: Runner, today: datetime.date
) -> Verdict:
    """Run the checks that the policy has not switched off, and judge what they find."""
    asked = {SUITE_OF[each.id].name for each in chosen}
    # A registry there always is; of what else there may be only what is judged is counted.
    counted = (suite for suite in SUITES if suite.name in asked or KIND_OF[suite.name] == "registry")
    found = ((suite, suite.subject(subjects)) for suite in counted)
    counts = [each for suite, subject in found if subject is not None for each in suite.counts(subject)]

    def run(check: Check[Any], level: Level) -> Ran:
        return runner(check, SUITE_OF[check.id].subject(subjects), level)

    return verdict_under(subjects.workspace.declared, chosen, run, counts, today)


def verdict_under(
    declared: Declared,
    chosen: Sequence[Check[Any]],
    run: Callable[[Check[Any], Level], Ran],
    counts: Sequence[Count],
    today: datetime.date,
) -> Verdict:
    """The verdict of those checks under the policy and the waivers of a team."""
    levels = {each.id: declared.policy.levels.get(each.id, each.level) for each in chosen}
    return judge(
        [run(each, level) for each in chosen if (level := levels[each.id]) is not None],
        terms=_terms(declared),
        today=today,
        rules=ALL,
        counts=counts,
        off=[check for check, level in levels.items() if level is None],
    )


def _terms(declared: Declared) -> Terms:
    exemptions = tuple(
        Exemption(
            check=byok_never_platform.CHECK.id,
            about=(("runtime", each.runtime), ("model", each.model)),
            reason=each.reason,
            ticket=each.ticket,
        )
        for each in declared.platform_exceptions
    )
    return Terms(declared.policy, Filed(WAIVERS, declared.waivers), exemptions)


def located(verdict: Verdict, documents: Mapping[str, Places]) -> Verdict:
    """The verdict with every pointer turned into file, line and column."""

    def placed(location: Location) -> Location:
        document = documents.get(location.document)
        return replace(location, place=document.place(location.pointer)) if document else location

    return replace(
        verdict,
        findings=tuple(finding.placed(placed) for finding in verdict.findings),
        waived=tuple(Waived(each.finding.placed(placed), each.waiver) for each in verdict.waived),
    )
