"""The rule as executed agrees with a second reading of it, on drawn registries and on the reference one."""

import json
from collections.abc import Callable
from itertools import product
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from routeproof import Registry, RouteproofError, derive, loads, menu, register, upstream
from routeproof.model.registry import Arm, Protocol, Provider, Runtime
from routeproof.strategies import auth_envs, near_miss_ids, registries, routable_ids
from support import plain_rule
from support.plain_documents import document_of

ROOT = Path(__file__).resolve().parents[2]
REFERENCE = yaml.safe_load((ROOT / "manifest/providers.yaml").read_text(encoding="utf-8"))
PINS = yaml.safe_load((ROOT / "checks/pins.yaml").read_text(encoding="utf-8"))

PADDINGS = [
    ("", ""),
    (" ", "\n"),
    ("\t\v\f\r", "\x85\xa0"),
    ("\u1680\u2000\u200a", "\u2028\u2029\u202f\u205f\u3000"),
    ("", "\x1c"),
    ("\x1f", ""),
    ("\u200b", ""),
    ("", "\ufeff"),
]
CASES: list[Callable[[str], str]] = [str, str.upper, str.lower, str.swapcase]
SEPARATORS = [("/", "/"), ("/", ":"), (":", "/"), ("-", "\u2010"), ("k", "\u212a"), ("s", "\u017f")]


def menu_of(registry: Registry, runtime: str) -> list[str] | None:
    try:
        return list(menu(registry, runtime))
    except RouteproofError:
        return None


def executed(registry: Registry, runtime: str, model: str, auth_env: frozenset[str]) -> tuple[Any, ...]:
    derived = derive(registry, runtime, model, auth_env)
    dialled = upstream(registry, model)
    return (
        (derived.provider, derived.error, derived.tied),
        derived.payer,
        register(registry, runtime, model).allowed,
        (dialled.vendor, dialled.model, dialled.provider, dialled.error),
    )


def read(document: dict[str, Any], runtime: str, model: str, auth_env: frozenset[str]) -> tuple[Any, ...]:
    derived = plain_rule.derive(document, runtime, model, auth_env)
    return (
        derived,
        plain_rule.payer(derived[0]),
        plain_rule.register(document, runtime, model),
        plain_rule.upstream(document, model),
    )


@pytest.mark.slow
@given(st.data())
def test_both_readings_agree_on_drawn_registries(data: st.DataObject) -> None:
    registry = data.draw(registries())
    document = document_of(registry)
    runtime = data.draw(st.sampled_from(sorted(registry.runtimes)))
    models = st.one_of(routable_ids(registry, runtime), near_miss_ids(registry, runtime), st.text(max_size=4))
    asked = data.draw(st.sampled_from([runtime, runtime, runtime, runtime.upper(), ""]))
    auth_env = data.draw(auth_envs(registry))
    for model in data.draw(st.lists(models, min_size=1, max_size=5)):
        assert executed(registry, asked, model, auth_env) == read(document, asked, model, auth_env)
    assert menu_of(registry, asked) == plain_rule.menu(document, asked)


Way = tuple[tuple[str, ...], str, tuple[str, ...]]
WAYS: list[Way] = list(product((("id",), ()), ("^id$", "^other$"), (("A",), ("B",), ("A", "B"))))
"""Every way in which an arm can meet an id: list it or not, find it or not, accept one key or both."""

REST: Any = {"display_name": "D", "protocol": Protocol.OPENAI, "auth_mode": "x"}


def small_world(ways: tuple[Way, ...]) -> Registry:
    arms = [
        Arm(Provider(name=f"arm{place}", model_prefix_match=pattern, auth_env=keys, **REST), models)
        for place, (models, pattern, keys) in enumerate(ways)
    ]
    return Registry(tuple(arm.provider for arm in arms), {"desk": Runtime("desk", tuple(arms))})


@pytest.mark.parametrize("first", WAYS, ids=str)
def test_both_readings_agree_on_every_way_in_which_three_arms_meet_an_id(first: Way) -> None:
    for others in product(WAYS, repeat=2):
        registry = small_world((first, *others))
        document = document_of(registry)
        for keys in ((), ("A",), ("B",), ("A", "B")):
            auth_env = frozenset(keys)
            assert executed(registry, "desk", "id", auth_env) == read(document, "desk", "id", auth_env)


@given(registries())
def test_a_drawn_registry_is_one_that_loads(registry: Registry) -> None:
    assert loads(json.dumps(document_of(registry))) == registry


def pinned_ids() -> list[str]:
    return sorted({model for pin in (*PINS["pins"], *PINS["upstream"]) for model in pin["models"]})


def auth_env_subsets(runtime: str) -> list[frozenset[str]]:
    """No name, each name alone, all but one, all of them, and all of them in lower case."""
    arms = REFERENCE["runtimes"].get(runtime, {"providers": []})["providers"]
    accepted = {
        name for arm in arms for name in plain_rule.provider_entry(REFERENCE, arm["name"])["auth_env"]
    }
    every = frozenset(accepted)
    subsets = {frozenset[str](), every, frozenset(map(str.lower, every))}
    return sorted(
        subsets | {frozenset([name]) for name in every} | {every - {name} for name in every}, key=sorted
    )


def variants(model: str) -> set[str]:
    return {
        before + case(model.replace(old, new)) + after
        for (before, after), case, (old, new) in product(PADDINGS, CASES, SEPARATORS)
    }


@pytest.mark.parametrize("runtime", [*sorted(REFERENCE["runtimes"]), "does-not-exist"])
def test_both_readings_agree_on_variants_of_the_pinned_ids(reference: Registry, runtime: str) -> None:
    subsets = auth_env_subsets(runtime)
    spellings = sorted({variant for model in pinned_ids() for variant in variants(model)})
    for place, model in enumerate(spellings):
        auth_env = subsets[place % len(subsets)]
        assert executed(reference, runtime, model, auth_env) == read(REFERENCE, runtime, model, auth_env), (
            model
        )


@pytest.mark.parametrize("runtime", sorted(REFERENCE["runtimes"]))
def test_both_readings_agree_on_every_credential(reference: Registry, runtime: str) -> None:
    for model, auth_env in product(pinned_ids(), auth_env_subsets(runtime)):
        assert executed(reference, runtime, model, auth_env) == read(REFERENCE, runtime, model, auth_env), (
            model
        )


@pytest.mark.parametrize("runtime", [*sorted(REFERENCE["runtimes"]), "does-not-exist"])
def test_both_readings_agree_on_the_menus(reference: Registry, runtime: str) -> None:
    assert menu_of(reference, runtime) == plain_rule.menu(REFERENCE, runtime)


@pytest.fixture(scope="module")
def reference() -> Registry:
    return loads((ROOT / "manifest/providers.yaml").read_bytes())
