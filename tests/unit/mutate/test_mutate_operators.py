"""Every operator does what its own examples say; together they reach every part that matters."""

import re
from dataclasses import replace
from typing import Any

import pytest
import yaml

from routeproof.gate.binding import subject_of
from routeproof.harness.finding import Level, Rule
from routeproof.manifest import read_document, registry_of
from routeproof.manifest.declared import connections_of
from routeproof.manifest.files import BY_PATH, CONNECTIONS, FILES, row_of
from routeproof.manifest.table import Golden
from routeproof.manifest.workflow import workflow_of
from routeproof.manifest.yaml.scalars import YamlDialect
from routeproof.matrix import GoldenRow
from routeproof.matrix.golden import RoutingGolden
from routeproof.model.workflow import Forge, Lane
from routeproof.mutate.edit import applied
from routeproof.mutate.mutant import MutantKind
from routeproof.mutate.operators import (
    ALL,
    Material,
    Operator,
    connections,
    lane,
    mutants_of,
    offered,
    registry,
)
from routeproof.mutate.operators.frame import Example
from support.lane_makers import jobs, workflow
from support.mutation_trials import (
    base_mutants,
    base_trial,
    complete,
    completed,
    document,
    material_of,
    offered_material,
    registry_material,
)

EXAMPLES = [(operator, example) for operator in ALL for example in operator.examples]
REGISTRY = registry_of(document(complete("providers: [{name: a}]")))
PROXIED = "providers: [{name: platform}]\nruntimes: {r: {providers: [{name: platform, models: [p/y]}]}}"
RULE = Rule(id="pin-holds", title="t", level=Level.ERROR, doc=None)
GOLDENS = {row.path for row in FILES if row.columns}
LANE = Lane(file="checks/lane.yaml", sentinel="ok", routeproof_job="gate", required=("ok",))


def edits(operator: Operator, material: Material, data: object) -> list[object]:
    return [applied(data, proposal.changes) for proposal in operator.propose(material)]


def guard_material(file: str, text: str) -> Material:
    """What operators on guards are given when one file of `checks/` holds this text."""
    row = BY_PATH[file]
    assert row.build is not None, f"no operator edits {file}"
    workflow = jobs("gate: {}\nok: {}")
    material = replace(material_of(REGISTRY), rules=(RULE,), workflows=(workflow,))
    value = row.build(document(yaml.safe_load(text), file))
    return replace(material, declared=replace(material.declared, **{row.name: value}))


def golden_material(file: str, line: tuple[str, ...]) -> Material:
    material, row = material_of(REGISTRY), BY_PATH[file]
    golden = RoutingGolden(file, (GoldenRow(line, 2),)) if row.name == "routing" else Golden(file, (line,))
    goldens: dict[str, Any] = {row.name: golden}
    return replace(material, goldens=replace(material.goldens, **goldens))


def connections_material(text: str) -> Material:
    """What operators on connections are given when this text is filed, over a registry with a proxy."""
    registry = registry_of(document(complete(PROXIED)))
    filed = connections_of(document(yaml.safe_load(text), CONNECTIONS))
    return replace(material_of(registry), connections=subject_of(filed, registry, "manifest/providers.yaml"))


def file_material(file: str, text: str) -> Material:
    """What operators are given that go by the file, or by the workflows of a lane."""
    read = read_document(text.encode(), file, None, YamlDialect.WORKFLOW)
    material = replace(material_of(REGISTRY), files={file: read.data})
    if not file.startswith(".github"):
        return material
    declared = replace(material.declared, lane=LANE)
    return replace(material, declared=declared, workflows=(workflow_of(read, file, Forge.GITHUB),))


def played(operator: Operator, example: Example) -> tuple[Material, Any, list[Any]]:
    """What the operator is given, the data of the file that it edits, and what that is meant to become."""
    texts = (example.before, *example.after)
    if example.file:
        before, *after = (workflow_data(text) if text else None for text in texts)
        return file_material(example.file, example.before), before, after
    if operator.touches in GOLDENS:
        lines = [text.split(",") for text in texts]
        return golden_material(operator.touches, tuple(lines[0])), [lines[0]], [[line] for line in lines[1:]]
    if operator in registry.OPERATORS:
        before = complete(example.before)
        return registry_material(example.before), before, [completed(each, before) for each in example.after]
    before, *after = map(yaml.safe_load, texts)
    if operator.touches == CONNECTIONS:
        return connections_material(example.before), before, after
    if operator.touches.startswith("checks/"):
        return guard_material(operator.touches, example.before), before, after
    return offered_material(example.before), before, after


