"""Short ways to make a finding, a run of a check, a waiver, and the verdict on them."""

import datetime

from routeproof.checks.frame import Check, Ran, Subject, run
from routeproof.matrix import Counts
from routeproof.model.finding import Finding, Level
from routeproof.model.policy import Policy, Waiver
from routeproof.model.registry import Registry
from routeproof.verdict import Verdict, judge

DAY = datetime.timedelta(days=1)
TODAY = datetime.date(2026, 6, 16)
NOTHING = Counts(0, 0, 0, 0, 0)

LOST = Finding(
    message="`m` goes nowhere", document="d", pointer="/m", runtime="desk", arm="acme", model="acme/1"
)


def ran(
    *findings: Finding,
    check: str = "id-routes",
    level: Level = Level.ERROR,
    judged: int = 1,
    waivable: bool = True,
) -> Ran:
    rule = Check(
        id=check,
        title="t",
        level=level,
        doc="d",
        waivable=waivable,
        run=lambda _: iter(findings),
        size=lambda _: judged,
    )
    return run(rule, Subject(registry=Registry((), {})), level)


def waiver(
    *, check: str = "id-routes", expires: datetime.date = TODAY + 100 * DAY, **narrowed: str
) -> Waiver:
    place = "/waivers/" + "-".join((check, *narrowed.values()))
    kept = {"reason": "r", "owner": "o", "ticket": "T-1", "pointer": place}
    return Waiver(check=check, expires=expires, **kept, **narrowed)


def verdict_of(
    *each: Ran, waivers: tuple[Waiver, ...] = (), fail: Level = Level.ERROR, **levels: Level | None
) -> Verdict:
    """The verdict under a policy with these levels, underscores for hyphens; None switches a check off."""
    policy = Policy(fail, {name.replace("_", "-"): level for name, level in levels.items()})
    return judge(each, policy=policy, waivers=waivers, today=TODAY, counts=NOTHING, waivers_file="w.yaml")


def found(verdict: Verdict) -> list[tuple[str, str]]:
    return [(finding.check, str(finding.level)) for finding in verdict.findings]
