"""Classes of ids of a runtime, and their decision tables."""

from collections.abc import Sequence
from itertools import chain, combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from routeproof.decision import Decision
from routeproof.decision.native import DIALECT, outcome
from routeproof.errors import UndecidedError
from routeproof.model.destination import DeriveError
from routeproof.model.registry import Arm, Runtime
from routeproof.prove.automata.budget import Budget
from routeproof.prove.classes import Keyed, RouteClass, decision_table, route_classes
from support.small_registries import arm


def names(arms: Sequence[Arm]) -> str:
    return " ".join(one.name for one in arms)


def told(classes: Sequence[RouteClass]) -> list[tuple[str, str, str, int | None, tuple[str, ...]]]:
    return [(names(one.exact), names(one.pattern), one.witness, one.size, one.ids) for one in classes]


RUNTIME = Runtime(
    "r",
    (
        arm("one", "^a", "alpha", "gamma", "both", " padded", "", "bad\ud800"),
        arm("two", "^ab?$", "both", "beta"),
        arm("three", "^(x|yy)$", "x"),
    ),
)


def test_ids_with_the_same_hits_form_a_class() -> None:
    assert told(route_classes(RUNTIME)) == [
        ("one", "one", "alpha", 1, ("alpha",)),
        ("one", "", "gamma", 1, ("gamma",)),
        ("one two", "", "both", 1, ("both",)),
        ("two", "", "beta", 1, ("beta",)),
        ("three", "three", "x", 1, ("x",)),
        ("", "one two", "a", 2, ()),
        ("", "", "b", None, ()),
        ("", "one", "aa", None, ()),
        ("", "three", "yy", 1, ()),
    ]


def test_a_class_that_only_listed_ids_inhabit_is_empty_without_them() -> None:
    runtime = Runtime("r", (arm("one", "^(x|yy)$", "yy", "x"),))
    assert told(route_classes(runtime)) == [("one", "one", "x", 2, ("yy", "x")), ("", "", "a", None, ())]


def test_equal_patterns_of_two_arms_hit_together() -> None:
    runtime = Runtime("r", (arm("one", "^a"), arm("two", "^a"), arm("three", "^b")))
    assert [names(one.pattern) for one in route_classes(runtime)] == ["one two", "three", ""]


def test_members_and_samples_leave_listed_ids_out() -> None:
    classes = {one.witness: one for one in route_classes(RUNTIME)}
    assert list(classes["a"].members()) == ["a", "ab"]
    assert list(classes["alpha"].members(5)) == ["alpha"]
    assert list(classes["aa"].members(3)) == ["aa", "ac", "ad"]
    assert classes["aa"].sample(1, 5) == classes["aa"].sample(1, 5)
    assert set(classes["a"].sample(1, 9)) == {"a", "ab"}
    many = Runtime("r", (arm("one", "^z$", *(f"m{at}" for at in range(50))),))
    listed = route_classes(many)[0]
    assert set(listed.sample(1, 5)) < set(listed.ids)
    assert listed.sample(1, 5) != listed.sample(2, 5)


def test_a_class_decides_as_the_rule_does() -> None:
    one = route_classes(RUNTIME)[5]
    assert one.decision(()).error is DeriveError.AMBIGUOUS
    assert one.decision(()) == outcome(one.exact, one.pattern, ())


def test_beyond_the_budget_nothing_is_decided() -> None:
    runtime = Runtime("r", (arm("one", "alpha"), arm("two", "bravo")))
    with pytest.raises(UndecidedError, match="`alpha`, `bravo`"):
        route_classes(runtime, Budget(states=10))


def rows(exact: Sequence[Arm], pattern: Sequence[Arm]) -> list[tuple[Keyed, tuple[str, ...], str]]:
    return [
        (row.keyed, row.names, row.decision.arm.name if row.decision.arm else str(row.decision.error))
        for row in decision_table(DIALECT, exact, pattern)
    ]


def test_one_claimant_needs_no_credential() -> None:
    one = arm("one", "")
    assert rows((), ()) == [(Keyed.ANY, (), "unregistered")]
    assert rows((one,), (one, one)) == [(Keyed.ANY, (), "one")]


def test_the_table_of_a_tie_between_arms_with_own_and_shared_names() -> None:
    tied = (arm("one", "", keys=("A", "S")), arm("two", "", keys=("S", "B")), arm("three", "", keys=("S",)))
    assert rows((), tied) == [
        (Keyed.NONE, (), "ambiguous"),
        (Keyed.ONE, ("A",), "one"),
        (Keyed.ONE, ("B",), "two"),
        (Keyed.SEVERAL, ("S",), "ambiguous"),
    ]
    assert rows(tied[:2], ())[3] == (Keyed.SEVERAL, ("S",), "one")
    apart = (arm("one", "", keys=("A",)), arm("two", "", keys=("B",)))
    assert rows(apart, ())[-1] == (Keyed.SEVERAL, ("A", "B"), "one")
    assert rows((), (arm("one", "", keys=("A",)), arm("two", "", keys=())))[1:] == [
        (Keyed.ONE, ("A",), "one")
    ]


KEYS = "ABCDE"
claims = st.lists(st.lists(st.sampled_from(KEYS), max_size=3), max_size=5).map(
    lambda every: tuple(arm(f"p{at}", "", keys=keys) for at, keys in enumerate(every))
)


@given(claims, claims)
def test_a_table_has_exactly_the_decisions_of_all_sets_of_names(
    exact: tuple[Arm, ...], pattern: tuple[Arm, ...]
) -> None:
    hits = exact or pattern
    met: dict[object, tuple[int, str, object]] = {}
    for present in chain.from_iterable(combinations(KEYS, size) for size in range(len(KEYS) + 1)):
        keyed = [one.name for one in hits if set(one.provider.auth_env) & set(present)]
        condition = "any" if len(hits) < 2 else keyed[0] if len(keyed) == 1 else min(len(keyed), 2)
        decision = outcome(exact, pattern, present)
        fewest = met.setdefault(condition, (len(present), *told_decision(decision)))
        assert fewest[1:] == told_decision(decision)
    written: dict[object, tuple[int, str, object]] = {}
    for row in decision_table(DIALECT, exact, pattern):
        keyed_as = {
            Keyed.ANY: "any",
            Keyed.NONE: 0,
            Keyed.SEVERAL: 2,
            Keyed.ONE: told_decision(row.decision)[0],
        }
        written[keyed_as[row.keyed]] = (len(row.names), *told_decision(row.decision))
        assert row.decision == outcome(exact, pattern, row.names)
    assert written == met


def told_decision(decision: Decision) -> tuple[str, object]:
    return decision.arm.name if decision.arm else "", decision.error
