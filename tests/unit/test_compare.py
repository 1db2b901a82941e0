"""The semantic difference, the record of moves and the nearest id, on small registries written out."""

from dataclasses import replace

import pytest

from routeproof import loads
from routeproof.compare import compare, judge_moves
from routeproof.model.declared import Move
from routeproof.model.registry import Arm, Registry, Runtime
from routeproof.prove.nearest import distance, find_nearest_id

PROVIDER = """
  - name: {name}
    display_name: {name}
    protocol: openai
    auth_mode: api
    auth_env: [{keys}]
    model_prefix_match: '{pattern}'
"""
ARMS = {
    "platform": ("TOKEN", "^$"),
    "own": ("OWN_KEY", "^own[:/]"),
    "plan": ("PLAN_KEY", "^gpt-"),
    "api": ("API_KEY", "^api/"),
}
MENU = """
      - {name: platform, models: [acme/one, acme/two]}
      - {name: own}
      - {name: plan, models: [gpt-1, gpt-2]}
      - {name: api, models: [gpt-1, gpt-2]}
"""


def registry(menu: str = MENU, **patterns: str) -> Registry:
    providers = "".join(
        PROVIDER.format(name=name, keys=keys, pattern=patterns.get(name, pattern))
        for name, (keys, pattern) in ARMS.items()
    )
    return loads(f"schema_version: 1\nproviders:{providers}runtimes:\n  desk:\n    providers:{menu}")


def arm(name: str, of: Registry) -> tuple[Runtime, Arm]:
    runtime = of.runtimes["desk"]
    return runtime, next(each for each in runtime.arms if each.name == name)


def moved(base: Registry, head: Registry) -> list[tuple[str, int | None, tuple[str, ...], str, str]]:
    return [
        (each.witness, each.size, each.auth_env, str(each.before), str(each.after))
        for each in compare(base, head).routes
    ]


def test_a_wider_pattern_moves_exactly_the_ids_that_it_gains() -> None:
    assert moved(registry(), registry(own="^own")) == [("own", None, (), "unregistered", "own (byok)")]


def test_another_way_to_write_a_pattern_is_proved_equal() -> None:
    assert compare(registry(), registry(own="^(?:own:|own/)")).equal


def test_an_id_that_changes_its_list_changes_its_payer() -> None:
    menu = MENU.replace("acme/one, acme/two", "acme/one").replace(
        "name: own", "name: own, models: [acme/two]"
    )
    assert moved(registry(), registry(menu)) == [("acme/two", 1, (), "platform (platform)", "own (byok)")]


def test_arms_in_another_order_move_an_exact_tie_until_a_key_decides() -> None:
    lines = MENU.strip("\n").split("\n")
    swapped = "\n" + "\n".join([*lines[:2], lines[3], lines[2]]) + "\n"
    assert moved(registry(), registry(swapped)) == [("gpt-1", 2, (), "plan (byok)", "api (byok)")]


def test_a_tie_that_only_a_key_can_show_is_found_with_the_key() -> None:
    menu = MENU.replace("{name: api, models: [gpt-1, gpt-2]}", "{name: api, models: [gpt-1]}")
    assert moved(registry(), registry(menu)) == [("gpt-2", 1, ("API_KEY",), "api (byok)", "plan (byok)")]


def test_a_runtime_that_goes_takes_all_its_ids() -> None:
    base = registry()
    head = Registry(base.providers, {"other": Runtime("other", base.runtimes["desk"].arms)})
    gone = [each for each in compare(base, head).routes if each.runtime == "desk"]
    assert {str(each.after) for each in gone} == {"unknown_runtime"}
    assert [each.of for each in compare(base, head).fields] == ["runtime desk", "runtime other"]


def test_menus_and_fields_differ_by_name() -> None:
    menu = MENU.replace("acme/one, acme/two", "acme/two, acme/three")
    difference = compare(registry(), registry(menu, own="^own:"))
    (menu_change,) = difference.menus
    assert (menu_change.added, menu_change.removed, menu_change.reordered) == (
        ("acme/three",),
        ("acme/one",),
        False,
    )
    assert [(each.of, each.field) for each in difference.fields] == [("provider own", "model_prefix_match")]


def test_a_menu_in_another_order_is_a_change_of_the_menu_alone() -> None:
    difference = compare(registry(), registry(MENU.replace("acme/one, acme/two", "acme/two, acme/one")))
    assert [each.reordered for each in difference.menus] == [True]
    assert not difference.routes


