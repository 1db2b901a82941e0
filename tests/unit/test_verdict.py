"""The verdict: levels, the run ledger, which exit code counts, and fingerprints."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import chain, combinations

import pytest

from routeproof.checks.subjects.registry import RegistrySubject
from routeproof.errors import EngineDisagreement, InputError, Place, Problem, RouteproofError, UndecidedError
from routeproof.harness import Exit, refused
from routeproof.harness.check import run_check
from routeproof.harness.finding import Finding, Level
from routeproof.model.registry import Registry
from support.edited import edited
from support.verdict_makers import LOST, check_of, found, ran, verdict_of

# ---- levels and the fail level ----


@pytest.mark.parametrize("fail", list(Level))
@pytest.mark.parametrize("level", list(Level))
def test_a_finding_at_or_above_the_fail_level_closes_the_gate(level: Level, fail: Level) -> None:
    order = ["note", "warning", "error"]
    closes = order.index(level) >= order.index(fail)
    verdict = verdict_of(ran(LOST, level=level), fail=fail)
    assert verdict.exit_code is (Exit.FINDINGS if closes else Exit.CLEAN)
    assert found(verdict) == [("id-routes", level)]
    assert verdict.fail_level is fail


def test_open_findings_come_worst_first_then_by_check() -> None:
    verdict = verdict_of(
        ran(LOST, check="b", level=Level.NOTE),
        ran(LOST, check="d"),
        ran(LOST, check="c", level=Level.WARNING),
        ran(LOST, check="a"),
    )
    assert found(verdict) == [("a", "error"), ("d", "error"), ("c", "warning"), ("b", "note")]


@pytest.mark.parametrize("level", list(Level))
@pytest.mark.parametrize("own", list(Level))
def test_a_finding_that_matters_less_than_others_of_its_check_keeps_its_level(
    own: Level, level: Level
) -> None:
    order = ["note", "warning", "error"]
    verdict = verdict_of(ran(edited(LOST, level=own), level=level))
    assert found(verdict) == [("id-routes", order[min(order.index(own), order.index(level))])]


# ---- the ledger and the exit code ----


def test_nothing_to_judge_is_never_green() -> None:
    assert verdict_of().exit_code is Exit.NOTHING_CHECKED
    empty = verdict_of(ran(judged=0), ran(check="b", judged=0))
    assert empty.exit_code is Exit.NOTHING_CHECKED
    assert empty.ledger.empty == empty.ledger.planned == ("id-routes", "b")
    assert verdict_of(ran(LOST, judged=0)).exit_code is Exit.NOTHING_CHECKED
    partly = verdict_of(ran(judged=0), ran(check="b"))
    assert partly.exit_code is Exit.CLEAN
    assert partly.ledger.empty == ("id-routes",)


def test_an_undecided_check_outweighs_its_findings() -> None:
    def outgrown(_: RegistrySubject) -> Iterator[Finding]:
        yield LOST
        raise UndecidedError("more than 9 classes")

    each = run_check(
        replace(check_of(), run=outgrown), RegistrySubject(registry=Registry((), {})), Level.ERROR
    )
    verdict = verdict_of(each, ran(check="b"))
    assert found(verdict) == [("id-routes", "error")]
    assert verdict.exit_code is Exit.UNDECIDED
    assert verdict.ledger.planned == ("id-routes", "b")
    assert verdict.ledger.done == ("b",)
    assert [(each.check, each.why) for each in verdict.ledger.undecided] == [
        ("id-routes", "more than 9 classes")
    ]


PRECEDENCE = [70, 2, 4, 5, 3, 1, 0]


@pytest.mark.parametrize(
    "codes", list(chain.from_iterable(combinations(PRECEDENCE, size) for size in range(1, 8))), ids=str
)
def test_of_several_exit_codes_the_first_in_the_order_counts(codes: tuple[int, ...]) -> None:
    # `combinations` keeps the order of the table, so the first of each is the one that counts.
    assert Exit.worst(reversed(codes)) == codes[0]


def test_no_code_is_clean_and_every_code_says_what_it_means() -> None:
    assert Exit.worst([]) is Exit.CLEAN
    assert {int(code) for code in Exit} == set(PRECEDENCE)
    assert len({code.meaning for code in Exit}) == len(PRECEDENCE)


@pytest.mark.parametrize(
    ("error", "code"),
    [(InputError("m"), 2), (UndecidedError("m"), 5), (EngineDisagreement("m"), 70)],
)
def test_what_could_not_be_judged_keeps_the_code_of_its_error(error: RouteproofError, code: int) -> None:
    verdict = refused(error)
    assert verdict.exit_code == code
    assert [(each.check, each.message, each.document) for each in verdict.findings] == [("input", "m", "")]


def test_every_problem_of_an_input_becomes_a_finding_with_its_place() -> None:
    place = Place("f.yaml", 3, 1, 3, 5)
    verdict = refused(InputError.of([Problem("a", place, "/a", "h"), Problem("b")]))
    first, second = verdict.findings
    assert (first.message, first.hint, first.pointer, first.place, first.document) == (
        "a",
        "h",
        "/a",
        place,
        "f.yaml",
    )
    assert (second.message, second.place) == ("b", None)


# ---- fingerprints ----


def test_a_fingerprint_survives_moved_lines_and_other_words() -> None:
    moved = edited(
        LOST,
        message="other words",
        hint="h",
        pointer="/moved",
        place=Place("d", 9, 9),
        level=Level.NOTE,
        expected="x",
    )
    assert moved.fingerprint == LOST.fingerprint
    assert len(LOST.fingerprint) == 16
    int(LOST.fingerprint, 16)


def test_a_fingerprint_tells_apart_what_is_another_finding() -> None:
    others = [
        edited(LOST, check="other"),
        edited(LOST, runtime="other"),
        edited(LOST, arm="other"),
        edited(LOST, model="other"),
        edited(LOST, key="other"),
    ]
    shifted = edited(LOST, runtime="acme", arm="desk")
    absent = [edited(LOST, model=None), edited(LOST, model="")]
    prints = [finding.fingerprint for finding in (LOST, *others, shifted, *absent)]
    assert len(set(prints)) == len(prints)
