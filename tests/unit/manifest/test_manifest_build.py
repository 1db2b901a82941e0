"""The Registry that a manifest becomes, field by field, and its fingerprint."""

import hashlib
import json
from dataclasses import replace
from pathlib import Path

import pytest

from routeproof.errors import InputError
from routeproof.manifest import fingerprint, load, loads
from routeproof.manifest.canonical import canonical_text
from routeproof.model.registry import Arm, EndpointVar, Payer, Protocol, Provider, Registry, Runtime

GOOD = Path(__file__).parents[2] / "cases" / "manifest" / "good"

ALPHA = Provider(
    name="alpha",
    display_name="Alpha",
    protocol=Protocol.OPENAI,
    auth_mode="oauth",
    auth_env=("ALPHA_KEY",),
    model_prefix_match="^alpha/",
)
MINIMAL = Registry((ALPHA,), {"one": Runtime("one", (Arm(ALPHA),))})
PLATFORM = Provider(
    name="platform",
    display_name="Platform",
    vendor_logo="house",
    protocol=Protocol.ANTHROPIC,
    auth_mode="third_party_anthropic_compat",
    base_url_template="https://{region}.example.org/v1",
    base_url_anthropic="https://example.org/anthropic",
    auth_env=("HOUSE_TOKEN", "OTHER_TOKEN"),
    auth_token_env="HOUSE_TOKEN",  # noqa: S106 - the name of a variable
    model_prefix_match="^platform/",
    model_aliases=("p", "q"),
    upstream_vendor="house",
    endpoint_vars=(EndpointVar("project", "HOUSE_PROJECT"), EndpointVar("region", "HOUSE_REGION", "north")),
    wire_model_prefix="house/",
    thinking_policy='{"budget":1024,"levels":["low","high"],"nested":{"a":null,"b":1.5,"c":true}}',
)


def read(name: str) -> Registry:
    return load(GOOD / f"registry.{name}.yaml")


def test_the_least_and_the_most_that_a_manifest_can_say() -> None:
    assert read("minimal") == MINIMAL
    arm = Arm(PLATFORM, ("house/a", "house/b"), ("house/old",))
    assert read("every-field") == Registry((PLATFORM,), {"one": Runtime("one", (arm,), "One")})


def test_null_is_absent() -> None:
    assert read("nulls") == MINIMAL
    assert fingerprint(read("nulls")) == fingerprint(MINIMAL)


def test_merged_keys_and_aliases_are_data_like_any_other() -> None:
    beta, gamma = (
        replace(ALPHA, name=name, display_name=shown, model_prefix_match=f"^{name}/")
        for name, shown in (("beta", "Alpha"), ("gamma", "Gamma"))
    )
    arms = (Arm(ALPHA, ("a", "b")), Arm(beta, ("a", "b")))
    runtimes = {name: Runtime(name, arms) for name in ("two", "one")}
    assert read("aliases-and-merges") == Registry((ALPHA, beta, gamma), runtimes)


def test_what_a_check_reports_is_kept_verbatim() -> None:
    registry = read("left-to-checks")
    first, second, third = registry.providers
    assert first.auth_env == ("", "KEY", "KEY", " KEY ")
    assert (first.upstream_vendor, second.upstream_vendor) == ("a/b:c", None)
    assert first.endpoint_vars == (EndpointVar("region", ""), EndpointVar("zone", ""))
    assert third.model_prefix_match == r"\Q\C\E\\C"
    listed, by_pattern = registry.runtimes[""].arms
    assert listed.models == ("", " padded ", "twice", "twice", "tab\t", "nul\0")
    assert listed.withdrawn_models == ("twice", "")
    assert (listed.name_only, by_pattern.name_only) == (False, True)


def test_dates_and_other_lookalikes_are_text() -> None:
    registry = read("text-that-looks-like-more")
    [provider] = registry.providers
    assert (provider.name, provider.auth_mode) == ("2026-06-01", "=")
    assert provider.auth_env == ("N", "y", "null", "1")
    [arm] = registry.runtimes["2026-06-01T00:00:00Z"].arms
    assert arm.models == ("1e3", "0o17", "1.2.3", "on", "1:30", "<<", ".5.")


def test_json_is_yaml() -> None:
    [provider] = read("json").providers
    assert (provider.display_name, provider.model_prefix_match) == ("Alpha", "^a/")


