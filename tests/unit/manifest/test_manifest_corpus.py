"""Example files of every kind: what must load, and what must be refused with exactly which problems.

The name of a file starts with the name of its schema. Beside `bad/x.yaml` stands `bad/x.expected`, one
problem a line, in order: `LINE #POINTER MESSAGE | HINT`. The message may be cut; without the bar any hint
will do, and nothing after it stands for none.
"""

import re
from pathlib import Path

import pytest

from routeproof import schema
from routeproof.errors import InputError, Place, Problem
from routeproof.manifest import read_document, read_file
from routeproof.manifest.violations import schema_problems

KINDS = (
    "artefacts",
    "calls",
    "command-risk",
    "connections",
    "credentials",
    "invariants",
    "lane",
    "moves",
    "offered",
    "pins",
    "platform-exceptions",
    "policy",
    "probes",
    "registry",
    "sync",
    "waivers",
)
CASES = Path(__file__).parents[2] / "cases" / "manifest"
GOOD = sorted((CASES / "good").iterdir())
BAD = sorted((CASES / "bad").glob("*.yaml"))
EXPECTED = re.compile(
    r"(?P<line>\d+) #(?P<pointer>\S*) (?P<message>.*?)(?: \|(?: (?P<hint>.*)|(?P<no_hint>)))?"
)


def kind(file: Path) -> str:
    return file.name.partition(".")[0]


def says(problem: Problem, expectation: str, shown: str) -> bool:
    parts = EXPECTED.fullmatch(expectation)
    assert parts, expectation
    place = problem.place or Place("")
    hint = parts["hint"] or parts["no_hint"]
    return (
        (place.file, place.line) == (shown, int(parts["line"]))
        and problem.pointer == parts["pointer"]
        and problem.message.startswith(parts["message"])
        and hint in (None, problem.hint)
    )


def test_every_kind_of_file_has_a_good_and_a_bad_example() -> None:
    kinds = {kind(file) for file in GOOD}
    assert kinds == {kind(file) for file in BAD}
    assert set(KINDS) <= kinds <= set(schema.names())
    assert {file.stem for file in BAD} == {file.stem for file in (CASES / "bad").glob("*.expected")}


@pytest.mark.parametrize("file", GOOD, ids=lambda file: file.stem)
def test_a_good_file_is_read(file: Path) -> None:
    assert read_file(file, kind(file), file.name).file == file.name


@pytest.mark.parametrize("file", BAD, ids=lambda file: file.stem)
def test_a_bad_file_has_exactly_the_expected_problems(file: Path) -> None:
    with pytest.raises(InputError) as caught:
        read_file(file, kind(file), "shown.yaml")
    problems = caught.value.problems
    wanted = file.with_suffix(".expected").read_text(encoding="utf-8").splitlines()
    report = "\n".join(f"{each.place} #{each.pointer} {each.message} | {each.hint}" for each in problems)
    assert len(problems) == len(wanted), report
    assert all(says(problem, line, "shown.yaml") for problem, line in zip(problems, wanted, strict=True)), (
        report
    )


def test_a_keyword_without_a_wording_of_its_own_is_still_named() -> None:
    document = read_document(b"a: 7\n", "f.yaml", None)
    violation = schema.Violation(("a",), "maximum", 5, 7, {"maximum": 5})
    [problem] = schema_problems(violation, document)
    assert str(problem) == "f.yaml:1:4: does not fit the schema: maximum `5`"
