"""The formats of a mutation report: valid, complete, deterministic, and nothing from outside breaks out."""

import json
from dataclasses import replace
from typing import Any

import jsonschema
import pytest

from routeproof.errors import InputError, Place
from routeproof.mutate.report import JudgedMutant, Report
from routeproof.mutate.result import Status
from routeproof.mutate.runner import Limits
from routeproof.mutate.session import MutationPlan, conduct
from routeproof.reports.documents.mutation import FORMATS, render
from routeproof.reports.documents.mutation.json_report import parse
from support.markdown_reading import smuggled
from support.mutation_trials import base_mutants, base_trial, opener
from support.official_schemas import MUTATION, official

SOME = base_mutants()[::6]


@pytest.fixture(scope="module")
def whole() -> Report:
    plan = MutationPlan(mutants=SOME, planned=len(SOME), limits=Limits())
    return conduct(base_trial(), opener(), plan, lambda *_: None)


def entry(status: Status, **values: Any) -> JudgedMutant:
    return replace(
        JudgedMutant(
            id=f"id-{status}",
            operator="drop-arm",
            place=Place("manifest/providers.yaml", 3, 5, 4, 6),
            status=status,
            description="an `arm` is gone",
            replacement="new",
            reason="because",
            killed_by=("golden-matrix",) if status is Status.KILLED else (),
        ),
        **values,
    )


def report(
    *entries: JudgedMutant, guards: tuple[JudgedMutant, ...] = (), shards: tuple[str, ...] = ()
) -> Report:
    files = {each.place.file: "text\n" for each in entries}
    return Report(
        fingerprint="f",
        planned=len(entries) + len(guards),
        seed=0,
        minimum=100,
        checks={
            "arm-reachable": "an arm",
            "golden-matrix": "the matrix",
            "pin-holds": "a pin",
            "probe-alive": "a probe",
        },
        sources=files,
        entries=entries,
        guards=guards,
        shards=shards,
    )


def test_the_json_report_is_valid_by_the_schema_that_others_read(whole: Report) -> None:
    data = json.loads(render("json", whole))
    validator = jsonschema.Draft7Validator(official(MUTATION))
    assert [error.message for error in validator.iter_errors(data)] == []
    for files in (data["files"], data["guards"]):
        for file, part in files.items():
            assert part["source"] == base_trial().sources[file].text
            assert part["language"] == {"csv": "csv", "json": "json"}.get(file.rpartition(".")[2], "yaml")
    tests = {test["id"] for part in data["testFiles"].values() for test in part["tests"]}
    mutants = [mutant for part in data["files"].values() for mutant in part["mutants"]]
    assert {check for mutant in mutants for check in mutant["killedBy"] + mutant["coveredBy"]} <= tests
    assert {mutant["id"] for mutant in mutants} | {
        mutant["id"] for part in data["guards"].values() for mutant in part["mutants"]
    } == {mutant.id for mutant in SOME}


def test_a_place_in_the_json_report_holds_what_is_edited(whole: Report) -> None:
    """The lines between start and end of a mutant hold its old text: the name of the arm that is dropped."""
    data = json.loads(render("json", whole))
    for file, part in data["files"].items():
        lines = part["source"].splitlines()
        for mutant in part["mutants"]:
            start, end = mutant["location"]["start"], mutant["location"]["end"]
            assert 1 <= start["line"] <= end["line"] <= len(lines) + 1, file
            if mutant["mutatorName"] == "drop-arm":
                text = "\n".join(lines[start["line"] - 1 : end["line"]])
                arm = mutant["description"].split("`")[3]
                assert f"name: {arm}" in text


def test_a_json_report_is_read_back_as_it_was_written(whole: Report) -> None:
    assert parse(render("json", whole), "r.json") == whole
    survivor = report(entry(Status.SURVIVED, remedy="- runtimes: [r]"))
    assert parse(render("json", survivor), "r.json") == survivor


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", "null", '{"config": {"format": "other"}, "performance": {}}', "[" * 100_000]
)
def test_anything_else_is_no_report(text: str) -> None:
    with pytest.raises(InputError, match="is no routeproof/mutation-1 report"):
        parse(text, "r.json")


