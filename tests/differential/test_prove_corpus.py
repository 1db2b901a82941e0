"""Every feature of RE2 patterns, judged by google-re2 on ids from the automaton and on their neighbours."""

import random
from pathlib import Path

import pytest

from differential import fuzz_prove
from routeproof.prove.automata.language import partition
from routeproof.prove.patterns.syntax import PatternError, parse_pattern


def corpus() -> dict[str, list[str]]:
    """The patterns by feature: one a line, under a heading that begins with `# `."""
    groups: dict[str, list[str]] = {}
    for line in Path(__file__).with_name("prove_corpus.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("# "):
            group = groups.setdefault(line[2:], [])
        else:
            group.append(line)
    return groups


GROUPS = corpus()
REFUSED = [*GROUPS.pop("refused"), "a\ud800"]
GROUPS["not on one line"] = ["", "a\nb", "a\x00b", "\\ ", "a\\\nb", "[\n]", "\\Q\n\\E"]
CASES = [
    pytest.param(one, id=f"{name} {at}") for name, group in GROUPS.items() for at, one in enumerate(group)
]


@pytest.mark.parametrize("pattern", CASES)
def test_ids_and_their_neighbours_are_found_as_google_re2_finds_them(pattern: str) -> None:
    assert fuzz_prove.compiled(pattern) is not None, "the corpus is wrong"
    rng = random.Random(pattern)  # noqa: S311 - seeded on purpose
    whole = partition([pattern])
    texts = ["", " ", "\n", "a", "b\n", "\u212a", "\u017f", "\u0130", "\u0131"]
    for one in whole.classes:
        drawn = [one.witness, *one.sample(1, 8)]
        assert {whole.classify(text) for text in drawn} == {one.hits}
        texts += [near for text in drawn for near in fuzz_prove.texts_near(rng, text)]
    fuzz_prove.compare(whole, texts)


@pytest.mark.parametrize("pattern", REFUSED)
def test_what_google_re2_refuses_is_refused_with_its_place(pattern: str) -> None:
    assert fuzz_prove.compiled(pattern) is None, "the corpus is wrong"
    with pytest.raises(PatternError) as caught:
        parse_pattern(pattern)
    assert 1 <= caught.value.position <= len(pattern) or pattern == r"\pL{1000}"
    assert caught.value.problems[0].hint


def test_a_group_of_patterns_is_divided_as_google_re2_divides_it() -> None:
    rng = random.Random(7)  # noqa: S311 - seeded on purpose
    for group in ("reference", "anchors", "words", "lines", "folding", "counts"):
        whole = partition(GROUPS[group])
        texts = [near for one in whole.classes for near in fuzz_prove.texts_near(rng, one.witness)]
        assert fuzz_prove.compare(whole, texts)