TAKEN = MENU.replace("acme/one, acme/two", "acme/one").replace("name: own", "name: own, models: [acme/two]")


def move(ids: str | tuple[str, ...], before: str = "platform", after: str = "own") -> Move:
    return Move(
        runtime="desk", ids=ids, before=before, after=after, reason="meant", ticket="T1", pointer="/moves/0"
    )


def test_a_change_of_payer_must_be_recorded() -> None:
    moves = judge_moves(registry(), registry(TAKEN), [])
    assert [each.witness for each in moves.unrecorded] == ["acme/two"]


@pytest.mark.parametrize("ids", [("acme/two",), "acme/t.*"])
def test_a_record_covers_its_ids(ids: str | tuple[str, ...]) -> None:
    moves = judge_moves(registry(), registry(TAKEN), [move(ids)])
    assert (moves.unrecorded, moves.missing, moves.landed) == ((), (), ())


@pytest.mark.parametrize("record", [move(("acme/one",)), move(("acme/two",), after="api")])
def test_a_record_of_something_else_covers_nothing_and_is_missing(record: Move) -> None:
    moves = judge_moves(registry(), registry(TAKEN), [record])
    assert [each.witness for each in moves.unrecorded] == ["acme/two"]
    assert moves.missing == (record,)


def test_a_record_covers_a_whole_class_or_not_at_all() -> None:
    lost = registry(own="^own:")
    part = judge_moves(registry(), lost, [move("own/a.*", "own", "unroutable")])
    assert [(each.witness, each.size) for each in part.unrecorded] == [("own/", None)]
    whole = judge_moves(registry(), lost, [move("own/.*", "own", "unroutable")])
    assert (whole.unrecorded, whole.missing) == ((), ())


def test_a_record_has_landed_when_the_base_already_goes_there() -> None:
    moves = judge_moves(registry(TAKEN), registry(TAKEN), [move(("acme/two",))])
    assert (moves.missing, [each.ticket for each in moves.landed]) == ((), ["T1"])


def test_each_of_several_records_answers_for_its_own_move() -> None:
    lost = registry(MENU.replace("acme/one, acme/two", "acme/two"), own="^own:")
    records = [
        replace(move("own/.*", "own", "unroutable"), pointer="/moves/0"),
        replace(move(("acme/one",), "platform", "unroutable"), pointer="/moves/1"),
    ]
    for given in (records, records[::-1]):
        moves = judge_moves(registry(), lost, given)
        assert (moves.unrecorded, moves.missing) == ((), ())


def test_a_change_names_who_claims_the_ids_on_either_side() -> None:
    (change,) = compare(registry(), registry(TAKEN)).routes
    assert (change.base_arms, change.head_arms) == (("platform",), ("own",))
    (lost,) = compare(registry(), registry(own="^own:")).routes
    assert (lost.base_arms, lost.head_arms) == (("own",), ())


def test_a_new_route_needs_no_record() -> None:
    assert judge_moves(registry(), registry(own="^own"), []).unrecorded == ()


@pytest.mark.parametrize(
    ("model", "provider", "present", "expected"),
    [
        ("onw:x", "own", (), ("own:x", 2)),
        ("own:x", "own", (), ("own:x", 0)),
        ("acme:one", "platform", (), ("acme/one", 1)),
        ("gpt-1", "api", ("API_KEY",), ("gpt-1", 0)),
        ("gpt-1", "api", (), ("api/1", 3)),
        ("gp-1", "plan", (), ("gpt-1", 1)),
    ],
)
def test_the_nearest_id_is_the_fewest_edits_away(
    model: str, provider: str, present: tuple[str, ...], expected: tuple[str, int]
) -> None:
    found = find_nearest_id(*arm(provider, registry()), model, present)
    assert found is not None
    assert (found.model, found.edits) == expected


def test_no_id_is_near_an_arm_that_serves_none() -> None:
    assert find_nearest_id(*arm("own", registry(own="^$")), "own:x") is None


def test_a_listed_id_in_the_way_does_not_hide_the_nearest_unlisted_one() -> None:
    of = registry(MENU.replace("acme/one, acme/two", "'own:'"))
    found = find_nearest_id(*arm("own", of), "own:")
    assert found is not None
    assert (found.edits, len(found.model)) == (1, 4)


@pytest.mark.parametrize(("one", "other", "edits"), [("", "", 0), ("a", "", 1), ("kitten", "sitting", 3)])
def test_distance_counts_edits(one: str, other: str, edits: int) -> None:
    assert distance(one, other) == edits
