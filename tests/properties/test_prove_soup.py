"""Patterns that Hypothesis makes up, from features and from character soup, against google-re2."""

import random

from hypothesis import assume, given
from hypothesis import strategies as st

from differential import fuzz_prove
from routeproof.errors import UndecidedError
from routeproof.prove.automata.language import partition
from routeproof.prove.patterns.syntax import lints

soup = st.lists(st.sampled_from(fuzz_prove.SOUP), max_size=12).map("".join)
featured = st.recursive(
    st.sampled_from(fuzz_prove.ATOMS),
    lambda inner: st.one_of(
        st.lists(inner, min_size=2, max_size=3).map("".join),
        st.lists(inner, min_size=2, max_size=3).map("|".join),
        st.tuples(st.sampled_from(fuzz_prove.OPENERS), inner).map(lambda two: f"{two[0]}{two[1]})"),
        st.tuples(inner, st.sampled_from(fuzz_prove.SUFFIXES)).map("".join),
    ),
    max_leaves=8,
)


@given(st.text(alphabet=st.characters(), max_size=8) | soup | featured)
def test_a_pattern_is_accepted_exactly_when_google_re2_accepts_it(pattern: str) -> None:
    if fuzz_prove.accepted(pattern):
        assert all(1 <= lint.position <= len(pattern) for lint in lints(pattern))


@given(st.lists(soup | featured, min_size=1, max_size=3), st.lists(st.text(max_size=6), max_size=6))
def test_a_text_is_found_exactly_when_google_re2_finds_it(patterns: list[str], texts: list[str]) -> None:
    valid = [pattern for pattern in patterns if fuzz_prove.accepted(pattern)]
    assume(valid)
    try:
        whole = partition(valid, fuzz_prove.SMALL)
    except UndecidedError:
        assume(False)
    rng = random.Random(len(valid[0]))  # noqa: S311 - seeded on purpose
    drawn = [text for one in whole.classes[:8] for text in (one.witness, *one.sample(2, 2))]
    fuzz_prove.compare(
        whole, [near for text in [*texts, *drawn] for near in fuzz_prove.texts_near(rng, text)]
    )
