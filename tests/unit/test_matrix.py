"""The routing matrix: what is asked of every arm, and the golden that remembers the answers."""

import csv
import io
import re
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from routeproof.matrix import (
    Cell,
    CellKind,
    Counts,
    cells_of,
    compare_cells,
    count_cells,
    parse_routing,
    render_routing,
    render_routing_page,
)
from routeproof.model.registry import Arm, Payer, Registry, Runtime
from routeproof.workspace import open_workspace
from support.payer_registry import ARMS, CATALOGUE, REGISTRY, provider

ROOT = Path(__file__).resolve().parents[2]
HEADER = "runtime,arm,kind,model,provider,payer,registered,error\n"
PROBES = {"acme": "acme/1", "bolt": "bolt-1", "bolt-eu": "bolt-eu-1", "plan": "never asked"}

HARD = st.text(alphabet=",\"'\n\r\0\t |\\`=a\u2028\x85\x1c", max_size=6)
IDS = st.one_of(HARD, st.text(max_size=6).filter(lambda text: text.isascii() or text.isprintable()))


def desk(*arms: Arm) -> Registry:
    return Registry(CATALOGUE, {"desk": Runtime("desk", arms)})


def asked(cells: tuple[Cell, ...]) -> list[tuple[object, ...]]:
    return [(cell.arm, cell.kind, cell.model, cell.outcome, cell.registered) for cell in cells]


# ---- cells ----


def test_each_listed_id_and_each_probe_is_asked_in_the_order_of_the_arms() -> None:
    assert asked(cells_of(REGISTRY, PROBES)) == [
        ("platform", CellKind.LISTED, "house-1", "platform (platform)", True),
        ("acme", CellKind.NAME_ONLY, "acme/1", "acme (byok)", True),
        ("plan", CellKind.LISTED, "twin", "plan (byok)", True),
        ("meter", CellKind.LISTED, "twin", "plan (byok)", True),
        ("bolt", CellKind.NAME_ONLY, "bolt-1", "bolt (byok)", True),
        ("bolt-eu", CellKind.NAME_ONLY, "bolt-eu-1", "ambiguous", False),
    ]


def test_an_arm_without_a_list_and_without_a_probe_was_not_asked() -> None:
    (cell,) = cells_of(desk(Arm(CATALOGUE[1])), {})
    assert asked((cell,)) == [("acme", CellKind.NAME_ONLY, None, "no probe", False)]
    assert (cell.destination, cell.provider) == (None, None)


def test_an_entry_that_can_never_match_is_a_cell_with_the_answer_it_gets() -> None:
    cells = cells_of(desk(replace(ARMS[0], models=(" house-1", "", "acme/1 ")), ARMS[1]), PROBES)
    assert asked(cells)[:3] == [
        ("platform", CellKind.LISTED, " house-1", "unregistered", True),
        ("platform", CellKind.LISTED, "", "model_required", True),
        ("platform", CellKind.LISTED, "acme/1 ", "acme (byok)", True),
    ]


def test_runtimes_come_sorted_and_pointers_lead_to_the_entry() -> None:
    registry = Registry(CATALOGUE, {name: Runtime(name, ARMS[:2]) for name in ("b/c", "a~")})
    assert [(cell.runtime, cell.pointer) for cell in cells_of(registry, PROBES)] == [
        ("a~", "/runtimes/a~0/providers/0/models/0"),
        ("a~", "/runtimes/a~0/providers/1"),
        ("b/c", "/runtimes/b~1c/providers/0/models/0"),
        ("b/c", "/runtimes/b~1c/providers/1"),
    ]


def test_the_outcome_of_a_cell_names_provider_and_payer_or_the_error() -> None:
    outcomes = [cell.outcome for cell in cells_of(REGISTRY, PROBES)]
    assert outcomes[0] == "platform (platform)"
    assert outcomes[1] == "acme (byok)"
    assert outcomes[-1] == "ambiguous"


def test_what_was_not_asked_is_an_arm_but_no_cell_of_the_count() -> None:
    counts = count_cells(REGISTRY, cells_of(REGISTRY, {"acme": "acme/1"}))
    assert counts == Counts(runtimes=1, arms=6, name_only=3, listed=3, cells=4)
    assert str(counts) == "1 runtimes, 6 arms (3 name-only), 3 listed pairs, 4 cells"


