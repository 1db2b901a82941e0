"""Each mistake of tests/mistakes/, made on purpose: the test named for it turns red, or it is said."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from support.mistakes import FOLDER, ROOT, Family, WrongMistakes, families
from support.script_loading import load_script
from support.seeding import CONTROL, Outcome

FAMILIES = families()


def outcomes(family: Family, root: Path = ROOT) -> dict[str, Outcome]:
    """Those of the family, seeded in an interpreter of their own."""
    ours = ("PYTEST_", "COV_", "COVERAGE_")
    variables = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
    done = subprocess.run(
        [sys.executable, "-P", "-m", "support.seeding", str(root), family.name],
        cwd=root,
        env=variables | {"PYTHONPATH": str(ROOT / "tests")},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return {found["id"]: Outcome(**found) for found in map(json.loads, done.stdout.splitlines())}


def red(outcome: Outcome) -> bool:
    """Whether the test ran and failed where it asserts; an error before or beside that proves nothing.

    One that is run on several databases has to fail on each.
    """
    assertions = [
        phase == "call" and kind in ("AssertionError", "Failed") for phase, kind in outcome.failures
    ]
    failed = outcome.code == pytest.ExitCode.TESTS_FAILED and bool(assertions) and all(assertions)
    return failed and not outcome.green_on


@pytest.mark.parametrize("family", FAMILIES, ids=lambda family: family.name)
def test_every_named_test_is_green_without_its_mistake_and_red_with_it(family: Family) -> None:
    found = outcomes(family)
    control = found.pop(CONTROL)
    assert control.code == pytest.ExitCode.OK, control.output
    assert found.keys() == {mistake.id for mistake in family.mistakes}
    assert {name: outcome.output for name, outcome in found.items() if not red(outcome)} == {}


def test_the_committed_page_shows_every_family() -> None:
    builder = load_script(ROOT / "docs" / "build_mistakes.py")
    page = builder.page()
    assert (ROOT / "docs" / "watch-it-fail.md").read_text(encoding="utf-8") == page, "make pages"
    named = [family.title for family in FAMILIES] + [
        each.means for family in FAMILIES for each in family.mistakes
    ]
    assert [text for text in named if text not in page] == []


# ---- a small project, with mistakes that are noticed and others that are not ----

CODE = "import sys\nLIMIT = 3\ndef double(number): return number + number\n"
TESTS = """
import subprocess, sys, time
import pytest
import code_of_it

@pytest.mark.parametrize("number", [0, 2])
def test_it_doubles(number):
    assert code_of_it.double(number) == 2 * number

def test_nothing():
    assert code_of_it.double

def test_it_calls():
    code_of_it.double(1)

@pytest.mark.parametrize("database", ["one", "other"])
def test_on_each_database(database):
    assert code_of_it.double(2 if database == "one" else 3) == (4 if database == "one" else 6)

def test_it_refuses():
    with pytest.raises(TypeError):
        code_of_it.double(None)

def test_a_process_sees_it():
    asked = [sys.executable, "-c", "import code_of_it; print(code_of_it.LIMIT)"]
    assert subprocess.run(asked, capture_output=True).stdout == b"3\\n"
