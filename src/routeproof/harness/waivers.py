"""Waivers: what they cover, and what is wrong with them."""

import datetime
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from routeproof.errors import Problem, pointer
from routeproof.harness.finding import Finding, Level, Location, Rule
from routeproof.harness.policy import Policy, Waiver
from routeproof.markup import nearest
from routeproof.match import matches

NOTICE = datetime.timedelta(days=14)
"""How long before its end a waiver is announced."""

EXPIRED = Rule(
    id="waiver-expired",
    title="no waiver is past its date",
    waivable=False,
    level=Level.ERROR,
    doc="""No waiver is past its `expires` date.

What it exempted counts again, and the entry is named until somebody renews it, with a reason, or removes
it.""",
)
EXPIRING = Rule(
    id="waiver-expiring",
    title="no waiver is about to end",
    waivable=False,
    level=Level.NOTE,
    doc="""No waiver is within 14 days of its last one.

A note, so that the red gate of the day after is no surprise.""",
)
UNUSED = Rule(
    id="waiver-unused",
    title="every waiver exempts a finding",
    waivable=False,
    level=Level.ERROR,
    doc="""Every waiver exempts at least one finding.

A waiver that exempts nothing is a door left open: the drift that it accepted is gone, and the next one of
the same kind would pass unseen.""",
)
RULES = (EXPIRED, EXPIRING, UNUSED)
"""What the verdict itself reports, beside the checks."""


@dataclass(frozen=True, slots=True)
class Waived:
    """A finding that a waiver accepts for now."""

    finding: Finding
    waiver: Waiver


def covers(waiver: Waiver, finding: Finding) -> bool:
    """Whether the waiver exempts the finding: everything that narrows it agrees."""
    if waiver.check != finding.check:
        return False
    if any(part not in finding.about for part in waiver.about if part[1] is not None):
        return False
    if waiver.ids is None:
        return True
    named = finding.about[-1][1] if finding.about else None
    return named is not None and matches(waiver.ids, named)


def problems_with(
    waivers: Sequence[Waiver], used: Collection[str], today: datetime.date, file: str
) -> Iterator[tuple[Rule, Finding]]:
    """What is wrong with the waivers; `used` holds the pointers of those that exempt something."""
    for waiver in waivers:
        if waiver.expires < today:
            rule, state, hint = EXPIRED, f"expired on {waiver.expires}", "repair what it accepts, or renew it"
        elif waiver.pointer not in used:
            rule, state, hint = UNUSED, "exempts nothing", "remove it: what it accepted is gone"
        elif waiver.expires - today <= NOTICE:
            rule, state, hint = (
                EXPIRING,
                f"expires on {waiver.expires}",
                "repair what it accepts, or renew it",
            )
        else:
            continue
        yield (
            rule,
            Finding(
                message=f"waiver of `{waiver.check}` (`{waiver.ticket}`, owner `{waiver.owner}`) {state}",
                hint=hint,
                at=Location(file, waiver.pointer),
                about=waiver.about,
                key=f"{waiver.check} {waiver.ids or ''}",
            ),
        )


def config_problems(
    policy: Policy, waivers: Sequence[Waiver], rules: Sequence[Rule]
) -> tuple[list[Problem], list[Problem]]:
    """What the policy, and what the waivers, ask of checks that do not exist or do not allow it.

    What is wrong with a waiver cannot itself be waived: such an entry would exempt nothing, unseen.
    """
    every = (*rules, *RULES)
    known = [rule.id for rule in every]
    fixed = {rule.id for rule in every if not rule.lowerable}

    def wrong(check: str, at: str, verb: str, refused: Collection[str]) -> Iterator[Problem]:
        if check not in known:
            near = nearest(check, known)
            hint = (
                f"did you mean `{near}`?" if near is not None else "`routeproof check --list` shows them all"
            )
            yield Problem(f"unknown check `{check}`", pointer=at, hint=hint)
        elif check in refused:
            hint = f"`routeproof explain {check}` says why"
            yield Problem(f"`{check}` cannot be {verb}", pointer=at, hint=hint)

    levels = [
        each for check in policy.levels for each in wrong(check, pointer("levels", check), "lowered", fixed)
    ]
    never = {rule.id for rule in every if not rule.waivable}
    waived = [
        each for entry in waivers for each in wrong(entry.check, f"{entry.pointer}/check", "waived", never)
    ]
    return levels, waived