def test_an_id_that_one_arm_lists_twice_is_two_cells() -> None:
    registry = desk(replace(ARMS[0], models=("house-1", "house-1")))
    cells = cells_of(registry, {})
    assert [cell.pointer[-1] for cell in cells] == ["0", "1"]
    assert count_cells(registry, cells) == Counts(1, 1, 0, 2, 2)


def test_the_reference_registry_has_as_many_cells_as_its_specification_says() -> None:
    workspace = open_workspace(ROOT)
    probes = workspace.probe_ids
    counts = count_cells(workspace.registry, cells_of(workspace.registry, probes))
    assert counts == Counts(runtimes=5, arms=43, name_only=29, listed=58, cells=87)
    assert len(probes) == 21


# ---- the golden file ----


def test_the_golden_is_sorted_and_says_who_pays() -> None:
    assert render_routing(cells_of(REGISTRY, PROBES)) == HEADER + (
        "desk,acme,name-only,acme/1,acme,byok,yes,\n"
        "desk,bolt,name-only,bolt-1,bolt,byok,yes,\n"
        "desk,bolt-eu,name-only,bolt-eu-1,,,no,ambiguous\n"
        "desk,meter,listed,twin,plan,byok,yes,\n"
        "desk,plan,listed,twin,plan,byok,yes,\n"
        "desk,platform,listed,house-1,platform,platform,yes,\n"
    )


@given(st.lists(IDS, min_size=1, max_size=5))
def test_what_is_written_is_read_back_whatever_the_ids(ids: list[str]) -> None:
    cells = cells_of(desk(replace(ARMS[0], models=tuple(ids)), ARMS[1]), PROBES)
    rows = parse_routing(render_routing(cells))
    assert sorted(row.values[3] for row in rows) == sorted([*ids, "acme/1"])
    assert {row.values[:2] for row in rows} == {("desk", "platform"), ("desk", "acme")}
    assert compare_cells(rows, cells) == ()


@given(st.lists(IDS, min_size=1, max_size=5))
def test_a_reader_of_csv_of_any_make_reads_the_same(ids: list[str]) -> None:
    text = render_routing(cells_of(desk(replace(ARMS[0], models=tuple(ids))), {}))
    found = list(csv.reader(io.StringIO(text, newline="")))
    assert [tuple(row) for row in found[1:]] == [row.values for row in parse_routing(text)]


def test_the_line_of_a_row_counts_the_line_ends_inside_of_ids() -> None:
    cells = cells_of(desk(replace(ARMS[0], models=("a\nb\nc", "d"))), {})
    assert [(row.values[3], row.line) for row in parse_routing(render_routing(cells))] == [
        ("a\nb\nc", 2),
        ("d", 5),
    ]


def test_a_golden_with_windows_line_ends_is_the_same_golden() -> None:
    text = render_routing(cells_of(REGISTRY, PROBES))
    assert [row.values for row in parse_routing(text.replace("\n", "\r\n"))] == [
        row.values for row in parse_routing(text)
    ]


ROW = "desk,acme,name-only,acme/1,acme,byok,yes,\n"


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("", "line 1: the columns must be runtime,arm,"),
        ("\n", "line 1: the columns"),
        ("runtime,arm\n", "line 1: the columns"),
        (ROW, "line 1: the columns"),
        (HEADER + "a,b\n", "line 2: 2 columns where 8 are meant"),
        (HEADER + ROW + "\n", "line 3: 0 columns"),
        (HEADER + ROW + "<<<<<<< HEAD\n", "line 3: 1 columns"),
        (HEADER + ROW.replace("acme/1", '"a\nb"') + "x\n", "line 4: 1 columns"),
        (HEADER + ROW.replace("acme/1", '"a"b'), "line 2: "),
        (HEADER + ROW.replace("acme/1", '"never closed'), "line 2: "),
        (HEADER + ROW + ROW.replace("acme/1", "a\rb"), "line 3: "),
        (HEADER + ROW.replace("acme/1", "a" * 200_000), "line 2: field larger"),
    ],
    ids=range(12),
)
def test_a_garbled_golden_is_an_error_at_its_line(text: str, where: str) -> None:
    with pytest.raises(ValueError, match=re.escape(where)):
        parse_routing(text)


# ---- comparing ----


