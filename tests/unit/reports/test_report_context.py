"""What reporters are given: texts, places, the repository around the workspace, what moved since a base."""

from dataclasses import replace
from pathlib import Path

import pytest

from routeproof.errors import Place
from routeproof.gate import Examined, Subjects, examine
from routeproof.gate.context import context_of
from routeproof.model.registry import Registry
from routeproof.reports.context import Context, MutationScore, last_line
from support.case_files import write_base
from support.edited import edited
from support.report_makers import LISTED, REGISTRY, WHOLE


@pytest.fixture
def examined(tmp_path: Path) -> Examined:
    write_base(tmp_path / "sub")
    return examine(tmp_path / "sub", select=("one-platform-provider",))


def test_every_arm_has_its_place_and_every_file_its_text(examined: Examined) -> None:
    given = context_of(examined)
    assert given.registry is not None
    arms = {(name, arm.name) for name, each in given.registry.runtimes.items() for arm in each.arms}
    assert given.arm_places.keys() == arms
    for (_, arm), place in given.arm_places.items():
        assert arm in given.lines(place.file)[place.line - 1]
    assert given.texts[given.registry_file] == (examined.root / given.registry_file).read_text("utf-8")
    assert given.cells
    assert given.difference is None


def test_the_way_from_the_repository_is_known(examined: Examined) -> None:
    assert context_of(examined).prefix == ""
    (examined.root.parent / ".git").touch()
    assert context_of(examined).prefix == "sub"
    (examined.root / ".git").mkdir()
    assert context_of(examined).prefix == ""


def test_what_moved_since_the_base_is_given(examined: Examined) -> None:
    assert examined.subjects is not None
    same = replace(examined.subjects.workspace, base=examined.subjects.workspace.registry)
    difference = context_of(replace(examined, subjects=Subjects(same))).difference
    assert difference is not None
    assert difference.equal
    moved = context_of(replace(examined, subjects=Subjects(replace(same, base=REGISTRY)))).difference
    assert moved is not None
    assert "desk" in {each.runtime for each in moved.routes}


def test_what_moved_is_left_out_where_it_is_undecided(examined: Examined) -> None:
    assert examined.subjects is not None
    desk = REGISTRY.runtimes["desk"]
    arms = tuple(
        replace(desk.arms[0], provider=replace(desk.arms[0].provider, name=name, model_prefix_match=pattern))
        for name, pattern in ((f"a{place}", f"{place}(?:abcdefgh){{1000}}") for place in range(30))
    )
    base = Registry((), {"desk": replace(desk, arms=arms)})
    moved = Subjects(replace(examined.subjects.workspace, base=base))
    assert context_of(replace(examined, subjects=moved)).difference is None


def test_without_a_readable_workspace_the_texts_are_there(tmp_path: Path) -> None:
    write_base(tmp_path)
    (tmp_path / "manifest/providers.yaml").write_text("a: [\n", encoding="utf-8")
    (tmp_path / "checks/pins.yaml").write_bytes(b"\xff")
    given = context_of(examine(tmp_path))
    assert dict(given.texts) == {"manifest/providers.yaml": "a: [\n"}
    assert given.registry is None


def test_a_registry_that_was_never_written_has_no_places(tmp_path: Path) -> None:
    write_base(tmp_path)
    given = context_of(examine(tmp_path, manifest=REGISTRY, select=("one-platform-provider",)))
    assert given.registry is REGISTRY
    assert given.arm_places == {}


def test_a_place_is_a_region_in_the_repository() -> None:
    given = Context(prefix="sub", texts={"matrix/routing.csv": "a,b\nc"})
    assert given.place(LISTED) == Place("sub/manifest/providers.yaml", 9, 18, 9, 24)
    assert given.place(WHOLE) == Place("sub/matrix/routing.csv", 1, 1, 1, 4)
    assert given.place(edited(WHOLE, document="")) == Place("sub/manifest/providers.yaml", 1, 1, 1, 1)
    assert given.in_repository(Place("/elsewhere/x.yaml")).file == "/elsewhere/x.yaml"


@pytest.mark.parametrize(
    ("place", "last"),
    [
        (Place("f", 3, 1, 3, 5), 3),
        (Place("f", 3, 1, 5, 1), 4),
        (Place("f", 3, 1, 5, 2), 5),
        (Place("f", 3, 1, 3, 1), 3),
    ],
)
def test_a_region_that_ends_at_column_1_ends_with_the_line_before(place: Place, last: int) -> None:
    assert last_line(place) == last


def test_a_score_without_edits_that_matter_is_none() -> None:
    assert MutationScore(0, 0, 5).percent is None
    assert MutationScore(3, 1).percent == 75
