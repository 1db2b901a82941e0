"""Two changes of one registry, each fine by itself and wrong together."""

import datetime
from dataclasses import dataclass
from pathlib import Path

from routeproof.checks import PROOFS
from routeproof.errors import InputError, Place
from routeproof.gate import run_checks
from routeproof.harness.finding import Finding, Level
from routeproof.workspace import open_workspace
from routeproof.workspace.git import merge_file


@dataclass(frozen=True, slots=True)
class Collision:
    """What a merge breaks that neither change breaks alone; `conflict` when git cannot merge the two."""

    conflict: bool
    findings: tuple[Finding, ...] = ()
    first: int = 0
    second: int = 0
    """How many proofs each change refutes by itself, waived ones left out."""


def collide(root: Path, base: Path, first: Path, second: Path, today: datetime.date) -> Collision:
    """Prove every invariant on both changes and on their merge; InputError for a file that cannot be read."""
    merge = merge_file(base, first, second)
    if merge is None:
        return Collision(conflict=True)
    alone = [_refutations(root, side.read_bytes(), str(side), today) for side in (first, second)]
    together = _refutations(root, merge, f"the merge of {first} and {second}", today)
    known = {finding.fingerprint for findings in alone for finding in findings}
    new = tuple(finding for finding in together if finding.fingerprint not in known)
    return Collision(conflict=False, findings=new, first=len(alone[0]), second=len(alone[1]))


def _refutations(root: Path, manifest: bytes, shown: str, today: datetime.date) -> list[Finding]:
    try:
        workspace = open_workspace(root, manifest)
    except InputError as error:
        raise InputError(
            f"{shown} cannot be judged: {error.problems[0].message}", place=Place(shown)
        ) from None
    verdict = run_checks(workspace, today, select=PROOFS)
    return [finding for finding in verdict.findings if finding.level is Level.ERROR]
