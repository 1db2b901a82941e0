"""Beyond its budget a proof says that it cannot decide, whom it blames, and what to write instead."""

import pytest

from routeproof.errors import UndecidedError
from routeproof.prove.automata.budget import DEFAULT, Budget
from routeproof.prove.automata.language import compare_patterns, inside, partition
from routeproof.prove.automata.memo import Memo

WORDS = ["alpha", "bravo", "charlie", "delta", "echo", "foxtrot"]


def undecided(patterns: list[str], budget: Budget) -> tuple[str, str]:
    with pytest.raises(UndecidedError) as caught:
        partition(patterns, budget)
    assert caught.value.exit_code == 5
    problem = caught.value.problems[0]
    return problem.message, problem.hint


def test_the_limits_are_those_that_are_documented() -> None:
    assert (DEFAULT.states, DEFAULT.positions, DEFAULT.instructions) == (50_000, 5_000_000, 200_000)


def test_too_many_states_blame_the_unanchored_patterns() -> None:
    message, hint = undecided([*WORDS, "^anchored"], Budget(states=100))
    assert "100 states" in message
    assert "6 may match anywhere in an id: `alpha`, `bravo`, `charlie`, `delta`, `echo` and 1 more" in message
    assert "anchored" not in message
    assert hint.startswith("anchor them: `^alpha`, `^bravo`")


def test_too_many_positions_are_counted_too() -> None:
    message, _ = undecided(["a.{12}b"], Budget(positions=1000))
    assert "1,000 positions" in message


def test_anchored_patterns_are_blamed_for_their_length() -> None:
    message, hint = undecided(["^b", "^.*a.{20}b"], Budget(states=1000))
    assert "`^.*a.{20}b`" in message
    assert "counted repeats" in hint


@pytest.mark.parametrize("pattern", ["^(abc){100}$", "^(((a{10}){10})|b){10}$", "^((?:){10}){100}a$"])
def test_written_out_repeats_are_limited(pattern: str) -> None:
    message, hint = undecided(["^ok", pattern], Budget(instructions=150))
    assert f"`{pattern}`" in message
    assert "150 instructions" in message
    assert "counted repeats" in hint


def test_questions_to_re2_are_limited() -> None:
    message, hint = undecided([r"\pL\pN", r"\p{Greek}"], Budget(questions=2))
    assert r"`\p{Greek}`" in message
    assert "2 different character classes" in message
    assert "ranges" in hint
    assert len(partition([r"\pL\pN\pL\pN"], Budget(questions=2)).classes) == 2


@pytest.mark.parametrize(
    "pattern",
    ["^(a?){1000}(a?){1000}(a?){1000}$", "(?:(?:a?){30}){30}b$", "[ab]*a[ab]{40}", ".*a" * 60 + ".{20}$"],
)
def test_hostile_patterns_end_in_bounded_work(pattern: str) -> None:
    small = Budget(states=500, positions=50_000, instructions=20_000)
    with pytest.raises(UndecidedError):
        partition([pattern], small)
    with pytest.raises(UndecidedError):
        inside(pattern, ["^a"], small)


def test_a_pattern_deeper_than_the_stack_is_compiled() -> None:
    deep = "(?:" * 5000 + "ab" + "c)" * 5000
    (_, found) = sorted(partition([deep]).classes, key=lambda one: one.hits)
    assert found.witness == "ab" + "c" * 5000


def test_many_character_classes_are_divided_without_delay() -> None:
    patterns = ["|".join(f"^\\x{{{code:x}}}a" for code in range(0x4E00, 0x4E00 + 1500))]
    assert [one.size for one in partition(patterns).classes] == [None, None]


def test_a_difference_has_a_budget_of_its_own() -> None:
    with pytest.raises(UndecidedError):
        compare_patterns("a.{9}b", "a.{9}c", Budget(states=200))


def test_a_memory_keeps_what_was_used_last_within_its_weight() -> None:
    made: list[str] = []

    def make(name: str) -> str:
        made.append(name)
        return name

    memo = Memo(make, len, 5)
    for name in ("ab", "cd", "ab", "ef", "ab", "cd", "longest", "longest", "ef"):
        assert memo(name) == name
    assert made == ["ab", "cd", "ef", "cd", "longest", "ef"]
    memo.forget()
    memo("ef")
    assert made[-1] == "ef"
    assert len(made) == 7
