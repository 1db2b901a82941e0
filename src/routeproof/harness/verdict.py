"""The verdict: what is open, what is waived, what was done, and the exit code, decided here alone."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from routeproof.errors import RouteproofError
from routeproof.harness.check import Count, Ran
from routeproof.harness.exits import Exit
from routeproof.harness.finding import Finding, Level, Location, Rule, failing
from routeproof.harness.policy import Exemption, Terms, Waiver
from routeproof.harness.waivers import RULES, Waived, covers, problems_with

INPUT = Rule(
    id="input",
    title="every input can be read",
    level=Level.ERROR,
    doc="""Every input can be read.

The registry and the files beside it are YAML that fits its schema and keeps the load-time rules. What
cannot be read is not judged, so nothing else is reported in this run.""",
    waivable=False,
    lowerable=False,
)


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
    counts: tuple[Count, ...] = ()
    ledger: Ledger = field(default_factory=Ledger)
    fail_level: Level = Level.ERROR
    exemptions: tuple[Exemption, ...] = ()
    """What checks leave out by declaration: every report shows it."""
    rules: tuple[Rule, ...] = ()
    """Everything that this kind of run can report under, asked for or not, the verdict's own rules last."""

    @property
    def failing(self) -> tuple[Finding, ...]:
        """The open findings that close the gate."""
        return failing(self.findings, self.fail_level)


def refused(error: RouteproofError, rules: Sequence[Rule] = (), counts: Sequence[Count] = ()) -> Verdict:
    """The verdict on input that could not be judged: one finding per problem."""
    findings = tuple(
        Finding(
            check=INPUT.id,
            message=problem.message,
            hint=problem.hint,
            at=Location(problem.place.file if problem.place else "", problem.pointer, place=problem.place),
        )
        for problem in error.problems
    )
    return Verdict(Exit(error.exit_code), findings, counts=tuple(counts), rules=own(rules))


def own(rules: Sequence[Rule]) -> tuple[Rule, ...]:
    """The rules of a kind of run, with those that every verdict can report under."""
    return (*rules, *RULES, INPUT)


def judge(
    ran: Sequence[Ran],
    *,
    terms: Terms,
    today: datetime.date,
    rules: Sequence[Rule],
    counts: Sequence[Count] = (),
    off: Sequence[str] = (),
) -> Verdict:
    """Sort findings into open and waived, add what is wrong with the waivers, and decide the exit code.

    `rules` are all that this kind of run knows, `off` the ids of those that the policy switched off. A waiver
    is only called unused when its check ran to its end: a partial run proves nothing about the others.
    """
    policy, waivers = terms.policy, terms.waivers
    opened, waived = _sorted_out(ran, [waiver for waiver in waivers if waiver.expires >= today])
    judged = {each.rule.id for each in ran if not each.undecided}
    relevant = [waiver for waiver in waivers if waiver.check in judged]
    used = {each.waiver.pointer for each in waived}
    for rule, finding in problems_with(relevant, used, today, waivers.file):
        level = policy.levels.get(rule.id, rule.level)
        if level is not None:
            opened.append(replace(finding, check=rule.id, level=level))
    opened.sort(key=lambda finding: (-finding.level.rank, finding.check))
    ledger = _ledger(ran, off)
    codes = (
        Exit.FINDINGS if failing(opened, policy.fail_level) else Exit.CLEAN,
        Exit.NOTHING_CHECKED if len(ledger.empty) == len(ran) else Exit.CLEAN,
        Exit.UNDECIDED if ledger.undecided else Exit.CLEAN,
    )
    return Verdict(
        exit_code=Exit.worst(codes),
        findings=tuple(opened),
        waived=tuple(waived),
        counts=tuple(counts),
        ledger=ledger,
        fail_level=policy.fail_level,
        exemptions=terms.exemptions,
        rules=own(rules),
    )


def _ledger(ran: Sequence[Ran], off: Sequence[str]) -> Ledger:
    return Ledger(
        planned=tuple(each.rule.id for each in ran),
        done=tuple(each.rule.id for each in ran if not each.undecided),
        empty=tuple(each.rule.id for each in ran if not each.judged),
        off=tuple(off),
        undecided=tuple(Undecided(each.rule.id, each.undecided) for each in ran if each.undecided),
    )


def _sorted_out(ran: Sequence[Ran], current: Sequence[Waiver]) -> tuple[list[Finding], list[Waived]]:
    opened: list[Finding] = []
    waived: list[Waived] = []
    for each in ran:
        for finding in each.findings:
            cover = next((waiver for waiver in current if covers(waiver, finding)), None)
            if cover is not None and each.rule.waivable:
                waived.append(Waived(finding, cover))
            else:
                opened.append(finding)
    return opened, waived
