"""What must hold of derive, menu and register in every registry; the numbers are those of the catalogue."""

from collections.abc import Callable
from dataclasses import replace
from random import Random
from typing import NamedTuple

import re2
from hypothesis import assume, given
from hypothesis import strategies as st

from routeproof import Registry, derive, menu, register
from routeproof.model.registry import Arm, Runtime
from routeproof.strategies import auth_envs, near_miss_ids, registries, routable_ids
from support.go_white_space import WHITE_SPACE
from support.small_registries import arm

PADDING = st.text(WHITE_SPACE, max_size=3)

QUIET = re2.Options()
QUIET.log_errors = False


class Question(NamedTuple):
    """One call of derive, and the arms that list the id or whose pattern finds it."""

    registry: Registry
    runtime: str
    model: str
    auth_env: frozenset[str]
    listing: list[Arm]
    finding: list[Arm]

    def derive(self) -> tuple[str | None, str | None]:
        outcome = derive(self.registry, self.runtime, self.model, self.auth_env)
        return outcome.provider, outcome.error


def question(registry: Registry, runtime: str, model: str, auth_env: frozenset[str]) -> Question:
    arms = registry.runtimes[runtime].arms
    wanted = model.strip(WHITE_SPACE)
    listing = [arm for arm in arms if wanted in arm.models]
    finding = [arm for arm in arms if re2.search(arm.provider.model_prefix_match, wanted, QUIET)]
    return Question(registry, runtime, model, auth_env, listing, finding)


@st.composite
def questions(draw: st.DrawFn) -> Question:
    registry = draw(registries())
    runtime = draw(st.sampled_from(list(registry.runtimes)))
    model = draw(routable_ids(registry, runtime) | near_miss_ids(registry, runtime))
    return question(registry, runtime, model, draw(auth_envs(registry)))


def edited(registry: Registry, runtime: str, arms: tuple[Arm, ...]) -> Registry:
    """The registry with other arms on one of its runtimes, and their providers in its catalogue."""
    catalogue = {each.name: each for each in (*registry.providers, *(arm.provider for arm in arms))}
    runtimes = {**registry.runtimes, runtime: Runtime(runtime, arms)}
    return Registry(tuple(catalogue.values()), runtimes)


def claimed(model: str, claim: Callable[[Arm], Arm], least: int, most: int) -> st.SearchStrategy[Question]:
    """Questions about `model`, after `least` to `most` arms of one runtime were made to claim it."""

    @st.composite
    def drawn(draw: st.DrawFn) -> Question:
        registry = draw(registries().filter(lambda each: max(map(size, each.runtimes.values())) >= least))
        runtime = draw(st.sampled_from([each for each in registry.runtimes.values() if size(each) >= least]))
        places = st.integers(0, size(runtime) - 1)
        claiming = draw(st.lists(places, min_size=least, max_size=most, unique=True))
        arms = tuple(claim(arm) if place in claiming else arm for place, arm in enumerate(runtime.arms))
        return question(edited(registry, runtime.name, arms), runtime.name, model, draw(auth_envs(registry)))

    return drawn()


def size(runtime: Runtime) -> int:
    return len(runtime.arms)


def listing_twin(arm: Arm) -> Arm:
    return replace(arm, models=(*arm.models, "twin"))


def finding_twin(arm: Arm) -> Arm:
    return replace(arm, provider=replace(arm.provider, model_prefix_match="^twin/"))


exact_ties = claimed("twin", listing_twin, 2, 5)
pattern_ties = claimed("twin/x", finding_twin, 2, 5)


def keyed(asked: Question, arms: list[Arm]) -> list[Arm]:
    return [arm for arm in arms if asked.auth_env.intersection(arm.provider.auth_env)]


@st.composite
def inserted(draw: st.DrawFn, models: tuple[str, ...]) -> tuple[Question, Question]:
    """A question, and the same one after an arm of a new provider was put among the others."""
    asked = draw(questions())
    arms = list(asked.registry.runtimes[asked.runtime].arms)
    arms.insert(draw(st.integers(0, len(arms))), arm("zeta", "^zeta[:/]", *models, keys=("ZETA_KEY",)))
    registry = edited(asked.registry, asked.runtime, tuple(arms))
    return asked, question(registry, asked.runtime, asked.model, asked.auth_env)


@given(questions(), PADDING, PADDING)
def test_01_outer_white_space_changes_nothing(asked: Question, before: str, after: str) -> None:
    assert asked._replace(model=before + asked.model + after).derive() == asked.derive()


@given(questions(), PADDING)
def test_02_a_blank_id_is_told_before_an_unknown_runtime(asked: Question, blank: str) -> None:
    for runtime in (asked.runtime, "no such runtime"):
        assert asked._replace(runtime=runtime, model=blank).derive() == (None, "model_required")


@given(questions())
def test_03_an_unknown_runtime_always_errs(asked: Question) -> None:
    assume(asked.model.strip(WHITE_SPACE))
    for runtime in (f"{asked.runtime} ", asked.runtime.swapcase() + "x", "", "providers"):
        assert asked._replace(runtime=runtime).derive() == (None, "unknown_runtime")


