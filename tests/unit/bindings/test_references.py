"""References have one normal form, and stand for variables."""

import pytest

from routeproof.bindings.references import (
    default_ref,
    delivered_env,
    env_name,
    is_well_formed,
    looks_like_a_key,
    normalize_ref,
    split_ref,
)
from routeproof.model.connection import ProviderEntry


@pytest.mark.parametrize(
    ("text", "normal"),
    [
        ("anthropic:api_key", "credential/anthropic/api_key"),
        ("a:b:c", "credential/a:b/c"),
        ("credential/a:b", "credential/a:b"),
        ("credential/a/b", "credential/a/b"),
        (":b", ":b"),
        ("a:", "a:"),
        (":", ":"),
        ("", ""),
        ("zzz", "zzz"),
        (" a : b ", "credential/ a / b "),
        ("Credential/a:b", "credential/Credential/a/b"),
    ],
)
def test_a_reference_is_split_at_its_last_colon_and_nothing_is_trimmed(text: str, normal: str) -> None:
    assert normalize_ref(text) == normal
    assert normalize_ref(normal) == normal


@pytest.mark.parametrize(
    "ref",
    ["credential/a/b", "credential/_/9", "credential/a.b:c-d/e_f.g", f"credential/{'s' * 128}/{'f' * 128}"],
)
def test_a_reference_has_a_service_and_a_field(ref: str) -> None:
    assert is_well_formed(ref)
    assert split_ref(ref) == tuple(ref.split("/")[1:])


@pytest.mark.parametrize(
    "ref",
    [
        "zzz",
        "credential/a",
        "credential/a/",
        "credential//b",
        "credential/a/b/c",
        "credential/a/b\n",
        "\ncredential/a/b",
        " credential/a/b",
        "Credential/a/b",
        "credential/../b",
        "credential/-a/b",
        "credential/a/.b",
        "credential/é/b",
        "credential/a/\u0661",
        f"credential/{'s' * 129}/f",
        "credential/a/b\x00",
    ],
)
def test_anything_else_is_no_reference(ref: str) -> None:
    assert not is_well_formed(ref)
    assert split_ref(ref) is None


@pytest.mark.parametrize(
    ("ref", "name"),
    [
        ("credential/env/My.Key", "My.Key"),
        ("credential/anthropic/api_key", "ANTHROPIC_API_KEY"),
        ("credential/anthropic-work/api_key", "ANTHROPIC_WORK_API_KEY"),
        ("credential/a.b:c/d-e", "A_B_C_D_E"),
        ("credential/ENV/x", "ENV_X"),
    ],
)
def test_a_reference_stands_for_a_variable(ref: str, name: str) -> None:
    assert env_name(ref) == name


@pytest.mark.parametrize(
    ("ref", "provider", "name"),
    [
        ("credential/anthropic-work/api_key", "anthropic", "ANTHROPIC_API_KEY"),
        ("credential/anthropic-work/api_key", "openai", "ANTHROPIC_WORK_API_KEY"),
        ("credential/anthropic-work/api_key", "anth", "ANTHROPIC_WORK_API_KEY"),
        ("credential/anthropic.work/api_key", "anthropic", "ANTHROPIC_WORK_API_KEY"),
        ("credential/anthropic/api_key", "anthropic", "ANTHROPIC_API_KEY"),
        ("credential/env/OTHER", "anthropic", "OTHER"),
    ],
)
def test_an_account_of_a_provider_is_delivered_under_its_name(ref: str, provider: str, name: str) -> None:
    assert delivered_env(ref, provider) == name


@pytest.mark.parametrize(
    ("entry", "ref"),
    [
        (ProviderEntry("p"), "credential/p/api_key"),
        (ProviderEntry("p", auth_env=("X", "P_API_KEY")), "credential/p/api_key"),
        (ProviderEntry("p", auth_env=("P_TOKEN", "X")), "credential/env/P_TOKEN"),
    ],
)
def test_a_key_is_looked_for_where_the_client_reads_it(entry: ProviderEntry, ref: str) -> None:
    assert default_ref(entry) == ref


ISSUED = ["sk-", "sk_", "AIza", "AKIA", "ghp_", "gho_", "github_pat_"]
ISSUED += ["xox", "hf_", "gsk_", "xai-", "eyJ", "-----BEGIN"]


@pytest.mark.parametrize("start", ISSUED)
def test_what_issuers_give_out_is_known_by_its_start(start: str) -> None:
    for text in (
        f"{start}1",
        f"{start}1:x",
        f"a:{start}1",
        f"credential/a/{start}1",
        f"credential/{start}1/b",
    ):
        assert looks_like_a_key(text), text


@pytest.mark.parametrize(
    ("text", "does"), [("Bearer x", True), ("Bearer", False), ("SK-1", False), ("a-sk-1", False)]
)
def test_case_and_place_count(text: str, does: bool) -> None:
    assert looks_like_a_key(text) is does
