"""Waivers: what they cover, the borders of their dates, what cannot be waived, and partial runs."""

import datetime
from dataclasses import replace
from pathlib import Path

import pytest
import yaml

from routeproof.gate import check
from routeproof.harness import RULES, Exit, config_problems
from routeproof.harness.finding import Finding, Level, Location
from routeproof.harness.policy import Policy, Waiver
from support.case_files import accept_guards, write_base
from support.edited import edited
from support.verdict_makers import DAY, LOST, TODAY, found, ran, verdict_of, waiver


@pytest.mark.parametrize(("level", "expected"), [(Level.NOTE, [("waiver-unused", "note")]), (None, [])])
def test_the_policy_sets_the_level_of_the_rules_about_waivers(
    level: Level | None, expected: list[tuple[str, str]]
) -> None:
    verdict = verdict_of(ran(), waivers=(waiver(runtime="desk"),), waiver_unused=level)
    assert found(verdict) == expected
    assert verdict.exit_code is Exit.CLEAN


@pytest.mark.parametrize(
    ("days", "waived", "said"),
    [
        (-1, 0, [("id-routes", "error"), ("waiver-expired", "error")]),
        (0, 1, [("waiver-expiring", "note")]),
        (1, 1, [("waiver-expiring", "note")]),
        (14, 1, [("waiver-expiring", "note")]),
        (15, 1, []),
    ],
)
def test_a_waiver_holds_up_to_its_last_day_and_is_announced_for_a_fortnight(
    days: int, waived: int, said: list[tuple[str, str]]
) -> None:
    verdict = verdict_of(ran(LOST), waivers=(waiver(runtime="desk", expires=TODAY + days * DAY),))
    assert len(verdict.waived) == waived
    assert found(verdict) == said
    assert verdict.exit_code is (Exit.FINDINGS if days < 0 else Exit.CLEAN)


@pytest.mark.parametrize(
    ("days", "rule"),
    [(-1, "waiver-expired"), (0, "waiver-unused"), (14, "waiver-unused"), (15, "waiver-unused")],
)
def test_a_waiver_that_exempts_nothing_is_named_once(days: int, rule: str) -> None:
    verdict = verdict_of(ran(), waivers=(waiver(runtime="desk", expires=TODAY + days * DAY),))
    assert found(verdict) == [(rule, "error")]
    assert verdict.exit_code is Exit.FINDINGS


@pytest.mark.parametrize(
    ("given", "covers"),
    [
        (waiver(runtime="desk"), True),
        (waiver(arm="acme"), True),
        (waiver(ids="acme/."), True),
        (waiver(runtime="desk", arm="acme", ids="acme/1"), True),
        (waiver(runtime="Desk"), False),
        (waiver(arm="acm"), False),
        (waiver(ids="acme/"), False),
        (waiver(ids="cme/1"), False),
        (waiver(runtime="desk", arm="acme", ids="acme/2"), False),
        (waiver(runtime="desk", check="id-routes-too"), False),
    ],
)
def test_a_waiver_covers_a_finding_when_all_that_it_names_agrees(given: Waiver, covers: bool) -> None:
    verdict = verdict_of(ran(LOST), ran(check="id-routes-too"), waivers=(given,))
    assert len(verdict.waived) == covers
    assert found(verdict) == ([] if covers else [("id-routes", "error"), ("waiver-unused", "error")])


@pytest.mark.parametrize("given", [waiver(runtime="desk"), waiver(arm="acme"), waiver(ids=".*")])
def test_a_finding_without_what_a_waiver_names_is_not_covered(given: Waiver) -> None:
    bare = Finding(message="the file is missing", at=Location("d"))
    assert not verdict_of(ran(bare), waivers=(given,)).waived


def test_one_waiver_covers_many_findings_and_keeps_each_in_the_verdict() -> None:
    two = (LOST, edited(LOST, model="acme/2"))
    verdict = verdict_of(ran(*two), waivers=(waiver(ids="acme/.*"),))
    assert [each.finding.coordinate("model") for each in verdict.waived] == ["acme/1", "acme/2"]
    assert {each.waiver.ticket for each in verdict.waived} == {"T-1"}
    assert verdict.exit_code is Exit.CLEAN


def test_a_waiver_of_a_check_that_did_not_run_is_not_called_unused() -> None:
    old, idle = (
        waiver(check="other", runtime="desk", expires=TODAY - DAY),
        waiver(check="another", runtime="desk"),
    )
    assert found(verdict_of(ran(), waivers=(old, idle))) == []


def test_a_waiver_of_a_check_that_is_undecided_is_not_called_unused() -> None:
    verdict = verdict_of(replace(ran(), undecided="too many classes"), waivers=(waiver(runtime="desk"),))
    assert found(verdict) == []


# ---- checks that cannot be waived ----


def test_a_check_that_is_not_waivable_stays_open_under_a_waiver() -> None:
    verdict = verdict_of(ran(LOST, waivable=False), waivers=(waiver(runtime="desk"),))
    assert not verdict.waived
    assert found(verdict) == [("id-routes", "error"), ("waiver-unused", "error")]


