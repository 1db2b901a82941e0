"""The budgets of the house: how long, how crowded, one home for each name, and no way around a face."""

import re
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest

from support.budgets import (
    FUNCTION_LINES,
    FUNCTION_LINES_P90,
    MODULE_LINES,
    MODULE_LINES_P90,
    Figure,
    Source,
    crowded,
    figures,
    functions,
    homonyms,
    modules,
    protected,
    sources_of,
    trespasses,
)

ROOT = Path(__file__).resolve().parents[1]
SOURCES = sources_of(ROOT)
PYPROJECT = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
GLOSSARY = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")


def rows(heading: str) -> list[tuple[str, str, str]]:
    """The cells of the table under a heading of the glossary, its two head lines left out."""
    _, _, below = GLOSSARY.partition(f"## {heading}\n")
    lines = [line for line in below.partition("\n## ")[0].splitlines() if line.startswith("|")][2:]
    found = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    return [(first, second, third) for first, second, third in found]


WORDS = rows("Words")
SHARED = {
    name.strip("`"): tuple(re.findall(r"`(.+?)`", where)) for name, where, _ in rows("Names with many homes")
}


# ---- every measure is shown what breaks it before it is trusted ----


def source(path: str, *lines: str) -> Source:
    return Source(path, "".join(f"{line}\n" for line in lines))


def test_nine_of_ten_are_not_longer_than_the_ninetieth_percentile() -> None:
    assert Figure("modules", (*range(1, 11),)).p90 == 9
    assert Figure("modules", (5,)).p90 == 5
    assert str(Figure("modules", (3, 1, 2))) == "3 modules: median 2, p90 3, longest 3 lines"


def test_lengths_are_measured() -> None:
    one = source(
        "a.py",
        "def f():",
        "    def g():",
        "        pass",
        "    return g",
        "",
        "class C:",
        "    async def h(self): ...",
    )
    assert modules([one]).lengths == (7,)
    assert sorted(functions([one]).lengths) == [1, 2, 4]


def test_a_crowded_room_is_seen_and_its_sub_rooms_count_for_themselves() -> None:
    fifteen = [source(f"room/m{number}.py") for number in range(15)]
    beside = [source("room/inner/m.py"), source("m.py")]
    assert crowded([*fifteen, *beside]) == {}
    assert crowded([*fifteen, *beside, source("room/__init__.py")]) == {"room": 16}


def test_a_name_with_two_homes_is_seen_when_it_is_public_and_at_the_top() -> None:
    one = source(
        "a.py", "class Plan: ...", "def _help(): ...", "def draw():", "    def inner(): ...", "X = 1"
    )
    two = source(
        "b.py", "async def draw(): ...", "def _help(): ...", "def inner(): ...", "X = 2", "from a import Plan"
    )
    assert homonyms([one, two]) == {"draw": ("a.py", "b.py")}


def test_a_way_around_a_face_is_seen_wherever_it_stands() -> None:
    inside = [source("lane/__init__.py", "from routeproof.lane.gap import Gap"), source("lane/gap.py")]
    face = source(
        "a.py", "from routeproof.lane import Gap", "import routeproof.lane", "from routeproof import lane"
    )
    around = source(
        "cli/b.py",
        "def f():",
        "    import routeproof.lane.gap",
        "if TYPE_CHECKING:",
        "    from routeproof.lane.gap import Gap",
        "from routeproof.lane import gap",
    )
    found = [*trespasses([*inside, face, around], ["routeproof.lane.*"])]
    assert sorted(found) == [f"cli/b.py:{line}: routeproof.lane.gap" for line in (2, 4, 5)]
    assert [*trespasses([*inside, face], ["routeproof.lane.*"])] == []
    assert [*trespasses([*inside, around], ["routeproof.lane.other"])] == []


def test_the_figures_are_said_in_lines() -> None:
    assert [*figures([source("a.py", "def f(): ..."), source("b.py", "def f(): ...")])] == [
        "2 modules: median 1, p90 1, longest 1 lines",
        "2 functions: median 1, p90 1, longest 1 lines",
        "rooms with more than 15 modules: none",
        "1 names with more than one home: f 2",
    ]


# ---- the house keeps them ----


def test_modules_and_functions_are_short() -> None:
    assert len(SOURCES) > 200
    assert modules(SOURCES).p90 <= MODULE_LINES_P90
    assert max(modules(SOURCES).lengths) <= MODULE_LINES
    assert functions(SOURCES).p90 <= FUNCTION_LINES_P90
    assert max(functions(SOURCES).lengths) <= FUNCTION_LINES


def test_no_room_is_crowded() -> None:
    assert crowded(SOURCES) == {}


def test_nobody_goes_around_a_face() -> None:
    hidden = protected(PYPROJECT)
    assert "routeproof.transport.*" in hidden
    assert [*trespasses(SOURCES, hidden)] == []


def test_a_public_name_has_one_home() -> None:
    found = {name: set(paths) for name, paths in homonyms(SOURCES).items()}
    for name, places in SHARED.items():
        found[name] = {path for path in found.get(name, ()) if not path.startswith(places)}
    assert {name: paths for name, paths in found.items() if paths} == {}


def test_a_name_that_may_have_many_homes_has_them() -> None:
    assert SHARED
    homes = homonyms(SOURCES)
    for name, places in SHARED.items():
        for place in places:
            assert any(path.startswith(place) for path in homes[name]), f"`{name}` has no home in {place}"


def test_a_word_is_explained_once_and_words_stand_in_order() -> None:
    words = [word for word, _, _ in WORDS]
    assert len(words) > 30
    assert words == sorted({word.casefold() for word in words})
    assert [word for word, meaning, _ in WORDS if len(meaning.split()) < 4] == []


@pytest.mark.parametrize("path", [where.strip("`") for _, _, where in WORDS if where])
def test_a_word_of_the_code_is_defined_where_the_glossary_says(path: str) -> None:
    module, _, name = path.rpartition(".")
    found = getattr(import_module(f"routeproof.{module}"), name)
    assert found.__module__ == f"routeproof.{module}"


def test_the_glossary_calls_each_thing_by_its_word() -> None:
    """`registry` is `Registry`, `class` is `RouteClass`: the word stands in the name."""
    assert [*_misnamed()] == []


def _misnamed() -> Iterator[str]:
    for word, _, where in WORDS:
        name = where.strip("`").rpartition(".")[2]
        if name and word not in name.casefold() and word not in where:
            yield f"{word}: {name}"