@given(questions())
def test_04_the_result_is_an_arm_of_the_runtime(asked: Question) -> None:
    names = [arm.name for arm in asked.registry.runtimes[asked.runtime].arms]
    assert asked.derive()[0] in [*names, None]


@given(questions(), st.booleans())
def test_05_an_error_carries_no_provider_and_no_payer(asked: Question, known: bool) -> None:
    runtime = asked.runtime if known else "no such runtime"
    outcome = derive(asked.registry, runtime, asked.model, asked.auth_env)
    assert (outcome.provider is None) == (outcome.payer is None) == (outcome.error is not None)


@given(st.one_of(exact_ties, questions()))
def test_06_an_exact_id_beats_any_pattern(asked: Question) -> None:
    assume(asked.listing)
    assert asked.derive()[0] in [arm.name for arm in asked.listing]


@given(questions())
def test_07_an_id_that_no_arm_claims_is_unregistered(asked: Question) -> None:
    assume(asked.model.strip(WHITE_SPACE))
    assert (asked.derive() == (None, "unregistered")) == (not asked.listing and not asked.finding)


@given(claimed("twin", listing_twin, 1, 1))
def test_08_with_one_lister_credentials_do_not_matter(asked: Question) -> None:
    assert asked.derive() == (asked.listing[0].name, None)


@given(claimed("twin/x", finding_twin, 1, 1))
def test_09_with_one_pattern_credentials_do_not_matter(asked: Question) -> None:
    assume(len(asked.finding) == 1)
    assert asked.derive() == (asked.finding[0].name, None)


@given(exact_ties)
def test_10_an_exact_tie_that_no_key_breaks_goes_to_the_first_declared(asked: Question) -> None:
    assume(len(keyed(asked, asked.listing)) != 1)
    assert asked.derive() == (asked.listing[0].name, None)


@given(pattern_ties)
def test_11_a_pattern_tie_that_no_key_breaks_is_ambiguous(asked: Question) -> None:
    narrowed = keyed(asked, asked.finding)
    assume(len(narrowed) != 1)
    outcome = derive(asked.registry, asked.runtime, asked.model, asked.auth_env)
    assert (outcome.provider, outcome.error) == (None, "ambiguous")
    assert outcome.tied == tuple(arm.name for arm in narrowed or asked.finding)


@given(st.one_of(exact_ties, pattern_ties, questions()), st.randoms(use_true_random=False))
def test_12_credentials_are_a_set_and_unknown_names_do_not_count(asked: Question, random: Random) -> None:
    names = [*sorted(asked.auth_env), *sorted(asked.auth_env)[:2], "NO_SUCH_KEY", ""]
    random.shuffle(names)
    assert derive(asked.registry, asked.runtime, asked.model, names) == derive(
        asked.registry, asked.runtime, asked.model, asked.auth_env
    )


@given(st.one_of(exact_ties, pattern_ties, questions()))
def test_13_names_of_credentials_are_case_sensitive(asked: Question) -> None:
    accepted = {name for each in asked.registry.providers for name in each.auth_env}
    other_case = frozenset(name.swapcase() for name in accepted)
    assert asked._replace(auth_env=other_case).derive() == asked._replace(auth_env=frozenset()).derive()


@given(inserted(models=("zeta/one", "zeta-two")))
def test_14_an_arm_with_other_ids_changes_no_answer(pair: tuple[Question, Question]) -> None:
    before, after = pair
    assume("zeta" not in before.model)
    assert after.derive() == before.derive()


@given(inserted(models=()))
def test_15_a_name_only_arm_leaves_the_menu_as_it_is(pair: tuple[Question, Question]) -> None:
    before, after = pair
    assert menu(after.registry, after.runtime) == menu(before.registry, before.runtime)


@given(registries())
def test_19_every_listed_id_goes_to_its_first_lister(registry: Registry) -> None:
    for name, runtime in registry.runtimes.items():
        first = {model: arm.name for arm in reversed(runtime.arms) for model in arm.models}
        for model, lister in first.items():
            if model and model == model.strip(WHITE_SPACE):
                assert derive(registry, name, model).provider == lister


@given(registries())
def test_22_every_id_on_the_menu_registers(registry: Registry) -> None:
    for name in registry.runtimes:
        assert all(register(registry, name, model).allowed for model in menu(registry, name))


@given(questions())
def test_registration_refuses_exactly_what_goes_nowhere_without_a_key(asked: Question) -> None:
    """Not in vain: every question that no arm can answer is refused, and the reason says where."""
    result = register(asked.registry, asked.runtime, asked.model)
    goes_somewhere = bool(asked.listing) or len(asked.finding) == 1
    on_the_menu = asked.model in menu(asked.registry, asked.runtime)
    assert result.allowed == (asked.model == "" or on_the_menu or goes_somewhere)
    assert result.allowed or asked.runtime in result.reason
