"""The partition of all ids: hand-worked classes, witnesses, sizes, samples, and differences."""

from itertools import islice

import pytest
import re2

from routeproof.errors import InputError, UndecidedError
from routeproof.prove.automata.language import (
    compare_patterns,
    finds_everything,
    found_inside,
    inside,
    partition,
)

SCALARS = 0x110000 - 0x800
SPACES = 25


def classes(*patterns: str) -> dict[tuple[int, ...], tuple[str, int | None]]:
    return {one.hits: (one.witness, one.size) for one in partition(patterns).classes}


def test_no_pattern_leaves_one_class_of_all_ids() -> None:
    assert classes() == {(): ("a", None)}


def test_every_id_is_in_the_class_of_the_patterns_that_find_it() -> None:
    assert classes("^gpt-", "(?i)^GPT", "mini$") == {
        (): ("a", None),
        (1,): ("gpt", None),
        (2,): ("mini", None),
        (0, 1): ("gpt-", None),
        (1, 2): ("gptmini", None),
        (0, 1, 2): ("gpt-mini", None),
    }


def test_classes_come_in_the_order_of_their_witnesses() -> None:
    assert [one.witness for one in partition(["^b$", "^B$", "^-$", "^aa"]).classes] == [
        "a",
        "b",
        "-",
        "B",
        "aa",
    ]


def test_equal_patterns_hit_together_and_order_changes_nothing() -> None:
    assert classes("^a", "^b", "^a") == {(): ("c", None), (0, 2): ("a", None), (1,): ("b", None)}
    assert classes("^b", "^a") == {(): ("c", None), (0,): ("b", None), (1,): ("a", None)}


@pytest.mark.parametrize(
    ("pattern", "witness", "size"),
    [
        ("^[ab]{2}$", "aa", 4),
        ("(?i)^k$", "k", 3),
        ("(?i)^sk$", "sk", 9),
        ("^.$", "a", SCALARS - SPACES),
        ("^..$", "aa", (SCALARS - SPACES) ** 2),
        ("^...$", "aaa", (SCALARS - SPACES) ** 2 * (SCALARS - 1)),
        ("(?s)^...$", "aaa", (SCALARS - SPACES) ** 2 * SCALARS),
        (r"^a\s*$", "a", 1),
        (r"^a\s?b$", "ab", 6),
        (r"^\s*a\s*$", "a", 1),
        ("^[a-z]{1,64}$", "a", sum(26**length for length in range(1, 65))),
        ("^.{17}$", "a" * 17, 10**100),
        ("^.{1000}$", "a" * 1000, 10**100),
        ("^a*$", "a", None),
        ("^a{1000}$", "a" * 1000, 1),
        ("^(sonnet|opus|haiku)$", "opus", 3),
    ],
)
def test_witness_and_size_of_one_pattern(pattern: str, witness: str, size: int | None) -> None:
    assert classes(pattern)[(0,)] == (witness, size)


@pytest.mark.parametrize(
    "pattern", ["^$", "^ ", " $", r"^\s+$", "[^\\x00-\\x{10FFFF}]", "a^", "$a", r"\x{D800}", r"a\bb"]
)
def test_a_language_without_ids_has_no_class(pattern: str) -> None:
    assert (0,) not in classes(pattern)


def test_white_space_inside_an_id_is_allowed() -> None:
    assert classes("a b", "a\u3000b")[(0,)] == ("a b", None)
    assert classes("^a\nb$")[(0,)] == ("a\nb", 1)
    assert classes("(?m)^b$", "^b$")[(0,)] == ("a\nb", None)


def test_any_text_is_classified_be_it_an_id_or_not() -> None:
    whole = partition(["^ ", "^$", "\u212a"])
    assert whole.classify(" a") == (0,)
    assert whole.classify("") == (1,)
    assert whole.classify("x\u212a") == (2,)
    with pytest.raises(InputError, match="not valid Unicode"):
        whole.classify("a\udc00")


def test_members_are_listed_in_order() -> None:
    found = next(one for one in partition(["^[b9A]{1,2}$"]).classes if one.hits)
    assert list(found.members()) == ["b", "9", "A", "bb", "b9", "bA", "9b", "99", "9A", "Ab", "A9", "AA"]
    assert list(found.members(2)) == ["b", "9"]
    gaps = next(one for one in partition(["^(a{3})+$"]).classes if one.hits)
    assert list(gaps.members(3)) == ["a" * 3, "a" * 6, "a" * 9]