def test_the_same_run_gives_the_same_report(whole: Report) -> None:
    again = conduct(
        base_trial(),
        opener(),
        MutationPlan(mutants=SOME, planned=len(SOME), limits=Limits(2)),
        lambda *_: None,
    )
    for name in ("markdown", "text"):
        assert render(name, again) == render(name, whole)
    untimed = [replace(each, milliseconds=(0, 0, 0)) for each in (whole, again)]
    assert render("json", untimed[0]) == render("json", untimed[1])


def test_a_survivor_comes_with_its_witness_and_its_remedy() -> None:
    shown = report(
        entry(Status.KILLED),
        entry(Status.SURVIVED, reason="`x` goes away", remedy="- runtimes: [r]\n  models: [x]"),
    )
    for name in FORMATS:
        text = render(name, shown)
        assert "x" in text
        assert "runtimes: [r]" in text
    assert "survived id-Survived  drop-arm  manifest/providers.yaml:3:5" in render("text", shown)
    assert "next: routeproof mutate --show id-Survived" in render("text", shown)
    assert "score 50.0 % (at least 100 %)" in render("text", shown)


def test_equal_mutants_redundant_guards_and_lone_checks_are_listed() -> None:
    shown = report(
        entry(Status.KILLED),
        entry(Status.KILLED, id="three", killed_by=("golden-matrix", "arm-reachable", "pin-holds")),
        entry(Status.KILLED, id="two", killed_by=("arm-reachable", "golden-matrix")),
        entry(Status.IGNORED, reason="proved equal: by proof"),
        guards=(entry(Status.IGNORED, id="guard", operator="drop-pin", reason="redundant here: it is"),),
    )
    text = render("markdown", shown)
    rows = [
        [cell.strip() for cell in line.split("|")[1:-1]] for line in text.splitlines() if line.startswith("|")
    ]
    assert ["`golden-matrix`", "3", "1"] in rows
    assert ["`pin-holds`", "1", "-"] in rows
    assert ["`arm-reachable`", "2", "1"] in rows
    assert ["`probe-alive`", "-", "-"] in rows
    assert any(row[0] == "`id-Ignored`" and row[-1] == "proved equal: by proof" for row in rows)
    assert any(row[0] == "`guard`" and row[-1] == "redundant here: it is" for row in rows)
    assert "Redundant here, for these mutants and beside the goldens: `pin-holds`." in text
    assert render("text", shown).splitlines() == [
        "4 mutants: 3 killed, 1 proved equal",
        "1 edits of guards: 0 noticed, 1 redundant (0.0 %)",
        "4 checks, 2 of which alone notice some mutant, goldens aside",
        "score 100.0 % (at least 100 %)",
    ]


def test_what_is_undecided_or_broken_is_said() -> None:
    shown = report(
        entry(Status.PENDING), entry(Status.RUNTIME_ERROR, reason="ValueError: oops"), shards=("1/3",)
    )
    text = render("text", shown)
    assert "undecided: 1 of 2 (only shard 1/3 ran)" in text
    assert "error: mutant id-RuntimeError (drop-arm): ValueError: oops" in text


HOSTILE = "@team ![x](http://e) <b> `| a\n::error::x\x1b[31m"


def test_text_from_outside_breaks_out_of_no_report() -> None:
    hostile = entry(
        Status.SURVIVED,
        description=HOSTILE,
        reason=HOSTILE,
        remedy=f"- models: [{HOSTILE}]",
        place=Place("manifest/a`|b.yaml", 1, 1, 1, 1),
    )
    shown = report(hostile, entry(Status.IGNORED, description=HOSTILE, reason=HOSTILE))
    assert set(smuggled(render("markdown", shown))) <= {"fence"}
    assert "\x1b" not in render("text", shown) + render("markdown", shown)
    assert not [line for line in render("text", shown).splitlines() if line.startswith("::")]
