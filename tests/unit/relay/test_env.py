"""The environment of a guest: what is taken out of it, and what leads to the facade."""

import pytest

from routeproof.model.registry import Registry
from routeproof.relay.env import denylist, managed_env, strip_env
from support.relay_makers import CATALOGUE, REGISTRY, provider

BASE = "http://127.0.0.1:4100/sessions/s1"


def test_the_denylist_is_what_the_registry_accepts_what_is_managed_and_what_a_team_adds() -> None:
    accepted = {name for each in CATALOGUE for name in each.auth_env}
    managed = {
        *("ANTHROPIC_BASE_URL", "ANTHROPIC_AUTH_TOKEN", "ANTHROPIC_MODEL"),
        *("OPENAI_BASE_URL", "OPENAI_API_KEY", "ROUTEPROOF_FACADE_TOKEN"),
    }
    assert denylist(REGISTRY, ["team_key "]) == accepted | managed | {"TEAM_KEY"}


def test_the_denylist_follows_where_a_client_reads_its_token() -> None:
    only = provider("only", "ONLY_KEY", auth_token_env="ONLY_TOKEN")  # noqa: S106 - a name
    assert {"ONLY_KEY", "ONLY_TOKEN"} <= denylist(Registry((only,), {}))


def test_names_are_compared_trimmed_and_in_upper_case_and_the_rest_is_untouched() -> None:
    env = {"open_key": "1", " OPEN_KEY\u0085": "2", "OPEN_KEYS": "3", "OTHER_SECRET": "4", "PATH": "/bin"}
    assert strip_env(env, denylist(REGISTRY)) == {"OPEN_KEYS": "3", "OTHER_SECRET": "4", "PATH": "/bin"}
    assert strip_env({"OPEN_KEY": "1"}, [" open_key"]) == {}


ANTHROPIC = {"ANTHROPIC_BASE_URL": f"{BASE}/anthropic", "ANTHROPIC_AUTH_TOKEN": "rpf_1"}
MANAGED = [
    ("claude-code", None, ANTHROPIC),
    ("claude-code", "m", ANTHROPIC | {"ANTHROPIC_MODEL": "m"}),
    ("codex", "m", {"ROUTEPROOF_FACADE_TOKEN": "rpf_1"}),
    ("hermes", "m", ANTHROPIC | {"OPENAI_BASE_URL": f"{BASE}/openai/v1", "OPENAI_API_KEY": "rpf_1"}),
]


@pytest.mark.parametrize(("runtime", "model", "env"), MANAGED)
def test_each_runtime_gets_the_names_that_it_reads(
    runtime: str, model: str | None, env: dict[str, str]
) -> None:
    assert managed_env(runtime, f"{BASE}/", "rpf_1", model) == env
