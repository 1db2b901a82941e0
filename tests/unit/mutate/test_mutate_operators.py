"""Every operator does what its own examples say; together they reach every part that matters."""

import re
from dataclasses import replace

import pytest
import yaml

from routeproof.harness.finding import Level, Rule
from routeproof.manifest import registry_of
from routeproof.manifest.files import BY_PATH
from routeproof.manifest.table import Golden
from routeproof.matrix import GoldenRow
from routeproof.matrix.golden import RoutingGolden
from routeproof.mutate.edit import applied
from routeproof.mutate.mutant import Kind
from routeproof.mutate.operators import ALL, Material, Operator, mutants_of
from routeproof.mutate.operators.frame import Example
from support.mutation_trials import (
    FILE,
    base_mutants,
    complete,
    completed,
    document,
    material_of,
    offered_material,
    registry_material,
)

EXAMPLES = [(operator, example) for operator in ALL for example in operator.examples]
REGISTRY = registry_of(document(complete("providers: [{name: a}]")))
RULE = Rule(id="pin-holds", title="t", level=Level.ERROR, doc=None)
GOLDENS = {"matrix/routing.csv", "matrix/metadata.csv", "matrix/offered.csv"}


def edits(operator: Operator, material: Material, data: object) -> list[object]:
    return [applied(data, proposal.changes) for proposal in operator.propose(material)]


def guard_material(file: str, text: str) -> Material:
    """What operators on guards are given when one file of `checks/` holds this text."""
    row = BY_PATH[file]
    assert row.build is not None, f"no operator edits {file}"
    material = replace(material_of(REGISTRY), rules=(RULE,))
    value = row.build(document(yaml.safe_load(text), file))
    return replace(material, declared=replace(material.declared, **{row.name: value}))


def golden_material(file: str, line: tuple[str, ...]) -> Material:
    material, row = material_of(REGISTRY), BY_PATH[file]
    match row.name:
        case "routing":
            goldens = replace(material.goldens, routing=RoutingGolden(file, (GoldenRow(line, 2),)))
        case "metadata":
            goldens = replace(material.goldens, metadata=Golden(file, (line,)))
        case "offered":
            goldens = replace(material.goldens, offered=Golden(file, (line,)))
        case _:
            raise AssertionError(f"{file} is no golden")
    return replace(material, goldens=goldens)


@pytest.mark.parametrize(("operator", "example"), EXAMPLES, ids=lambda each: getattr(each, "name", ""))
def test_an_operator_does_what_its_examples_say(operator: Operator, example: Example) -> None:
    if operator.touches in GOLDENS:
        before, *after = ([text.split(",")] for text in (example.before, *example.after))
        material = golden_material(operator.touches, tuple(before[0]))
    elif operator.kind is Kind.REGISTRY:
        before = complete(example.before)
        after = [completed(text, before) for text in example.after]
        material = registry_material(example.before)
    else:
        before, *after = map(yaml.safe_load, (example.before, *example.after))
        offered = operator.kind is Kind.OFFERED
        material = (
            offered_material(example.before) if offered else guard_material(operator.touches, example.before)
        )
    assert edits(operator, material, before) == after


def test_operators_have_names_of_their_own_and_say_what_they_do() -> None:
    assert len({operator.name for operator in ALL}) == len(ALL)
    for operator in ALL:
        assert re.fullmatch("[a-z0-9]+(-[a-z0-9]+)*", operator.name)
        assert operator.description
        assert not operator.description.endswith(".")
        assert operator.touches
        assert any(example.after for example in operator.examples)


def test_every_operator_of_the_registry_finds_something_in_the_clean_workspace() -> None:
    missing = {each.name for each in ALL if each.kind is not Kind.GUARD} - {
        each.operator for each in base_mutants()
    }
    # The small workspace has no class with a range of separators, and sends no prefix.
    assert missing == {"regex-drop-one-separator", "wire-prefix-drop"}


def test_mutants_have_stable_ids_of_their_own() -> None:
    ids = [mutant.id for mutant in base_mutants()]
    assert len(set(ids)) == len(ids)
    assert all(re.fullmatch("[0-9a-f]{12}", each) for each in ids)
    edited = {(mutant.edit.file, mutant.edit.changes) for mutant in base_mutants()}
    assert len(edited) == len(ids), "an edit that two operators propose counts once"


def test_an_id_outlives_arms_that_come_before_its_own() -> None:
    def ids(text: str) -> set[str]:
        return {each.id for each in mutants_of(registry_material(text)) if each.provider == "b"}

    small = "providers: [{name: a}, {name: b}]\nruntimes: {r: {providers: [{name: b, models: [x]}]}}"
    large = small.replace("[{name: b, models", "[{name: a}, {name: b, models")
    dropped = {each.id for each in mutants_of(registry_material(small)) if each.operator == "drop-id"}
    assert dropped
    assert dropped <= ids(large)


def test_two_equal_places_give_two_ids() -> None:
    text = "runtimes: {r: {providers: [{name: a, models: [x, x, y]}]}}"
    found = [each for each in mutants_of(registry_material(text)) if each.operator == "drop-id"]
    assert len({each.id for each in found}) == len(found) == 3


def test_every_edit_is_of_the_registry_or_of_a_known_file() -> None:
    files = {mutant.edit.file for mutant in base_mutants()}
    assert FILE in files
    assert all(file.startswith(("manifest/", "checks/", "matrix/")) for file in files)
