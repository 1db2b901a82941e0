"""The two engines on generated registries: what the automata prove of an id is what google-re2 executes."""

from hypothesis import given
from hypothesis import strategies as st

from differential import fuzz_engines
from routeproof import derive
from routeproof.match import trim
from routeproof.model.registry import Registry
from routeproof.prove.automata.language import partition
from routeproof.prove.classes import route_classes
from routeproof.prove.selfcheck import confirm
from routeproof.resolve import hits
from routeproof.strategies import auth_envs, near_miss_ids, registries


@given(registries())
def test_members_of_every_class_hit_what_was_proved(registry: Registry) -> None:
    for runtime in registry.runtimes.values():
        assert confirm(runtime, hits, samples=4) >= 1


@given(registries(), st.data())
def test_an_id_is_classified_as_it_is_executed(registry: Registry, data: st.DataObject) -> None:
    runtime = data.draw(st.sampled_from(list(registry.runtimes.values())))
    model = trim(data.draw(near_miss_ids(registry, runtime.name)))
    found = partition([arm.provider.model_prefix_match for arm in runtime.arms]).classify(model)
    assert tuple(runtime.arms[at] for at in found) == hits(runtime, model)[1]


@given(registries(), st.data())
def test_a_decision_table_holds_for_every_set_of_credentials(registry: Registry, data: st.DataObject) -> None:
    runtime = data.draw(st.sampled_from(list(registry.runtimes.values())))
    each = data.draw(st.sampled_from(route_classes(runtime)))
    present = data.draw(auth_envs(registry))
    executed = derive(registry, runtime.name, each.witness, present)
    decision = each.decision(present)
    assert (decision.arm.name if decision.arm else None, decision.error) == (
        executed.provider,
        executed.error,
    )
    tabled = {(row.decision.arm, row.decision.error) for row in each.table()}
    assert (decision.arm, decision.error) in tabled


@given(registries())
def test_every_row_of_a_decision_table_can_be_brought_about(registry: Registry) -> None:
    for runtime in registry.runtimes.values():
        for each in route_classes(runtime):
            for row in each.table():
                executed = derive(registry, runtime.name, each.witness, row.names)
                assert executed.provider == (row.decision.arm.name if row.decision.arm else None)


def test_a_seeded_run_of_the_long_comparison_finds_no_difference() -> None:
    assert fuzz_engines.main(pairs=4_000, seed=7) >= 4_000
