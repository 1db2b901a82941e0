"""The gate: the checks over a workspace, the verdict with every finding located in its file."""

import datetime
import os
from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from routeproof.checks import ALL
from routeproof.checks.frame import Check, Ran, Subject, run
from routeproof.compare import judge_moves
from routeproof.drift import Drift, drift_of
from routeproof.errors import RouteproofError, UndecidedError
from routeproof.manifest import Document, fingerprint, loads
from routeproof.matrix import Cell, cells_of, count
from routeproof.model.finding import Finding, Level
from routeproof.model.registry import Registry
from routeproof.prove.selfcheck import confirm
from routeproof.resolve import hits
from routeproof.verdict import Verdict, Waived, judge, refused
from routeproof.workspace.files import REGISTRY, WAIVERS, Manifest, Workspace, open_workspace
from routeproof.workspace.git import file_at


@dataclass(frozen=True, slots=True)
class Examined:
    """A verdict, and the workspace that it was reached on: None when its files could not be read."""

    root: Path
    verdict: Verdict
    workspace: Workspace | None = None


def check(
    root: str | os.PathLike[str],
    *,
    manifest: Manifest | None = None,
    base: str | None = None,
    today: datetime.date | None = None,
    select: Collection[str] = (),
    ignore: Collection[str] = (),
    fail_level: Level | None = None,
) -> Verdict:
    """Judge the workspace at `root`, or `manifest` in place of its registry; never raises for bad input.

    `manifest` is a path, YAML as bytes, or a Registry. `base` is a git revision whose registry this one is
    compared with, so that moves must be recorded. `today` (default: the current date) is what the
    waivers' dates are held against. `select` and `ignore` are check ids; an empty `select` means all.
    `fail_level` replaces the policy's.
    """
    return examine(
        root,
        manifest=manifest,
        base=base,
        today=today,
        select=select,
        ignore=ignore,
        fail_level=fail_level,
    ).verdict


def examine(
    root: str | os.PathLike[str],
    *,
    manifest: Manifest | None = None,
    base: str | None = None,
    today: datetime.date | None = None,
    select: Collection[str] = (),
    ignore: Collection[str] = (),
    fail_level: Level | None = None,
) -> Examined:
    """As `check`, with the workspace that was judged."""
    try:
        workspace = open_workspace(Path(root), manifest)
        if base is not None:
            workspace = replace(
                workspace, base=loads(file_at(Path(root), base, REGISTRY), f"{base}:{REGISTRY}")
            )
        if fail_level is not None:
            workspace = replace(workspace, policy=replace(workspace.policy, fail_level=fail_level))
        verdict = run_checks(workspace, today or local_today(), select, ignore)
        return Examined(Path(root), verdict, workspace)
    except RouteproofError as error:
        return Examined(Path(root), refused(error))


def local_today() -> datetime.date:
    """The current date where the command runs: a waiver ends with the reader's own day."""
    return datetime.date.today()  # noqa: DTZ011 - the local day is meant


def run_checks(
    workspace: Workspace, today: datetime.date, select: Collection[str] = (), ignore: Collection[str] = ()
) -> Verdict:
    """Run the checks that are selected and that the policy has not switched off.

    First the two engines are held against each other on ids of every class: EngineDisagreement, exit 70, is
    never a verdict.
    """
    subject = subject_of(workspace, workspace.registry)
    for runtime in subject.runtimes():
        # Beyond its budget nothing is proved of a runtime, so there is nothing to confirm.
        with suppress(UndecidedError):
            confirm(runtime, hits)
    chosen = checks_of(select, ignore)
    return located(verdict_of(workspace, subject, chosen, run, today), workspace.documents)


def checks_of(select: Collection[str], ignore: Collection[str]) -> tuple[Check, ...]:
    """The checks that are asked for; an empty `select` means all."""
    return tuple(each for each in ALL if (not select or each.id in select) and each.id not in ignore)


def verdict_of(
    workspace: Workspace,
    subject: Subject,
    chosen: Sequence[Check],
    runner: Callable[[Check, Subject, Level], Ran],
    today: datetime.date,
) -> Verdict:
    """Run the checks that the policy has not switched off, and judge what they find."""
    levels = {each.id: workspace.policy.levels.get(each.id, each.level) for each in chosen}
    ran = [runner(each, subject, level) for each in chosen if (level := levels[each.id]) is not None]
    verdict = judge(
        ran,
        policy=workspace.policy,
        waivers=workspace.waivers,
        today=today,
        counts=count(subject.registry, subject.cells),
        waivers_file=WAIVERS,
        off=[check for check, level in levels.items() if level is None],
    )
    return replace(verdict, platform_exceptions=workspace.platform_exceptions)


def subject_of(
    workspace: Workspace,
    registry: Registry,
    cells: tuple[Cell, ...] | None = None,
    drifts: tuple[Drift, ...] | None = None,
) -> Subject:
    """What the checks look at, for `registry` in the place of the workspace's own.

    `cells` and `drifts` are those of the registry, where they are known already.
    """
    delivery = workspace.delivery
    return Subject(
        registry=registry,
        registry_file=workspace.registry_file,
        cells=cells_of(registry, workspace.probe_ids) if cells is None else cells,
        golden=workspace.golden,
        golden_error=workspace.golden_error,
        pins=workspace.pins,
        upstream_pins=workspace.upstream_pins,
        probes=workspace.probes,
        offers=workspace.offers,
        drifts=drift_of(registry, workspace.offers) if drifts is None else drifts,
        schema_copies=workspace.schema_copies,
        invariants=workspace.invariants,
        platform_exceptions=workspace.platform_exceptions,
        metadata=workspace.metadata,
        offered=workspace.offered,
        hosts=workspace.hosts,
        credentials=workspace.credentials,
        deployment=workspace.deployment,
        recorded_moves=workspace.moves,
        moves=judge_moves(workspace.base, registry, workspace.moves) if workspace.base else None,
        fingerprint=fingerprint(registry) if delivery.needs_fingerprint else "",
        copies=delivery.copies,
        pinned=delivery.pinned,
        artefacts=delivery.artefacts,
        lane=delivery.lane,
    )


def located(verdict: Verdict, documents: Mapping[str, Document]) -> Verdict:
    """The verdict with every pointer turned into file, line and column."""

    def place(finding: Finding) -> Finding:
        document = documents.get(finding.document)
        return replace(finding, place=document.place(finding.pointer)) if document else finding

    return replace(
        verdict,
        findings=tuple(place(finding) for finding in verdict.findings),
        waived=tuple(Waived(place(each.finding), each.waiver) for each in verdict.waived),
    )
