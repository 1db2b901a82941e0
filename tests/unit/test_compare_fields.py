"""What differs in metadata, field by field, said exactly."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from routeproof.compare import FieldChange, compare
from routeproof.model.registry import Arm, EndpointVar, Protocol, Provider, Registry, Runtime

ACME = Provider(
    name="acme",
    display_name="Acme",
    protocol=Protocol.OPENAI,
    auth_mode="api",
    auth_env=("ACME_KEY", "OLD_KEY"),
    model_prefix_match="^acme/",
    model_aliases=("a", "b"),
    endpoint_vars=(EndpointVar("region", "REGION"), EndpointVar("project", "PROJECT", "p")),
)
BOLT = replace(ACME, name="bolt", model_prefix_match="^bolt/")


def registry(
    providers: tuple[Provider, ...] = (ACME, BOLT),
    withdrawn: Mapping[str, tuple[str, ...]] | None = None,
    display_name: str | None = None,
    runtime: str = "desk",
) -> Registry:
    arms = tuple(Arm(each, (), (withdrawn or {}).get(each.name, ())) for each in providers)
    return Registry(providers, {runtime: Runtime(runtime, arms, display_name)})


def fields(base: Registry, head: Registry) -> list[FieldChange]:
    return list(compare(base, head).fields)


@pytest.mark.parametrize(
    ("field", "value", "before", "after"),
    [
        ("display_name", "Acme Inc", "Acme", "Acme Inc"),
        ("protocol", Protocol.ANTHROPIC, "openai", "anthropic"),
        ("auth_mode", "oauth", "api", "oauth"),
        ("auth_env", ("ACME_KEY",), "ACME_KEY, OLD_KEY", "ACME_KEY"),
        ("auth_token_env", "ACME_KEY", None, "ACME_KEY"),
        ("base_url_template", "https://acme.invalid", None, "https://acme.invalid"),
        ("base_url_anthropic", "", None, ""),
        ("deprecated", True, "false", "true"),
        ("upstream_vendor", "acme", None, "acme"),
        ("model_prefix_match", "^acme", "^acme/", "^acme"),
        ("model_aliases", (), "a, b", ""),
        ("wire_model_prefix", "x/", None, "x/"),
        ("thinking_policy", "off", None, "off"),
        ("vendor_logo", "logo", None, "logo"),
    ],
)
def test_a_field_that_differs_is_named_with_both_values(
    field: str, value: Any, before: str | None, after: str | None
) -> None:
    head = registry((replace(ACME, **{field: value}), BOLT))
    assert fields(registry(), head) == [FieldChange("provider acme", field, before, after)]
    assert fields(head, registry()) == [FieldChange("provider acme", field, after, before)]


def test_an_endpoint_variable_that_differs_is_shown_whole() -> None:
    (change,) = fields(registry(), registry((replace(ACME, endpoint_vars=ACME.endpoint_vars[:1]), BOLT)))
    assert (change.of, change.field) == ("provider acme", "endpoint_vars")
    assert "PROJECT" in str(change.before)
    assert "PROJECT" not in str(change.after)


@pytest.mark.parametrize(
    "same",
    [
        {"auth_env": ("OLD_KEY", "ACME_KEY", "OLD_KEY")},
        {"model_aliases": ("b", "a")},
        {"endpoint_vars": ACME.endpoint_vars[::-1]},
        {"model_prefix_match": "^(?:acme)/"},
    ],
)
def test_another_order_or_another_spelling_of_a_pattern_is_no_change(same: dict[str, Any]) -> None:
    assert fields(registry(), registry((replace(ACME, **same), BOLT))) == []


def test_several_fields_come_in_the_order_of_the_value_and_providers_by_name() -> None:
    head = registry((replace(ACME, auth_mode="oauth", display_name="A"), replace(BOLT, deprecated=True)))
    assert [(each.of, each.field) for each in fields(registry(), head)] == [
        ("provider acme", "display_name"),
        ("provider acme", "auth_mode"),
        ("provider bolt", "deprecated"),
    ]


def test_a_provider_that_comes_or_goes_takes_its_arm_with_it() -> None:
    gone = fields(registry(), registry((ACME,)))
    assert gone == [
        FieldChange("provider bolt", "provider", "bolt", None),
        FieldChange("runtime desk", "arm", "bolt", None),
    ]
    assert fields(registry((ACME,)), registry()) == [
        FieldChange("provider bolt", "provider", None, "bolt"),
        FieldChange("runtime desk", "arm", None, "bolt"),
    ]


def test_a_runtime_that_comes_or_goes_is_one_change() -> None:
    assert fields(registry(), registry(runtime="chat")) == [
        FieldChange("runtime chat", "runtime", None, "chat"),
        FieldChange("runtime desk", "runtime", "desk", None),
    ]


def test_the_name_of_a_runtime_and_its_withdrawn_ids_are_meant() -> None:
    head = registry(withdrawn={"bolt": ("bolt/2", "bolt/1")}, display_name="Desk")
    assert fields(registry(), head) == [
        FieldChange("runtime desk", "display_name", None, "Desk"),
        FieldChange("runtime desk", "withdrawn_models of bolt", "", "bolt/1, bolt/2"),
    ]
    assert FieldChange("runtime desk", "display_name", "Desk", None) in fields(head, registry())
    assert fields(head, registry(withdrawn={"bolt": ("bolt/1", "bolt/2")}, display_name="Desk")) == []