def test_the_canonical_text_of_the_least_manifest() -> None:
    expected = {
        "schema_version": 1,
        "providers": [
            {
                "name": "alpha",
                "display_name": "Alpha",
                "protocol": "openai",
                "auth_mode": "oauth",
                "auth_env": ["ALPHA_KEY"],
                "model_prefix_match": "^alpha/",
            }
        ],
        "runtimes": {"one": {"name": "one", "providers": [{"name": "alpha"}]}},
    }
    text = json.dumps(expected, sort_keys=True, separators=(",", ":"))
    assert canonical_text(MINIMAL) == text
    assert fingerprint(MINIMAL) == hashlib.sha256(text.encode()).hexdigest()


ENTRY = (
    "{name: %s, display_name: X, protocol: openai, auth_mode: oauth, auth_env: [X], model_prefix_match: x}"
)
TWO = f"""
schema_version: 1
providers: [{ENTRY % "platform"}, {ENTRY % "gateway"}]
runtimes: {{one: {{providers: [{{name: gateway}}, {{name: platform}}]}}}}
"""


@pytest.mark.parametrize(
    ("operators", "paid"),
    [
        (("platform",), "platform"),
        (("gateway",), "gateway"),
        (("gateway", "platform"), "platform, gateway"),
        (("Platform", "elsewhere", "gate"), ""),
        ((), ""),
    ],
)
def test_the_operator_pays_for_the_providers_that_are_declared(
    operators: tuple[str, ...], paid: str, tmp_path: Path
) -> None:
    registry = loads(TWO, operators=operators)
    assert ", ".join(each.name for each in registry.operators) == paid
    payers = {True: Payer.PLATFORM, False: Payer.BYOK}
    assert [each.payer for each in registry.providers] == [
        payers[each.name in operators] for each in registry.providers
    ]
    assert [arm.payer for arm in registry.runtimes["one"].arms] == [
        payers[name in operators] for name in ("gateway", "platform")
    ]
    file = tmp_path / "providers.yaml"
    file.write_text(TWO, encoding="utf-8")
    assert load(file, operators=operators) == registry


def test_unless_declared_the_operator_pays_for_platform_alone() -> None:
    registry = loads(TWO)
    assert registry == loads(TWO, operators=["platform"])
    assert [str(each.payer) for each in registry.providers] == ["platform", "byok"]
    assert [registry.payer_of(name) for name in ("platform", "gateway", "Platform", "no-such")] == [
        Payer.PLATFORM,
        Payer.BYOK,
        Payer.BYOK,
        Payer.BYOK,
    ]


def test_the_payer_of_a_provider_made_by_hand_is_that_of_its_name_unless_it_is_said() -> None:
    assert (ALPHA.payer, PLATFORM.payer) == (Payer.BYOK, Payer.PLATFORM)
    assert replace(ALPHA, payer=Payer.PLATFORM).payer is Payer.PLATFORM
    # It is decided once: another name is no other payer.
    assert replace(PLATFORM, name="beta").payer is Payer.PLATFORM


def test_one_text_is_no_collection_of_operators() -> None:
    with pytest.raises(InputError, match="a collection of names"):
        loads(TWO, operators="platform")


def test_a_declared_payer_is_data_and_an_undeclared_one_leaves_the_fingerprint_as_it_was() -> None:
    assert "payer" not in canonical_text(loads(TWO))
    assert canonical_text(loads(TWO, operators=("gateway",))).count('"payer"') == 2
    declared = [loads(TWO, operators=names) for names in ((), ("gateway",), ("platform",))]
    assert len({fingerprint(each) for each in declared}) == 3


def test_a_comment_does_not_change_the_fingerprint() -> None:
    text = (GOOD / "registry.minimal.yaml").read_text(encoding="utf-8")
    commented = "# why\n" + text.replace("[ALPHA_KEY]", "  # a list\n      - 'ALPHA_KEY'")
    assert fingerprint(loads(commented)) == fingerprint(loads(text))


@pytest.mark.parametrize(
    "other",
    [
        replace(ALPHA, vendor_logo=""),
        replace(ALPHA, deprecated=True),
        replace(ALPHA, auth_env=("ALPHA_KEY", "ALPHA_KEY")),
        replace(ALPHA, endpoint_vars=(EndpointVar("a", ""),)),
    ],
    ids=["empty text", "flag", "repeated name", "empty variable"],
)
def test_each_difference_in_the_data_shows(other: Provider) -> None:
    changed = Registry((other,), {"one": Runtime("one", (Arm(other),))})
    foreign = Registry((ALPHA,), {"one": Runtime("one", (Arm(other),))})
    assert len({fingerprint(each) for each in (MINIMAL, changed, foreign)}) == 3