def workflow_data(text: str) -> Any:
    return read_document(text.encode(), "x", None, YamlDialect.WORKFLOW).data


@pytest.mark.parametrize(("operator", "example"), EXAMPLES, ids=lambda each: getattr(each, "name", ""))
def test_an_operator_does_what_its_examples_say(operator: Operator, example: Example) -> None:
    material, before, after = played(operator, example)
    assert edits(operator, material, before) == after


def test_operators_have_names_of_their_own_and_say_what_they_do() -> None:
    assert len({operator.name for operator in ALL}) == len(ALL)
    for operator in ALL:
        assert re.fullmatch("[a-z0-9]+(-[a-z0-9]+)*", operator.name)
        assert operator.description
        assert not operator.description.endswith(".")
        assert operator.touches
        assert any(example.after for example in operator.examples)


def test_every_operator_of_what_is_judged_finds_something_in_the_clean_workspace() -> None:
    judged = (*registry.OPERATORS, *offered.OPERATORS, *connections.OPERATORS, *lane.OPERATORS)
    missing = {each.name for each in judged} - {each.operator for each in base_mutants()}
    # The small workspace has no range of separators, sends no prefix, and dials no row at a host of its own.
    assert missing == {"regex-drop-one-separator", "wire-prefix-drop", "row-other-host"}


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


MOVES = "moves: [{runtime: r, ids: x, from: a, to: b, reason: r, ticket: t}]"


def test_every_row_of_the_table_of_files_is_edited_in_more_than_one_way() -> None:
    by_row: dict[str, set[str]] = {}
    for mutant in base_mutants():
        row = row_of(mutant.edit.file)
        assert row is not None, f"{mutant.edit.file} is in no row"
        by_row.setdefault(row.name, set()).add(mutant.operator)
    moves = (guard_material("checks/moves.yaml", MOVES), file_material("checks/moves.yaml", MOVES))
    by_row["moves"] = {each.operator for material in moves for each in mutants_of(material)}
    assert by_row.keys() == {row.name for row in FILES}
    dropped = {name for name, operators in by_row.items() if "drop-file" in operators}
    assert dropped == by_row.keys() - {"registry"}
    # Nothing is waived or excepted in the clean workspace, and a schema is kept or lost as a whole.
    alone = {name for name, operators in by_row.items() if operators == {"drop-file"}}
    assert alone == {"waivers", "platform_exceptions", "schemas"}
    listed = {row.name for row in FILES if row.entries and "drop-entry" in by_row[row.name]}
    assert listed == {
        "policy",
        "moves",
        "hosts",
        "credentials",
        "deployment",
        "connections",
        "offers",
        "lane",
        "sync",
        "artefacts",
        "calls",
        "command_risk",
    }


def test_the_kind_of_a_mutant_is_that_of_its_file() -> None:
    beside = {"entry-no-payer", "entry-no-provider"}
    kinds = {(row_of(each.edit.file), each.kind) for each in base_mutants() if each.operator not in beside}
    judged = {
        "registry": MutantKind.REGISTRY,
        "offers": MutantKind.OFFERED,
        "workflows": MutantKind.WORKFLOW,
        "connections": MutantKind.CONNECTION,
    }
    assert kinds == {(row, judged.get(row.name, MutantKind.GUARD)) for row, _ in kinds if row is not None}
    # What an entry only says again is a guard: it is there so that a change of the rest shows.
    guards = {each.kind for each in base_mutants() if each.operator in beside}
    assert guards == {MutantKind.GUARD}


def test_a_workflow_that_the_lane_can_do_without_is_not_dropped() -> None:
    other = workflow("on: push\njobs: {release: {}}", ".github/workflows/release.yml")
    lanes = replace(base_trial().material.declared, lane=LANE)
    ours = jobs("gate: {steps: [{run: routeproof check}]}\nok: {needs: [gate]}")
    material = replace(material_of(REGISTRY), declared=lanes, workflows=(ours, other))
    material = replace(material, files={each.file: {"on": "push"} for each in (ours, other)})
    files = {each.edit.file for each in mutants_of(material) if each.operator == "drop-file"}
    assert files == {ours.file}
