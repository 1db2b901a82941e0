"""Refused patterns with their place and hint, remarks on valid ones, and anchored forms."""

import re

import pytest

from routeproof.errors import EngineDisagreement, InputError
from routeproof.prove.patterns import reader
from routeproof.prove.patterns.syntax import LintKind, PatternError, anchored_form, lints, parse_pattern

PLACES = [
    ("a**", 3, "bad repetition operator", "(?:a*)*"),
    ("ab++", 4, "bad repetition operator", "possessive"),
    ("x|*", 3, "no argument", "backslash"),
    ("a{2,1}", 2, "invalid repetition size", "lower bound"),
    ("(a{100}){11}", 9, "invalid repetition size", "multiply"),
    ("ab(cd", 3, "missing )", r"\("),
    ("ab)cd", 3, "unexpected )", r"\)"),
    ("ab[cd", 3, "missing ]", r"\["),
    ("[x[b-a]", 4, "invalid character class range", "ascending"),
    (r"[a\p{Foo}]", 3, "invalid character class range", r"\p{Greek}"),
    ("a[[:foo:]]", 3, "invalid character class range", "[[:alpha:]]"),
    (r"\8\8", 1, "invalid escape", "backreferences"),
    (r"\Q\8\E\8", 7, "invalid escape", "backreferences"),
    (r"a\Z", 2, "invalid escape", r"\z"),
    (r"\u0041", 1, "invalid escape", r"\x{2014}"),
    ("a(?=b)", 2, "invalid perl operator", "lookaround"),
    ("(?<=a)b", 1, "", "lookaround"),
    ("a(?>b)", 2, "invalid perl operator", "atomic"),
    ("(?P<n>a)(?P=n)", 9, "invalid perl operator", "write the text out"),
    ("(?z)a", 1, "invalid perl operator", "flags"),
    ("abc\\", 4, "trailing", "backslash"),
    ("a\ud800", 2, "not valid Unicode", "surrogate"),
    (r"ab\Cd", 3, r"`\C`", "Go refuses"),
    (r"a\Bd", 2, r"`\B`", "neighbouring"),
    (r"(?:\Q\B\E)\B", 11, r"`\B`", "neighbouring"),
]


@pytest.mark.parametrize(("pattern", "position", "reason", "hint"), PLACES)
def test_a_refusal_names_the_place_and_what_to_write(
    pattern: str, position: int, reason: str, hint: str
) -> None:
    with pytest.raises(PatternError) as caught:
        parse_pattern(pattern)
    problem = caught.value.problems[0]
    assert caught.value.position == position
    assert f"at character {position}" in problem.message
    assert reason in problem.message
    assert hint in problem.hint
    assert isinstance(caught.value, InputError)
    problem.message.encode()


@pytest.mark.parametrize(
    ("pattern", "refused"),
    [
        ("(" * 999 + "a" + ")" * 999, False),
        ("(" * 1000 + "a" + ")" * 1000, True),
        ("(?:" * 5000 + "a" + ")" * 5000, False),
        ("(?:" * 600 + "a" + "b?)+" * 600, True),
        ("(?:a" * 5000 + ")" * 5000, False),
        ("(a|" * 400 + "b" + ")" * 400, False),
        ("(" * 999 + r"a|\pL|." + ")" * 999, False),
        ("(" * 999 + r"\b" + ")" * 999, False),
        ("(" * 999 + "ab" + ")" * 999, False),
        ("(" * 999 + "ab*" + ")" * 999, True),
    ],
    ids=[
        *("999 groups", "1000 groups", "plain groups", "repeats", "flat row", "branches"),
        *("one class", "one boundary", "one literal", "a row"),
    ],
)
def test_nesting_is_limited_as_in_go(pattern: str, refused: bool) -> None:
    if refused:
        with pytest.raises(PatternError, match="nest deeper than 1,000"):
            parse_pattern(pattern)
    else:
        assert parse_pattern(pattern).height <= 1000


def test_a_pattern_that_is_too_large_for_re2_is_refused_as_a_whole() -> None:
    with pytest.raises(PatternError, match="too large") as caught:
        parse_pattern(r"\pL{1000}")
    assert caught.value.position == 0


def test_a_long_pattern_is_cut_in_messages() -> None:
    with pytest.raises(PatternError) as caught:
        parse_pattern("a" * 500 + "(")
    assert len(str(caught.value)) < 400


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("^claude", []),
        ("(?i)^minimax-m", []),
        (r"(?i)^\.[^k]", []),
        ("sky", []),
        ("(?i)^sky", [(LintKind.LOOK_ALIKE, 6)]),
        ("a(?i:[j-l])", [(LintKind.LOOK_ALIKE, 6)]),
        (r"(?i)ab\w", [(LintKind.LOOK_ALIKE, 7)]),
        (r"(?i)\pL", [(LintKind.UNICODE_TABLE, 5)]),
        (r"a[\\p\p{Greek}]", [(LintKind.UNICODE_TABLE, 2)]),
        (r"[\\p]\Q\pL\E", []),
        ("^(?<name>a)", [(LintKind.GROUP_SYNTAX, 2)]),
        ("^(?P<name>a)", []),
        (
            r"(?<n>a)(?i)s\pN",
            [(LintKind.GROUP_SYNTAX, 1), (LintKind.LOOK_ALIKE, 12), (LintKind.UNICODE_TABLE, 13)],
        ),
    ],
)
def test_remarks_on_valid_patterns(pattern: str, expected: list[tuple[LintKind, int]]) -> None:
    assert [(lint.kind, lint.position) for lint in lints(pattern)] == expected


def test_the_look_alikes_are_named() -> None:
    assert "U+017F and U+212A" in lints("(?i)ks")[0].message
    assert "U+017F" not in lints("(?i)k")[0].message


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("foo", "^foo"),
        ("foo|bar", "^(?:foo|bar)"),
        ("(?i)foo", "(?i)^foo"),
        ("(?i)foo|bar", "(?i)^(?:foo|bar)"),
        ("(?m)^foo", "^(?:(?m)^foo)"),
        (r"\Qa|b", r"^\Qa|b"),
        (r"a|\Qb", r"^(?:a|\Qb\E)"),
        ("(?i:a)b", "^(?:(?i:a)b)"),
    ],
)
def test_anchored_forms(pattern: str, expected: str) -> None:
    assert anchored_form(pattern) == expected


def test_a_pattern_that_only_re2_can_read_is_a_defect_of_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "_GROUP", re.compile("never"))
    with pytest.raises(EngineDisagreement, match="cannot be read at character 3") as caught:
        parse_pattern("ok(?i)known to re2 alone")
    assert caught.value.exit_code == 70