def test_what_is_left_without_some_ids() -> None:
    found = next(one for one in partition(["^a?b?$"]).classes if one.hits)
    assert found.size == 3
    assert found.without([]) == ("a", 3)
    assert found.without(["a", "other", " a", "a\udc00"]) == ("b", 2)
    assert found.without(["ab", "b", "a", "a"]) == (None, 0)
    many = next(one for one in partition(["^.{20}$"]).classes if one.hits)
    assert many.without(["a" * 20]) == ("a" * 19 + "b", 10**100)
    endless = next(one for one in partition(["^a*$"]).classes if one.hits)
    assert endless.without(["a", "aaa"]) == ("aa", None)


def test_samples_are_members_and_depend_on_the_seed_alone() -> None:
    pattern = r"(?i)^k[^a-z]{2,}\.\pL+$"
    found = next(one for one in partition([pattern]).classes if one.hits)
    drawn = found.sample(7, 20)
    assert len(drawn) == len(set(drawn)) > 10
    assert all(re2.search(pattern, text) for text in drawn)
    assert drawn == found.sample(7, 20) != found.sample(8, 20)
    few = next(one for one in partition(["^[ab]$"]).classes if one.hits)
    assert few.sample(0, 5) == ("a", "b")


def test_a_sample_is_found_where_the_lengths_lie_far_apart() -> None:
    found = next(one for one in partition(["^(?:.{40})+$"]).classes if one.hits)
    assert {len(text) for text in found.sample(1, 4)} == {40}


def test_ids_that_lie_very_far_from_the_start_are_drawn_but_not_listed_without_end() -> None:
    pattern = "^a{1000}b{1000}" * 2 + "c{1000}"
    found = next(one for one in partition([pattern.replace("b{1000}^", "b{1000}")]).classes if one.hits)
    assert {len(text) // 1000 for text in found.sample(1, 3)} == {5}
    assert len(found.witness) == 5000
    with pytest.raises(UndecidedError, match="cannot be listed"):
        next(found.members())


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("^anthropic/", "^anthropic/", (None, None)),
        ("^anthropic/", "^anthropic", (None, "anthropic")),
        ("^a|^b", "^[ab]", (None, None)),
        ("(?i)k", "[kK]", ("\u212a", None)),
        (r"\d", "[0-9]", (None, None)),
        ("^a.b$", "(?s)^a.b$", (None, "a\nb")),
        ("a$", r"a\z", (None, None)),
        ("^a", "^b", ("a", "b")),
        ("^a ?$", "^a$", (None, None)),
    ],
)
def test_the_difference_of_two_patterns(
    one: str, other: str, expected: tuple[str | None, str | None]
) -> None:
    assert compare_patterns(one, other) == expected
    assert compare_patterns(other, one) == expected[::-1]


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("^foo", None),
        ("foo", "afoo"),
        ("^foo|bar", "abar"),
        ("(?m)^foo", "a\nfoo"),
        ("(^foo|^bar)", None),
        (".*foo", "a\nfoo"),
        ("(?s).*foo", None),
        ("", None),
        (r"\Qa|b", "aa|b"),
    ],
)
def test_where_a_pattern_is_found_but_not_at_the_start(pattern: str, expected: str | None) -> None:
    assert found_inside(pattern) == expected


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("", True),
        (".", True),
        ("(?s).", True),
        ("^|x", True),
        (r"\S", True),
        ("..", False),
        ("^[^q]", False),
        ("b", False),
    ],
)
def test_whether_a_pattern_finds_everything(pattern: str, expected: bool) -> None:
    assert finds_everything(pattern) is expected


def test_only_the_ids_of_one_pattern_are_divided() -> None:
    parts = {one.hits: (one.witness, one.size) for one in inside("^[ab]$", ["a", "^b", "c"])}
    assert parts == {(0,): ("a", 1), (1,): ("b", 1)}
    assert {one.hits for one in inside("b", ["a", "b"])} == {(1,), (0, 1)}
    (found,) = inside(r"\bx", [])
    assert list(islice(found.members(), 2)) == ["x", "xa"]


def test_what_leaves_the_bounds_is_no_member() -> None:
    (found,) = inside("^a*$", [])
    assert found.without(["a", "ab", "aab", "b", "aaa"]) == ("aa", None)
    (few,) = inside("^a{1,3}$", [])
    assert few.without(["ab", "aaaa", "aa", "aab"]) == ("a", 2)
