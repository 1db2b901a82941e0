"""Who pays in the reference registry: whatever id and whatever keys, BYOK ids never resolve to platform."""

from collections.abc import Iterator
from itertools import combinations
from pathlib import Path

import pytest
import re2
import yaml
from hypothesis import assume, given
from hypothesis import strategies as st

from routeproof import derive, load, menu, register, upstream
from routeproof.strategies import auth_envs, near_miss_ids, routable_ids
from support.go_white_space import WHITE_SPACE

ROOT = Path(__file__).resolve().parents[2]
REGISTRY = load(ROOT / "manifest/providers.yaml")
DOCUMENT = yaml.safe_load((ROOT / "manifest/providers.yaml").read_text(encoding="utf-8"))
RUNTIMES = ("claude-code", "codex", "google-adk", "hermes", "openclaw")
PATTERNS = {each["name"]: each["model_prefix_match"] for each in DOCUMENT["providers"]}
KEYS = {each["name"]: each["auth_env"] for each in DOCUMENT["providers"]}
PROBES = yaml.safe_load((ROOT / "checks/probes.yaml").read_text(encoding="utf-8"))["probes"]

# Listed on two platform arms and known to be undialable: waived in checks/waivers.yaml, with the reason.
NOT_DIALLED = {"platform:gemini-2.5-pro", "platform:gemini-2.5-flash"}


def arms_of(runtime: str) -> list[tuple[str, list[str]]]:
    """The arms as the file has them: name and listed ids."""
    return [(arm["name"], arm.get("models", [])) for arm in DOCUMENT["runtimes"][runtime]["providers"]]


def claimed_by_byok(runtime: str, model: str) -> bool:
    """Whether an arm other than the platform's lists the id, or finds it where no arm lists it."""
    wanted = model.strip(WHITE_SPACE)
    listing = [name for name, models in arms_of(runtime) if wanted in models]
    finding = [name for name, _ in arms_of(runtime) if re2.search(PATTERNS[name], wanted)]
    return any(name != "platform" for name in listing or finding)


def keys_of(runtime: str) -> list[str]:
    return sorted({key for name, _ in arms_of(runtime) for key in KEYS[name]})


def known_byok_ids(runtime: str) -> Iterator[str]:
    """Every id that a BYOK arm lists, and the probe of every arm that lists none."""
    for name, models in arms_of(runtime):
        if name != "platform":
            yield from models or [PROBES[name]]


def subsets(names: list[str]) -> Iterator[tuple[str, ...]]:
    """No key, one key, two keys, all of them, all but one: what can break or make a tie of two arms."""
    for size in {0, 1, 2, len(names) - 1, len(names)}:
        yield from combinations(names, size)


@pytest.mark.parametrize("runtime", RUNTIMES)
def test_byok_ids_never_resolve_to_platform(runtime: str) -> None:
    """Every id that a BYOK arm claims, with every combination of keys that could matter."""
    for model in known_byok_ids(runtime):
        for auth_env in subsets(keys_of(runtime)):
            outcome = derive(REGISTRY, runtime, model, auth_env)
            assert (outcome.provider is not None, outcome.payer) == (True, "byok"), (model, auth_env)


@st.composite
def questions(draw: st.DrawFn) -> tuple[str, str, frozenset[str]]:
    runtime = draw(st.sampled_from(RUNTIMES))
    model = draw(routable_ids(REGISTRY, runtime) | near_miss_ids(REGISTRY, runtime))
    return runtime, model, draw(auth_envs(REGISTRY))


@given(questions())
def test_no_drawn_id_of_a_byok_arm_resolves_to_platform(question: tuple[str, str, frozenset[str]]) -> None:
    runtime, model, auth_env = question
    assume(claimed_by_byok(runtime, model))
    assert derive(REGISTRY, runtime, model, auth_env).payer != "platform"


@given(questions())
def test_the_platform_pays_exactly_for_its_listed_ids_and_its_prefix(
    question: tuple[str, str, frozenset[str]],
) -> None:
    """The prefix is the known gap: `^platform/` serves what nobody listed."""
    runtime, model, auth_env = question
    listed = dict(arms_of(runtime))["platform"]
    wanted = model.strip(WHITE_SPACE)
    expected = wanted in listed or wanted.startswith("platform/")
    assert (derive(REGISTRY, runtime, model, auth_env).payer == "platform") == expected


@given(questions())
def test_keys_never_change_who_pays(question: tuple[str, str, frozenset[str]]) -> None:
    runtime, model, auth_env = question
    assert derive(REGISTRY, runtime, model, auth_env).payer == derive(REGISTRY, runtime, model).payer


@given(questions(), st.sampled_from(["", " ", "no-such-runtime", "Claude-Code", "platform"]))
def test_a_runtime_that_is_not_declared_serves_nothing(
    question: tuple[str, str, frozenset[str]], runtime: str
) -> None:
    _, model, auth_env = question
    assert derive(REGISTRY, runtime, model, auth_env).provider is None


@pytest.mark.parametrize("runtime", RUNTIMES)
def test_the_platform_pays_for_each_of_its_ids_whatever_keys_are_present(runtime: str) -> None:
    for model in dict(arms_of(runtime))["platform"]:
        for auth_env in subsets(keys_of(runtime)):
            assert derive(REGISTRY, runtime, model, auth_env).payer == "platform", (model, auth_env)


@pytest.mark.parametrize("runtime", RUNTIMES)
def test_no_id_of_the_platform_has_a_spelling_that_a_customer_pays_for(runtime: str) -> None:
    """Another case, or the other separator, is refused unless a BYOK arm lists exactly that spelling."""
    declared = {model for name, models in arms_of(runtime) if name != "platform" for model in models}
    for model in dict(arms_of(runtime))["platform"]:
        for spelling in {model.upper(), model.lower(), model.replace("/", ":"), model.replace(":", "/")}:
            assert derive(REGISTRY, runtime, spelling).payer != "byok" or spelling in declared, spelling


@pytest.mark.parametrize("runtime", RUNTIMES)
def test_every_id_of_the_platform_can_be_dialled_but_two(runtime: str) -> None:
    listed = set(dict(arms_of(runtime))["platform"])
    refused = {model for model in listed if upstream(REGISTRY, model).error}
    assert refused == listed & NOT_DIALLED


@pytest.mark.parametrize("runtime", RUNTIMES)
def test_the_menu_is_what_the_arms_list_and_all_of_it_registers(runtime: str) -> None:
    listed = [model for _, models in arms_of(runtime) for model in models]
    assert list(menu(REGISTRY, runtime)) == list(dict.fromkeys(listed))
    assert all(register(REGISTRY, runtime, model).allowed for model in listed)


def test_a_key_decides_between_the_two_arms_of_codex() -> None:
    """The one pair of arms that lists the same ids: subscription first, unless only the API key is there."""
    expected = {
        (): "openai-subscription",
        ("OPENAI_API_KEY",): "openai-api",
        ("CODEX_AUTH_JSON",): "openai-subscription",
        ("CODEX_AUTH_JSON", "OPENAI_API_KEY"): "openai-subscription",
        ("openai_api_key",): "openai-subscription",
    }
    for auth_env, provider in expected.items():
        assert derive(REGISTRY, "codex", "gpt-5.5", auth_env).provider == provider


def test_the_registry_has_the_runtimes_that_are_tested_here() -> None:
    assert tuple(REGISTRY.runtimes) == RUNTIMES