@pytest.mark.parametrize("level", [*Level, None])
def test_the_policy_may_not_touch_a_check_that_is_not_waivable(level: Level | None) -> None:
    fixed, free = ran(waivable=False).rule, ran(check="free").rule
    policy = Policy(levels={"free": level, "id-routes": level, "waiver-expiring": level})
    levels, waived = config_problems(
        policy, [waiver(runtime="desk"), waiver(check="free", arm="a")], [fixed, free]
    )
    assert [(each.message, each.pointer) for each in levels] == [
        ("`id-routes` cannot be lowered", "/levels/id-routes")
    ]
    assert [(each.message, each.pointer) for each in waived] == [
        ("`id-routes` cannot be waived", "/waivers/id-routes-desk/check")
    ]


@pytest.mark.parametrize("rule", [rule.id for rule in RULES])
def test_what_is_wrong_with_a_waiver_cannot_be_waived(rule: str) -> None:
    _, waived = config_problems(Policy(), [waiver(check=rule, runtime="desk")], [])
    assert [each.message for each in waived] == [f"`{rule}` cannot be waived"]


def test_a_check_that_does_not_exist_is_a_problem_with_the_nearest_name() -> None:
    policy = Policy(levels={"id-rotes": Level.NOTE})
    levels, waived = config_problems(policy, [waiver(check="xyz", runtime="desk")], [ran().rule])
    assert [(each.message, each.hint) for each in levels] == [
        ("unknown check `id-rotes`", "did you mean `id-routes`?")
    ]
    assert [(each.message, each.hint) for each in waived] == [
        ("unknown check `xyz`", "`routeproof check --list` shows them all")
    ]


# ---- through the gate: runs of some checks, checks that are off ----


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    """The clean workspace with one waiver that exempts nothing."""
    write_base(tmp_path)
    entry = {"check": "offered-id-routes", "runtime": "chat", "reason": "r", "owner": "o", "ticket": "T-1"}
    entry["expires"] = "2026-12-31"
    (tmp_path / "checks" / "waivers.yaml").write_text(yaml.safe_dump({"waivers": [entry]}), encoding="utf-8")
    accept_guards(tmp_path)
    return tmp_path


UNUSED = [("waiver-unused", "error")]


@pytest.mark.parametrize(
    ("select", "ignore", "said"),
    [
        ([], [], UNUSED),
        (["offered-id-routes"], [], UNUSED),
        (["offered-id-routes", "pin-holds"], [], UNUSED),
        (["pin-holds"], [], []),
        ([], ["pin-holds"], UNUSED),
        ([], ["offered-id-routes"], []),
        (["offered-id-routes", "pin-holds"], ["offered-id-routes"], []),
    ],
)
def test_a_partial_run_calls_only_the_waivers_of_its_own_checks_unused(
    workspace: Path, select: list[str], ignore: list[str], said: list[tuple[str, str]]
) -> None:
    verdict = check(workspace, today=datetime.date(2026, 1, 1), select=select, ignore=ignore)
    assert found(verdict) == said
    assert verdict.exit_code is (Exit.FINDINGS if said else Exit.CLEAN)
    if select:
        assert set(verdict.ledger.done) == {*select} - {*ignore}


def test_a_check_that_is_off_runs_no_more_and_leaves_its_waivers_alone(workspace: Path) -> None:
    levels = {"levels": {"offered-id-routes": "off", "pin-holds": "off"}}
    (workspace / "checks" / "policy.yaml").write_text(yaml.safe_dump(levels), encoding="utf-8")
    accept_guards(workspace)
    verdict = check(workspace, today=datetime.date(2026, 1, 1))
    assert found(verdict) == []
    assert verdict.ledger.off == ("offered-id-routes", "pin-holds")
    assert not set(verdict.ledger.off) & set(verdict.ledger.planned)
    only = check(workspace, today=datetime.date(2026, 1, 1), select=["pin-holds"])
    assert only.exit_code is Exit.NOTHING_CHECKED
    assert only.ledger.off == ("pin-holds",)


def test_the_day_of_the_caller_decides_not_the_clock(workspace: Path) -> None:
    late = check(workspace, today=datetime.date(2027, 1, 1))
    assert found(late) == [("waiver-expired", "error")]


def test_every_waiver_is_looked_at_whatever_the_one_before_is() -> None:
    fine, old = waiver(runtime="desk"), waiver(arm="acme", ids="a|b", expires=TODAY - DAY)
    verdict = verdict_of(ran(LOST), waivers=(fine, old))
    (finding,) = verdict.findings
    assert (finding.check, finding.coordinate("runtime"), finding.coordinate("arm")) == (
        "waiver-expired",
        None,
        "acme",
    )


def test_waivers_of_one_check_that_exempt_nothing_are_told_apart() -> None:
    wide, narrow = waiver(runtime="desk"), waiver(runtime="desk", ids="acme/2")
    unused = verdict_of(ran(), waivers=(wide, narrow)).findings
    assert [finding.key for finding in unused] == ["id-routes ", "id-routes acme/2"]
    assert len({finding.fingerprint for finding in unused}) == 2


def test_a_check_that_is_unknown_is_named_where_it_stands() -> None:
    levels, waived = config_problems(Policy(levels={"x/y": Level.NOTE}), (waiver(check="z", arm="a"),), ())
    assert [problem.pointer for problem in levels] == ["/levels/x~1y"]
    assert [problem.pointer for problem in waived] == ["/waivers/z-a/check"]
