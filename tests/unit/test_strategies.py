"""The public strategies draw what they promise, and the examples of their page run as they stand."""

import importlib
import re
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

import pytest
import re2
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

import routeproof.strategies
from routeproof import Registry, RouteproofError, derive, loads
from routeproof.model.registry import Arm
from routeproof.strategies import auth_envs, near_miss_ids, registries, routable_ids

ROOT = Path(__file__).resolve().parents[2]
T = TypeVar("T")
Ids = Callable[[Registry, str], st.SearchStrategy[str]]

REGISTRY = loads("""
schema_version: 1
providers:
  - &entry {name: platform, display_name: D, protocol: openai, auth_mode: x, auth_env: [TOKEN],
      model_prefix_match: ^p/}
  - {<<: *entry, name: kilo, auth_env: [KILO_KEY], model_prefix_match: '^kilo[:/]'}
  - {<<: *entry, name: void, auth_env: [VOID_KEY], model_prefix_match: ^$}
runtimes:
  desk: {providers: [{name: platform, models: [kilo-1]}, {name: kilo}]}
  mute: {providers: [{name: void, models: [' ']}]}
""")


def drawn(strategy: st.SearchStrategy[T], size: int = 300) -> list[T]:
    """What the strategy gives in `size` draws, the same on every run."""
    values: list[T] = []

    @settings(max_examples=size, phases=[Phase.generate], derandomize=True, database=None)
    @given(strategy)
    def collect(value: T) -> None:
        values.append(value)

    collect()
    return values


@given(st.data())
def test_a_routable_id_is_claimed_by_some_arm(data: st.DataObject) -> None:
    registry = data.draw(registries())
    runtime = data.draw(st.sampled_from(list(registry.runtimes)))
    model = data.draw(routable_ids(registry, runtime))
    arms = registry.runtimes[runtime].arms
    assert any(model in arm.models or re2.search(arm.provider.model_prefix_match, model) for arm in arms)


def test_routable_ids_come_from_every_arm() -> None:
    models = set(drawn(routable_ids(REGISTRY, "desk"), 100))
    assert {derive(REGISTRY, "desk", model).provider for model in models} == {"platform", "kilo"}
    assert "kilo-1" in models


NEAR_MISSES = {
    "another case": lambda model: model.lower() == "kilo-1" != model,
    "a look-alike letter": lambda model: "\u212a" in model,
    "another separator": lambda model: model in ("kilo/1", "kilo:1", "kilo.1", "kilo_1"),
    "white space that is trimmed": lambda model: model.strip("\t\n\v\f\r \x85\xa0\u3000") != model,
    "a control character that is not trimmed": lambda model: model.strip("\x1c\x1f") != model,
    "a letter dropped": lambda model: model in ("ilo-1", "kilo-", "klo-1", "kio-1", "kil-1", "kilo1"),
    "a letter too many": lambda model: len(model) == 7 and model.replace("-1", "").strip("/:-._") != "kilo",
    "an id that is routed all the same": lambda model: derive(REGISTRY, "desk", model).provider == "kilo",
    "an id that is refused": lambda model: derive(REGISTRY, "desk", model).error == "unregistered",
}


@cache
def near_misses() -> frozenset[str]:
    return frozenset(drawn(near_miss_ids(REGISTRY, "desk"), 3000))


@pytest.mark.parametrize("kind", NEAR_MISSES)
def test_near_misses_come_in_every_kind(kind: str) -> None:
    assert any(map(NEAR_MISSES[kind], near_misses()))


AUTH_ENVS = [set(), {"TOKEN"}, {"KILO_KEY", "TOKEN"}, {"kilo_key"}, {"UNKNOWN_KEY"}]


def test_auth_envs_are_sets_of_names_in_play_and_not() -> None:
    found = drawn(auth_envs(REGISTRY), 200)
    assert all(names in found for names in AUTH_ENVS)


SHAPES = {
    "several runtimes": lambda each: len(each.runtimes) == 4,
    "a platform arm": lambda each: "platform" in arm_names(each),
    "no platform arm": lambda each: "platform" not in arm_names(each),
    "a provider called almost platform": lambda each: "Platform" in arm_names(each),
    "a name-only arm": lambda each: any(arm.name_only for arm in arms_of(each)),
    "a withdrawn id": lambda each: any(arm.withdrawn_models for arm in arms_of(each)),
    "an id that can never match": lambda each: any(" acme-m1" in arm.models for arm in arms_of(each)),
    "an exact tie": lambda each: any(
        len(arms) > 1 for runtime in each.runtimes.values() for arms in runtime.listers.values()
    ),
    "a provider on no runtime": lambda each: {one.name for one in each.providers} != arm_names(each),
}


@cache
def drawn_registries() -> tuple[Registry, ...]:
    return tuple(drawn(registries()))


@pytest.mark.parametrize("shape", SHAPES)
def test_registries_come_in_every_shape(shape: str) -> None:
    assert any(map(SHAPES[shape], drawn_registries()))


def arms_of(registry: Registry) -> list[Arm]:
    return [arm for runtime in registry.runtimes.values() for arm in runtime.arms]


def arm_names(registry: Registry) -> set[str]:
    return {arm.name for arm in arms_of(registry)}


@pytest.mark.parametrize("strategy", [routable_ids, near_miss_ids])
def test_an_unknown_runtime_is_an_error_at_once(strategy: Ids) -> None:
    with pytest.raises(RouteproofError, match="no such"):
        strategy(REGISTRY, "no such")


@pytest.mark.parametrize("strategy", [routable_ids, near_miss_ids])
def test_a_runtime_that_claims_nothing_gives_an_empty_strategy(strategy: Ids) -> None:
    assert strategy(REGISTRY, "mute").is_empty


def test_without_hypothesis_the_error_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "hypothesis", None)
    monkeypatch.delitem(sys.modules, "routeproof.strategies")
    with pytest.raises(ModuleNotFoundError, match="pip install hypothesis"):
        importlib.import_module("routeproof.strategies")


def test_the_examples_of_the_page_run(monkeypatch: pytest.MonkeyPatch) -> None:
    page = (ROOT / "docs/how-to/property-tests.md").read_text(encoding="utf-8")
    code = "\n".join(re.findall(r"^```python\n(.*?)^```", page, re.DOTALL | re.MULTILINE))
    monkeypatch.chdir(ROOT)
    names: dict[str, Any] = {}
    exec(compile(code, "property-tests.md", "exec"), names)  # noqa: S102 - the page is what is tested
    tests = [value for name, value in names.items() if name.startswith("test_")]
    assert len(tests) == 2
    for test in tests:
        test()


def test_the_page_names_every_strategy() -> None:
    page = (ROOT / "docs/how-to/property-tests.md").read_text(encoding="utf-8")
    assert all(f"`{name}(" in page for name in routeproof.strategies.__all__)
