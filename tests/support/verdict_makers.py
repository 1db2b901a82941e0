"""Short ways to make a finding, a run of a check, a waiver, and the verdict on them."""

import datetime

from routeproof.checks.subjects.registry import RegistrySubject
from routeproof.harness import Filed, Terms, Verdict, judge
from routeproof.harness.check import Check, Ran, run_check
from routeproof.harness.finding import Finding, Level, Location
from routeproof.harness.policy import Policy, Waiver
from routeproof.model.about import about
from routeproof.model.registry import Registry

DAY = datetime.timedelta(days=1)
TODAY = datetime.date(2026, 6, 16)

LOST = Finding(
    message="`m` goes nowhere",
    at=Location("d", "/m"),
    about=about(runtime="desk", arm="acme", model="acme/1"),
)


def ran(
    *findings: Finding,
    check: str = "id-routes",
    level: Level = Level.ERROR,
    judged: int = 1,
    waivable: bool = True,
) -> Ran:
    rule = check_of(*findings, check=check, level=level, judged=judged, waivable=waivable)
    return run_check(rule, RegistrySubject(registry=Registry((), {})), level)


def check_of(
    *findings: Finding,
    check: str = "id-routes",
    level: Level = Level.ERROR,
    judged: int = 1,
    waivable: bool = True,
) -> Check[RegistrySubject]:
    return Check(
        id=check,
        title="t",
        level=level,
        doc="d",
        waivable=waivable,
        lowerable=waivable,
        run=lambda _: iter(findings),
        size=lambda _: judged,
    )


def waiver(
    *, check: str = "id-routes", expires: datetime.date = TODAY + 100 * DAY, **narrowed: str
) -> Waiver:
    place = "/waivers/" + "-".join((check, *narrowed.values()))
    kept = {"reason": "r", "owner": "o", "ticket": "T-1", "pointer": place}
    ids = narrowed.pop("ids", None)
    return Waiver(check=check, about=about(**narrowed), ids=ids, expires=expires, **kept)


def verdict_of(
    *each: Ran, waivers: tuple[Waiver, ...] = (), fail: Level = Level.ERROR, **levels: Level | None
) -> Verdict:
    """The verdict under a policy with these levels, underscores for hyphens; None switches a check off."""
    policy = Policy(fail, {name.replace("_", "-"): level for name, level in levels.items()})
    return judge(each, terms=Terms(policy, Filed("w.yaml", waivers)), today=TODAY, rules=())


def found(verdict: Verdict) -> list[tuple[str, str]]:
    return [(finding.check, str(finding.level)) for finding in verdict.findings]