"""
SUM = {"file": "src/code_of_it.py", "old": "number + number", "test": "tests/test_it.py::test_it_doubles"}
SEEDED = [
    ({**SUM, "id": "noticed", "new": "number * number * number"}, True),
    ({**SUM, "id": "on-each-database", "new": "0", "test": "tests/test_it.py::test_on_each_database"}, True),
    (
        {
            **SUM,
            "id": "on-one-database",
            "new": "number * 2 + number // 3",
            "test": "tests/test_it.py::test_on_each_database",
        },
        False,
    ),
    ({**SUM, "id": "refused-no-more", "new": "2", "test": "tests/test_it.py::test_it_refuses"}, True),
    (
        {
            **SUM,
            "id": "in-a-process",
            "old": "= 3",
            "new": "= 4",
            "test": "tests/test_it.py::test_a_process_sees_it",
        },
        True,
    ),
    ({**SUM, "id": "of-no-effect", "new": "2 * number"}, False),
    ({**SUM, "id": "not-asserted", "new": "0", "test": "tests/test_it.py::test_nothing"}, False),
    ({**SUM, "id": "raises", "new": "number + nothing", "test": "tests/test_it.py::test_it_calls"}, False),
    ({**SUM, "id": "breaks-the-import", "old": "LIMIT = 3", "new": "LIMIT = nothing"}, False),
    ({**SUM, "id": "ends-the-process", "new": "sys.exit(1)"}, False),
]


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("project")
    for file, text in {"src/code_of_it.py": CODE, "tests/test_it.py": TESTS, f"{FOLDER}/it.yaml": ""}.items():
        (root / file).parent.mkdir(parents=True, exist_ok=True)
        (root / file).write_text(text, encoding="utf-8")
    return root


def write(root: Path, *entries: object, **changed: object) -> None:
    family = {"title": "t", "about": "a", "costs": "c", "mistakes": list(entries)}
    kept = {key: value for key, value in (family | changed).items() if value is not None}
    (root / FOLDER / "it.yaml").write_text(yaml.safe_dump(kept), encoding="utf-8")


def test_only_a_failed_assertion_of_the_named_test_counts(project: Path) -> None:
    write(project, *({**entry, "means": "m"} for entry, _ in SEEDED))
    (family,) = families(project)
    found = outcomes(family, project)
    assert found.pop(CONTROL).code == pytest.ExitCode.OK
    assert {name: red(outcome) for name, outcome in found.items()} == {
        entry["id"]: noticed for entry, noticed in SEEDED
    }
    assert (project / "src/code_of_it.py").read_text(encoding="utf-8") == CODE


def test_a_test_that_is_not_there_or_red_by_itself_fails_the_control(project: Path) -> None:
    for name in ("test_gone", "test_it_doubles"):
        (project / "tests/test_red.py").write_text("def test_it_doubles(): assert False\n", encoding="utf-8")
        write(project, {**SEEDED[0][0], "means": "m", "test": f"tests/test_red.py::{name}"})
        (family,) = families(project)
        assert outcomes(family, project)[CONTROL].code != pytest.ExitCode.OK


GOOD = {**SUM, "id": "an-id", "means": "m", "new": "0"}
REFUSED = [
    ({"kind": "x"}, "unknown keys ['kind'], missing keys []"),
    ({"means": None}, "unknown keys [], missing keys ['means']"),
    ({"means": " "}, "`means` is no text, or an empty one"),
    ({"means": "a\nb"}, "`means` has more than one line"),
    ({"old": ""}, "`old` is no text, or an empty one"),
    ({"new": 0}, "`new` is no text, or an empty one"),
    ({"old": "number"}, "`old` stands 3 times in src/code_of_it.py"),
    ({"old": "letter"}, "`old` stands 0 times in src/code_of_it.py"),
    ({"new": "number + number"}, "`new` is `old`"),
    ({"new": "number +"}, "the edited file is no Python: "),
    ({"file": "tests/test_it.py"}, "`tests/test_it.py` is no file of src/"),
    ({"file": "src/../tests/test_it.py"}, "is no file of src/"),
    ({"file": "src/gone.py"}, "`src/gone.py` is no file of src/"),
    ({"test": "tests/gone.py::test_it"}, "`tests/gone.py::test_it` names no test"),
    ({"test": "tests/test_it.py"}, "`tests/test_it.py` names no test"),
    ({"test": "tests/test_it.py::test_it_doubles[0]"}, "names no test"),
    ({"id": "An id"}, "an id is made of lower case words"),
]


@pytest.mark.parametrize(("change", "said"), REFUSED)
def test_an_entry_that_is_wrong_is_refused(project: Path, change: dict[str, object], said: str) -> None:
    write(project, {key: value for key, value in (GOOD | change).items() if value is not None})
    with pytest.raises(WrongMistakes) as refused:
        families(project)
    assert said in str(refused.value)
    assert str(refused.value).startswith("it.yaml: ")


WRONG_FAMILIES = [
    ({"mistakes": []}, "there is no mistake"),
    ({"mistakes": {"an-id": GOOD}}, "there is no mistake"),
    ({"mistakes": ["an-id"]}, "entry 0: is no mapping"),
    ({"mistakes": [GOOD, GOOD]}, "an-id: 2 mistakes have this id"),
    ({"title": ""}, "`title` is no text, or an empty one"),
    ({"costs": None}, "missing keys ['costs']"),
    ({"engine": "resolve"}, "unknown keys ['engine']"),
]


@pytest.mark.parametrize(("change", "said"), WRONG_FAMILIES)
def test_a_family_that_is_wrong_or_empty_is_refused(
    project: Path, change: dict[str, object], said: str
) -> None:
    write(project, GOOD, **change)
    with pytest.raises(WrongMistakes) as refused:
        families(project)
    assert said in str(refused.value)


def test_no_family_at_all_is_refused_and_so_is_an_empty_file(project: Path, tmp_path: Path) -> None:
    with pytest.raises(WrongMistakes, match="tests/mistakes holds no family"):
        families(tmp_path)
    (project / FOLDER / "it.yaml").write_text("", encoding="utf-8")
    with pytest.raises(WrongMistakes, match=r"it\.yaml: is no mapping"):
        families(project)
