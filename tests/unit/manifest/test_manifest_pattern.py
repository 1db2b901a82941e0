"""Which patterns production takes: RE2's, without what Go's engine lacks, and at a bounded cost."""

import pytest

from routeproof.errors import InputError
from routeproof.manifest import loads, read_document
from routeproof.manifest.pattern import MAX_LENGTH, MAX_NESTING, pattern_problems

TAKEN = [
    r"^claude",
    r"(?i)k\z",
    r"\p{Greek}\pN(?U)a*",
    r"(?P<x>a)(?<y>b)",
    r"\Q\C(\E",
    r"\Q\C(",
    r"\\C",
    r"[\\C]",
    "(" * (MAX_NESTING - 1) + "a" + ")" * (MAX_NESTING - 1),
    "(?:" * (MAX_NESTING - 1) + "a" + ")*" * (MAX_NESTING - 1),
    "(?:" * 5_000 + "a" + ")" * 5_000,
    r"[()*?]{2}\(\)\x{28}(?i)" * 400,
    r"\Q((((\E" * 500,
    "a|" * 1_000,
    "a" * MAX_LENGTH,
]
REFUSED = [
    ("(", "missing ): ("),
    ("(?=a)", "invalid perl operator: (?="),
    ("(?<!a)", "invalid perl operator: (?<!"),
    (r"(a)\1", r"invalid escape sequence: \1"),
    (r"a\Z", r"invalid escape sequence: \Z"),
    (r"\u0041", r"invalid escape sequence: \u"),
    ("(?x)a", "invalid perl operator: (?x"),
    ("a{1001}", "invalid repetition size: {1001}"),
    (r"\pL{999}", "pattern too large - compile failed"),
    (r"\C", r"Go's engine has no `\C`"),
    (r"\Qa\E\C", r"Go's engine has no `\C`"),
    (r"\\\C", r"Go's engine has no `\C`"),
    ("(" * MAX_NESTING + "a" + ")" * MAX_NESTING, "it nests deeper than 1,000 levels"),
    ("(?:" * MAX_NESTING + "a" + ")*" * MAX_NESTING, "it nests deeper than 1,000 levels"),
    ("(?P<a>x|" + "(y" * 500 + ")" * 501, "it nests deeper than 1,000 levels"),
    ("a" * (MAX_LENGTH + 1), "longer than 100,000 characters"),
    ("\ud800", "it holds a lone surrogate"),
    ("(\x1b[2J", r"missing ]: [2J"),
]


DOCUMENT = read_document(b"pattern: here", "f.yaml", None)


def reason_against(pattern: str) -> str:
    """What the loader says against a pattern, without the pattern itself; empty when it takes it."""
    found = [problem.message for problem in pattern_problems(DOCUMENT, [("/pattern", pattern)])]
    return found[0].partition(" is no RE2 pattern: ")[2] if found else ""


@pytest.mark.parametrize("pattern", TAKEN, ids=range(len(TAKEN)))
def test_production_takes(pattern: str) -> None:
    assert reason_against(pattern) == ""


@pytest.mark.parametrize(("pattern", "reason"), REFUSED, ids=[reason for _, reason in REFUSED])
def test_production_refuses(pattern: str, reason: str) -> None:
    assert reason_against(pattern) == reason


def test_costly_patterns_together_are_too_much() -> None:
    fields = "display_name: P, protocol: openai, auth_mode: m, auth_env: [K]"
    text = "schema_version: 1\nproviders:\n" + "".join(
        f"- {{name: p{number}, {fields}, model_prefix_match: '\\pL{{{999 - number}}}'}}\n"
        for number in range(50)
    )
    with pytest.raises(InputError) as caught:
        loads(text + "runtimes: {one: {providers: [{name: p1}]}}")
    *each, last = caught.value.problems
    assert {problem.message.partition(": ")[2] for problem in each} == {"pattern too large - compile failed"}
    assert last.message == "the patterns up to here are too large to be checked together"
    assert len(each) < 10


def test_the_same_pattern_is_judged_once_and_reported_everywhere() -> None:
    text = "waivers:\n" + "- {check: c, ids: '(', reason: r, owner: o, ticket: t, expires: 2026-01-01}\n" * 50
    with pytest.raises(InputError) as caught:
        read_document(text.encode(), "f.yaml", "waivers")
    assert [problem.place and problem.place.line for problem in caught.value.problems] == list(range(2, 52))
