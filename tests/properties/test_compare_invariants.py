"""The semantic difference: symmetric, empty exactly when nothing differs, and its witnesses are real."""

from dataclasses import replace

from hypothesis import assume, given
from hypothesis import strategies as st

from routeproof import derive
from routeproof.compare import Difference, compare
from routeproof.model.registry import Arm, Provider, Registry, Runtime
from routeproof.strategies import auth_envs, near_miss_ids, registries

PATTERNS = ("^acme[:/]", "^acme", "(?i)^acme-", "sky$", "^(kilo|bolt)", "^$", "(?s).")


@st.composite
def pairs(draw: st.DrawFn) -> tuple[Registry, Registry]:
    """A registry and an edit of it: another pattern, an id or arm dropped, arms swapped, a URL."""
    base = draw(registries())
    edits = st.lists(
        st.sampled_from(["pattern", "drop id", "drop arm", "swap", "url"]), min_size=1, max_size=2
    )
    head = base
    for edit in draw(edits):
        head = _edited(draw, head, edit)
    return base, head


def _edited(draw: st.DrawFn, registry: Registry, edit: str) -> Registry:
    if edit in ("pattern", "url"):
        old = draw(st.sampled_from(registry.providers))
        changed = (
            replace(old, model_prefix_match=draw(st.sampled_from(PATTERNS)))
            if edit == "pattern"
            else replace(old, base_url_template="https://example.invalid/v2")
        )
        return _with_provider(registry, old, changed)
    runtime = draw(st.sampled_from(list(registry.runtimes.values())))
    arms = list(runtime.arms)
    place = draw(st.integers(0, len(arms) - 1))
    if edit == "swap":
        arms.reverse()
    elif edit == "drop arm":
        assume(len(arms) > 1)
        del arms[place]
    else:
        assume(arms[place].models)
        arms[place] = replace(arms[place], models=arms[place].models[1:])
    return replace(registry, runtimes={**registry.runtimes, runtime.name: replace(runtime, arms=tuple(arms))})


def _with_provider(registry: Registry, old: Provider, new: Provider) -> Registry:
    def arm(each: Arm) -> Arm:
        return replace(each, provider=new) if each.provider == old else each

    def runtime(each: Runtime) -> Runtime:
        return replace(each, arms=tuple(map(arm, each.arms)))

    return Registry(
        tuple(new if each == old else each for each in registry.providers),
        {name: runtime(each) for name, each in registry.runtimes.items()},
    )


@given(registries())
def test_a_registry_equals_itself(registry: Registry) -> None:
    assert compare(registry, registry) == Difference((), (), ())


@given(pairs())
def test_the_difference_is_symmetric(pair: tuple[Registry, Registry]) -> None:
    there, back = compare(*pair), compare(*reversed(pair))
    assert there.equal == back.equal
    assert {(each.runtime, each.witness, str(each.before), str(each.after)) for each in there.routes} == {
        (each.runtime, each.witness, str(each.after), str(each.before)) for each in back.routes
    }


@given(pairs())
def test_every_witness_goes_elsewhere_when_it_is_executed(pair: tuple[Registry, Registry]) -> None:
    base, head = pair
    for change in compare(base, head).routes:
        was = derive(base, change.runtime, change.witness, change.auth_env)
        now = derive(head, change.runtime, change.witness, change.auth_env)
        assert (was.provider, was.error) == (change.before.provider, change.before.error)
        assert (now.provider, now.error) == (change.after.provider, change.after.error)
        assert (was.provider, was.error) != (now.provider, now.error)


@given(pairs(), st.data())
def test_an_id_that_moves_is_in_a_class_that_the_difference_names(
    pair: tuple[Registry, Registry], data: st.DataObject
) -> None:
    base, head = pair
    runtime = data.draw(st.sampled_from(sorted({*base.runtimes, *head.runtimes})))
    side = data.draw(st.sampled_from([each for each in pair if runtime in each.runtimes]))
    model = data.draw(near_miss_ids(side, runtime))
    present = data.draw(auth_envs(side))
    was, now = derive(base, runtime, model, present), derive(head, runtime, model, present)
    if (was.provider, was.error) != (now.provider, now.error):
        assert any(change.runtime == runtime for change in compare(base, head).routes)


@given(registries())
def test_the_order_of_the_catalogue_means_nothing(registry: Registry) -> None:
    assert compare(registry, replace(registry, providers=registry.providers[::-1])).equal
