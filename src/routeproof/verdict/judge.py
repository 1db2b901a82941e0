"""The verdict: what is open, what is waived, what was done, and the exit code, decided here alone."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from routeproof.checks.frame import Ran
from routeproof.errors import RouteproofError
from routeproof.matrix import Counts
from routeproof.model.finding import Finding, Level
from routeproof.model.policy import PlatformException, Policy, Waiver
from routeproof.verdict.exits import Exit
from routeproof.verdict.waivers import Waived, about, covers


@dataclass(frozen=True, slots=True)
class Undecided:
    """A check that could not answer, and why."""

    check: str
    why: str


@dataclass(frozen=True, slots=True)
class Ledger:
    """What the run owed and did, as check ids. `empty` checks ran and had nothing to judge."""

    planned: tuple[str, ...] = ()
    done: tuple[str, ...] = ()
    empty: tuple[str, ...] = ()
    off: tuple[str, ...] = ()
    undecided: tuple[Undecided, ...] = ()


@dataclass(frozen=True, slots=True)
class Verdict:
    """The gate's answer: open findings, worst first; what is waived; what was counted; the exit code."""

    exit_code: Exit
    findings: tuple[Finding, ...] = ()
    waived: tuple[Waived, ...] = ()
    counts: Counts = field(default_factory=lambda: Counts(0, 0, 0, 0, 0))
    ledger: Ledger = field(default_factory=Ledger)
    fail_level: Level = Level.ERROR
    platform_exceptions: tuple[PlatformException, ...] = ()
    """The declared exceptions from byok-never-platform: every report shows them."""


def refused(error: RouteproofError) -> Verdict:
    """The verdict on input that could not be judged: one finding per problem."""
    findings = tuple(
        Finding(
            check="input",
            message=problem.message,
            hint=problem.hint,
            document=problem.place.file if problem.place else "",
            pointer=problem.pointer,
            place=problem.place,
        )
        for problem in error.problems
    )
    return Verdict(Exit(error.exit_code), findings)


def judge(
    ran: Sequence[Ran],
    *,
    policy: Policy,
    waivers: Sequence[Waiver],
    today: datetime.date,
    counts: Counts,
    waivers_file: str,
    off: Sequence[str] = (),
) -> Verdict:
    """Sort findings into open and waived, add what is wrong with the waivers, and decide the exit code.

    `off` names the checks that the policy switched off. A waiver is only called unused when its check
    ran to its end: a partial run proves nothing about the others.
    """
    opened, waived = _sorted_out(ran, [waiver for waiver in waivers if waiver.expires >= today])
    judged = {each.check.id for each in ran if not each.undecided}
    relevant = [waiver for waiver in waivers if waiver.check in judged]
    used = {each.waiver.pointer for each in waived}
    for rule, finding in about(relevant, used, today, waivers_file):
        level = policy.levels.get(rule.id, rule.level)
        if level is not None:
            opened.append(replace(finding, check=rule.id, level=level))
    opened.sort(key=lambda finding: (-finding.level.rank, finding.check))
    planned = tuple(each.check.id for each in ran)
    done = tuple(each.check.id for each in ran if not each.undecided)
    undecided = tuple(Undecided(each.check.id, each.undecided) for each in ran if each.undecided)
    empty = tuple(each.check.id for each in ran if not each.judged)
    failing = any(finding.level.rank >= policy.fail_level.rank for finding in opened)
    codes = (
        Exit.FINDINGS if failing else Exit.CLEAN,
        Exit.NOTHING_CHECKED if len(empty) == len(ran) else Exit.CLEAN,
        Exit.UNDECIDED if undecided else Exit.CLEAN,
    )
    ledger = Ledger(planned=planned, done=done, empty=empty, off=tuple(off), undecided=undecided)
    return Verdict(Exit.worst(codes), tuple(opened), tuple(waived), counts, ledger, policy.fail_level)


def _sorted_out(ran: Sequence[Ran], current: Sequence[Waiver]) -> tuple[list[Finding], list[Waived]]:
    opened: list[Finding] = []
    waived: list[Waived] = []
    for each in ran:
        for finding in each.findings:
            cover = next((waiver for waiver in current if covers(waiver, finding)), None)
            if cover is not None and each.check.waivable:
                waived.append(Waived(finding, cover))
            else:
                opened.append(finding)
    return opened, waived
