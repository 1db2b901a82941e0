"""Other dialects: both engines ask the one of the registry, and one that restates native changes nothing."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st

from routeproof import derive
from routeproof.compare import compare
from routeproof.decision import DIALECTS, Decision, Dialect, Language, dialect_of
from routeproof.manifest import fingerprint, load
from routeproof.match import trim
from routeproof.model.destination import DeriveError
from routeproof.model.registry import Arm, Payer, Protocol, Provider, Registry, Runtime
from routeproof.prove.classes import route_classes
from routeproof.prove.nearest import find_nearest_id
from routeproof.strategies import auth_envs, near_miss_ids, registries
from support.small_registries import registry_of


def restated(exact: Sequence[Arm], pattern: Sequence[Arm], auth_env: Collection[str]) -> Decision:
    """The native rule, told as a scoring: a key that nobody else holds wins, then the order of a list."""
    claims = list(exact) if exact else list(pattern)
    holders = [arm for arm in claims if set(arm.provider.auth_env).intersection(auth_env)]
    if not claims:
        return Decision(error=DeriveError.UNREGISTERED)
    if len(claims) == 1 or (len(holders) != 1 and exact):
        return Decision((claims[0],))
    if len(holders) == 1:
        return Decision((holders[0],))
    return Decision(error=DeriveError.AMBIGUOUS, tied=tuple(holders if holders else claims))


def first_match(exact: Sequence[Arm], pattern: Sequence[Arm], auth_env: Collection[str]) -> Decision:
    """Patterns before lists; of several arms the first declared one."""
    claims = pattern or exact
    return Decision((claims[0],)) if claims else Decision(error=DeriveError.UNREGISTERED)


def pool(exact: Sequence[Arm], pattern: Sequence[Arm], auth_env: Collection[str]) -> Decision:
    """Every arm that claims the id may serve it."""
    claims = exact or pattern
    return Decision(tuple(claims)) if claims else Decision(error=DeriveError.UNREGISTERED)


REFERENCE = Path(__file__).resolve().parents[2] / "manifest" / "providers.yaml"
LISTS_FIRST = (Language.LISTED, Language.PATTERN)
OTHERS = [
    Dialect("restated", LISTS_FIRST, restated),
    Dialect("first-match", LISTS_FIRST[::-1], first_match),
    Dialect("pool", LISTS_FIRST, pool),
]


@pytest.fixture(scope="module", autouse=True)
def other_dialects() -> Iterator[None]:
    with patch.dict(DIALECTS, {each.name: each for each in OTHERS}):
        yield


def speaking(registry: Registry, dialect: str) -> Registry:
    return replace(registry, dialect=dialect)


@given(registries(), st.data())
def test_a_dialect_that_restates_the_native_one_changes_no_destination(
    registry: Registry, data: st.DataObject
) -> None:
    other = speaking(registry, "restated")
    runtime = data.draw(st.sampled_from(sorted(registry.runtimes)))
    model, present = data.draw(near_miss_ids(registry, runtime)), data.draw(auth_envs(registry))
    assert derive(other, runtime, model, present) == derive(registry, runtime, model, present)
    assert compare(registry, other).equal


def test_the_reference_registry_means_the_same_in_a_dialect_that_restates_the_native_one() -> None:
    registry = load(REFERENCE)
    other = speaking(registry, "restated")
    assert compare(registry, other).equal
    for name, runtime in registry.runtimes.items():
        for one, same in zip(route_classes(runtime), route_classes(other.runtimes[name]), strict=True):
            assert [row.decision for row in one.table()] == [row.decision for row in same.table()]


@given(registries(), st.sampled_from(["restated", "first-match"]), st.data())
def test_both_engines_ask_the_dialect_of_the_registry(
    registry: Registry, dialect: str, data: st.DataObject
) -> None:
    other = speaking(registry, dialect)
    runtime = data.draw(st.sampled_from(list(other.runtimes.values())))
    present = data.draw(auth_envs(registry))
    for each in route_classes(runtime):
        for model in (each.witness, *each.sample(7, 2)):
            assert derive(other, runtime.name, model, present) == each.decision(present).destination


@given(registries(), st.data())
def test_the_nearest_id_is_served_by_its_arm_in_any_dialect(registry: Registry, data: st.DataObject) -> None:
    other = speaking(registry, "first-match")
    runtime = data.draw(st.sampled_from(list(other.runtimes.values())))
    arm = data.draw(st.sampled_from(runtime.arms))
    found = find_nearest_id(runtime, arm, trim(data.draw(near_miss_ids(registry, runtime.name))))
    served = {derive(other, runtime.name, each.witness).provider for each in route_classes(runtime)}
    assert (found is not None) == (arm.name in served)
    assert found is None or derive(other, runtime.name, found.model).provider == arm.name


def provider(name: str, pattern: str) -> Provider:
    return Provider(
        name=name,
        display_name=name,
        protocol=Protocol.OPENAI,
        auth_mode="oauth",
        auth_env=("KEY",),
        model_prefix_match=pattern,
    )


LISTING, FINDING = provider("platform", "^house/"), provider("finder", "^acme-1$")
CROSSED = registry_of(desk=(Arm(LISTING, ("acme-1",)), Arm(FINDING)))


def test_another_dialect_is_another_meaning_and_the_comparison_says_so() -> None:
    other = speaking(CROSSED, "first-match")
    assert derive(CROSSED, "desk", "acme-1").payer is Payer.PLATFORM
    assert derive(other, "desk", "acme-1").payer is Payer.BYOK
    [change] = compare(CROSSED, other).routes
    assert (change.witness, str(change.before), str(change.after)) == (
        "acme-1",
        "platform (platform)",
        "finder (byok)",
    )
    assert (change.base_arms, change.head_arms) == (("platform",), ("finder",))


def test_an_outcome_may_be_a_set_of_arms_which_is_no_single_destination() -> None:
    both = speaking(registry_of(desk=(Arm(LISTING, ("one",)), Arm(FINDING, ("one",)))), "pool")
    listed, *_ = route_classes(both.runtimes["desk"])
    decision = listed.decision(())
    assert [arm.name for arm in decision.arms] == ["platform", "finder"]
    with pytest.raises(ValueError, match="too many values"):
        derive(both, "desk", "one")
    # Nobody may take the first one for the answer: the two are billed to different people.
    with pytest.raises(ValueError, match="too many values"):
        _ = decision.arm


def test_a_dialect_that_there_is_not_decides_nothing() -> None:
    unknown = speaking(CROSSED, "no-such")
    with pytest.raises(KeyError):
        derive(unknown, "desk", "acme-1")
    with pytest.raises(KeyError):
        route_classes(unknown.runtimes["desk"])


def test_a_registry_hands_its_dialect_to_its_runtimes_and_has_a_fingerprint_of_its_own() -> None:
    runtime = Runtime("desk", CROSSED.runtimes["desk"].arms, dialect="pool")
    assert Registry(CROSSED.providers, {"desk": runtime}).runtimes["desk"].dialect == "native"
    assert speaking(CROSSED, "pool").runtimes["desk"].dialect == "pool"
    assert fingerprint(speaking(CROSSED, "pool")) != fingerprint(CROSSED)
    assert dialect_of("native").claimants((), ()) == ()
