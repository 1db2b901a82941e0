"""The suite `connections` alone: over what a workspace files, or over an export from anywhere else."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Any, Unpack

from routeproof.bindings.export import Export
from routeproof.checks.subjects.connections import ConnectionsSubject
from routeproof.gate.binding import judge_rows
from routeproof.gate.judging import (
    CheckOptions,
    Examined,
    Places,
    checks_of,
    examine,
    local_today,
    located,
    verdict_under,
)
from routeproof.gate.subjects import SUITES
from routeproof.harness import Check, Exit, Filed, Ran, Verdict, run_check
from routeproof.harness.finding import Level
from routeproof.manifest.files import HOSTS
from routeproof.model.declared import Declared
from routeproof.workspace import Workspace

_SUITE = next(suite for suite in SUITES if suite.name == "connections")

CONNECTION_CHECKS = tuple(check.id for check in _SUITE.checks)
"""The ids of the checks of the suite."""


def examine_connections(root: str | os.PathLike[str], **asked: Unpack[CheckOptions]) -> Examined:
    """As `examine`, of the suite `connections` alone: over the export of the workspace at `root`.

    Exit 3 where that has no connection and no entry, or where there is none.
    """
    wanted = asked.get("select") or CONNECTION_CHECKS
    left_out = (check for check in CONNECTION_CHECKS if check not in wanted)
    asked["select"], asked["ignore"] = CONNECTION_CHECKS, [*asked.get("ignore", ()), *left_out]
    examined = examine(root, **asked)
    if examined.subjects is None:
        return examined
    return replace(examined, verdict=_unless_empty(examined.verdict, examined.subjects.connections))


@dataclass(frozen=True, slots=True)
class LooseExport:
    """An export that is filed nowhere, such as what a store holds with a configuration.

    `file` is what messages call the home of the rows, `config_file` that of the entries; `places` holds the
    documents of those that are files. `listed` says that the export has a catalogue of its own.
    """

    export: Export
    file: str
    config_file: str
    listed: bool = True
    places: Mapping[str, Places] = field(default_factory=lambda: MappingProxyType({}))


def check_export(
    loose: LooseExport, workspace: Workspace | None = None, **asked: Unpack[CheckOptions]
) -> Verdict:
    """Judge an export by the suite `connections`; exit 3 where it has no connection and no entry.

    The registry, the hosts, the policy and the waivers are those of the workspace, if there is one. Of the
    options `today`, `select`, `ignore` and `fail_level` count.
    """
    declared = workspace.declared if workspace is not None else Declared()
    fail_level = asked.get("fail_level")
    if fail_level is not None:
        declared = replace(declared, policy=replace(declared.policy, fail_level=fail_level))
    subject = judge_rows(
        loose.export,
        listed=loose.listed,
        file=loose.file,
        config_file=loose.config_file,
        registry=workspace.registry if workspace is not None else None,
        registry_file=workspace.registry_file if workspace is not None else "",
        hosts=Filed(HOSTS, declared.hosts),
    )

    def run(check: Check[Any], level: Level) -> Ran:
        return run_check(check, subject, level)

    chosen = checks_of(asked.get("select") or CONNECTION_CHECKS, asked.get("ignore", ()))
    verdict = verdict_under(
        declared, chosen, run, _SUITE.counts(subject), asked.get("today") or local_today()
    )
    return _unless_empty(located(verdict, loose.places), subject)


def _unless_empty(verdict: Verdict, subject: ConnectionsSubject | None) -> Verdict:
    """The verdict; where there was neither a connection nor an entry, it says that nothing was checked."""
    if subject is not None and (subject.rows or subject.entries):
        return verdict
    return replace(verdict, exit_code=Exit.worst((verdict.exit_code, Exit.NOTHING_CHECKED)))
