"""What the partition says, against all short ids of a small alphabet counted out by google-re2."""

from collections import defaultdict
from collections.abc import Iterator
from itertools import product

import re2
from hypothesis import given
from hypothesis import strategies as st

from routeproof.prove.automata.language import compare_patterns, found_inside, inside, partition
from routeproof.prove.patterns.syntax import anchored_form

# One character of each kind that the patterns below can tell apart, the most readable first.
ALPHABET = "abc- \n"
LONGEST = 4
ATOMS = [
    "a",
    "b",
    "[ab]",
    "[^a]",
    ".",
    "(?s:.)",
    r"\s",
    r"\S",
    r"\b",
    "^",
    "$",
    "(?m:^)",
    "(?m:$)",
    "",
    r"\w",
    r"\W",
]
FINITE = ["a", "b", "[ab]", "a?", "b?", "(?:ab|b)", "(?:a|bb)?", "[ab]{2}", "", "-", "(?:- )?"]


def joined(atoms: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """Concatenation, alternation and repeats over some atoms."""
    return st.recursive(
        atoms,
        lambda inner: st.one_of(
            st.tuples(inner, inner).map("".join),
            st.tuples(inner, inner).map(lambda two: f"(?:{two[0]}|{two[1]})"),
            st.tuples(inner, st.sampled_from(["*", "+", "?", "{2}", "{0,2}"])).map(
                lambda two: f"(?:{two[0]}){two[1]}"
            ),
        ),
        max_leaves=6,
    )


patterns = joined(st.sampled_from(ATOMS))
finite = st.lists(st.sampled_from(FINITE), max_size=5).map(lambda parts: f"^{''.join(parts)}$")


def short_ids() -> Iterator[str]:
    """All ids of up to LONGEST characters of the alphabet, in the order of ids."""
    for length in range(1, LONGEST + 1):
        for letters in product(ALPHABET, repeat=length):
            text = "".join(letters)
            if text.strip() == text:
                yield text


IDS = tuple(short_ids())


def counted_out(group: list[str]) -> dict[tuple[int, ...], list[str]]:
    """The short ids by the patterns that google-re2 finds in them."""
    engines = [re2.compile(pattern) for pattern in group]
    classes: dict[tuple[int, ...], list[str]] = defaultdict(list)
    for text in IDS:
        classes[tuple(at for at, engine in enumerate(engines) if engine.search(text))].append(text)
    return classes


@given(st.lists(patterns, min_size=1, max_size=3))
def test_every_witness_is_the_first_id_of_its_class(group: list[str]) -> None:
    expected = {hits: ids[0] for hits, ids in counted_out(group).items()}
    proved = {one.hits: one.witness for one in partition(group).classes}
    assert {hits: proved.get(hits) for hits in expected} == expected
    assert all(len(proved[hits]) > LONGEST for hits in proved.keys() - expected.keys())


@given(st.lists(finite, min_size=1, max_size=3))
def test_finite_classes_are_listed_and_counted_exactly(group: list[str]) -> None:
    expected = counted_out(group)
    for one in partition(group).classes:
        if one.hits:
            members = list(one.members())
            assert one.size == len(members) == len(set(members))
            assert [text for text in members if len(text) <= LONGEST] == expected.get(one.hits, [])
            assert [len(text) for text in members] == sorted(map(len, members))


@given(st.lists(patterns, min_size=1, max_size=3), st.integers(0, 40))
def test_members_come_in_order_and_can_be_taken_away(group: list[str], count: int) -> None:
    for one in partition(group).classes:
        first = list(one.members(count + 1))
        assert first[0] == one.witness
        witness, size = one.without(first[:count])
        assert witness == (first[count] if len(first) > count else None)
        assert size == (None if one.size is None else one.size - len(first[:count]))


@given(patterns, patterns)
def test_a_difference_is_symmetric_and_empty_only_for_equals(one: str, other: str) -> None:
    there, back = compare_patterns(one, other), compare_patterns(other, one)
    assert (there.only_first, there.only_second) == (back.only_second, back.only_first)
    expected = counted_out([one, other])
    for witness, hits in ((there.only_first, (0,)), (there.only_second, (1,))):
        if hits in expected:
            assert witness == expected[hits][0]
        else:
            assert witness is None or len(witness) > LONGEST


@given(patterns)
def test_the_anchored_form_finds_what_is_found_at_the_start(pattern: str) -> None:
    anchored, engine = re2.compile(anchored_form(pattern)), re2.compile(pattern)
    assert [bool(anchored.search(text)) for text in IDS] == [bool(engine.match(text)) for text in IDS]
    inner = [text for text in IDS if engine.search(text) and not engine.match(text)]
    witness = found_inside(pattern)
    assert witness == inner[0] if inner else witness is None or len(witness) > LONGEST


@given(patterns, st.lists(patterns, max_size=2))
def test_what_is_inside_a_pattern_is_its_part_of_the_partition(bound: str, group: list[str]) -> None:
    parts = {one.hits: one for one in partition([*group, bound]).classes}
    expected = {hits[:-1]: one for hits, one in parts.items() if len(group) in hits}
    bounded = {one.hits: one for one in inside(bound, group)}
    assert {hits: (one.witness, one.size) for hits, one in bounded.items()} == {
        hits: (one.witness, one.size) for hits, one in expected.items()
    }
    assert all(list(one.members(9)) == list(expected[hits].members(9)) for hits, one in bounded.items())