def changes(before: Registry, after: Registry, probes: dict[str, str] = PROBES) -> list[tuple[object, ...]]:
    golden = parse_routing(render_routing(cells_of(before, probes)))
    return [
        (*change.key[1:], change.was and change.was.outcome, change.now and change.now.outcome)
        for change in compare_cells(golden, cells_of(after, probes))
    ]


def test_an_id_that_moves_to_the_platform_is_lost_there_and_new_here() -> None:
    before = desk(ARMS[0], replace(ARMS[1], models=("acme/1", "acme/2")))
    after = desk(replace(ARMS[0], models=("house-1", "acme/2")), replace(ARMS[1], models=("acme/1",)))
    assert changes(before, after) == [
        ("acme", "listed", "acme/2", "acme (byok)", None),
        ("platform", "listed", "acme/2", None, "platform (platform)"),
    ]


def test_a_changed_order_changes_the_cells_of_the_tie_alone() -> None:
    assert changes(desk(*ARMS), desk(ARMS[0], ARMS[3], ARMS[2], ARMS[1], *ARMS[4:])) == [
        ("meter", "listed", "twin", "plan (byok)", "meter (byok)"),
        ("plan", "listed", "twin", "plan (byok)", "meter (byok)"),
    ]


def test_an_arm_that_drops_its_list_is_another_kind_of_cell() -> None:
    before, after = desk(replace(ARMS[1], models=("acme/1",))), desk(ARMS[1])
    assert changes(before, after) == [
        ("acme", "listed", "acme/1", "acme (byok)", None),
        ("acme", "name-only", "acme/1", None, "acme (byok)"),
    ]


def test_a_probe_that_is_dropped_is_a_cell_that_answers_no_more() -> None:
    golden = parse_routing(render_routing(cells_of(REGISTRY, PROBES)))
    dropped = {name: model for name, model in PROBES.items() if name != "acme"}
    new, lost = compare_cells(golden, cells_of(REGISTRY, dropped))
    assert (new.key[1:], new.was, new.now and new.now.outcome) == (
        ("acme", "name-only", ""),
        None,
        "no probe",
    )
    assert (lost.key[1:], lost.now) == (("acme", "name-only", "acme/1"), None)


def test_a_second_entry_of_one_id_is_new_and_a_lost_one_is_lost() -> None:
    once, twice = desk(ARMS[0]), desk(replace(ARMS[0], models=("house-1", "house-1")))
    cell = ("platform", "listed", "house-1")
    assert changes(once, twice) == [(*cell, None, "platform (platform)")]
    assert changes(twice, once) == [(*cell, "platform (platform)", None)]
    assert changes(twice, twice) == []


def test_a_refusal_is_part_of_the_outcome_that_the_golden_remembers() -> None:
    row = "desk,acme,name-only,acme/1,,,{},unregistered\n"
    yes, no = (parse_routing(HEADER + row.format(said))[0] for said in ("yes", "no"))
    assert (yes.outcome, no.outcome) == ("unregistered", "unregistered, not registered")
    assert yes.key == no.key == ("desk", "acme", "name-only", "acme/1")


# ---- the matrix for people ----


def test_the_platform_is_bold_and_every_runtime_has_its_table() -> None:
    registry = Registry(CATALOGUE, {name: Runtime(name, ARMS) for name in ("desk", "lab")})
    cells = cells_of(registry, PROBES)
    text = render_routing_page(cells, count_cells(registry, cells))
    assert "2 runtimes, 12 arms (6 name-only), 6 listed pairs, 12 cells." in text
    assert re.findall(r"^## (.*)$", text, re.MULTILINE) == ["`desk`", "`lab`"]
    assert text.count(f"**{Payer.PLATFORM}**") == 2
    assert re.search(r"\| `bolt-eu` +\| name-only +\| `bolt-eu-1` +\| ambiguous +\| - +\| no +\|", text)


@given(st.lists(IDS, min_size=1, max_size=5))
def test_no_id_breaks_the_table_for_people(ids: list[str]) -> None:
    registry = desk(Arm(provider("pla|tform`\n", "^x"), tuple(ids)))
    cells = cells_of(registry, {})
    lines = render_routing_page(cells, count_cells(registry, cells)).splitlines()
    rows = [line for line in lines if line.startswith("|")]
    assert len(rows) == 2 + len(ids)
    assert {len(re.split(r"(?<!\\)\|", row)) for row in rows} == {8}
