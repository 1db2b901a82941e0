"""Who pays: the override, then the derived provider, then the deployment's default."""

from collections.abc import Collection

import pytest

from routeproof.model.registry import Registry
from routeproof.resolve.billing import BillingDecision, BillingMode, BillingSource, resolve_billing
from support.payer_registry import REGISTRY

GARBAGE = [
    None,
    "",
    " ",
    "byokk",
    "BYOK",
    " byok",
    "byok\n",
    "platform",
    0,
    1,
    True,
    b"byok",
    ["byok"],
    object(),
]

FAILURES = [
    ("desk", "nowhere", "nowhere"),
    ("desk", " nowhere\t", " nowhere\t"),
    ("desk", "bolt-eu-1", "bolt-eu-1"),
    ("elsewhere", "house-1", "house-1"),
    ("desk", "", None),
    ("desk", None, None),
    ("desk", " \t", " \t"),
    ("desk", "\ud800", "\ud800"),
]
"""Runtime and model that derive nothing, and the selection that is shown instead of a provider."""


@pytest.mark.parametrize("mode", ["platform_managed", "byok", "disabled"])
@pytest.mark.parametrize(
    ("registry", "model"), [(REGISTRY, "house-1"), (REGISTRY, "nowhere"), (None, "twin")]
)
def test_a_recognised_override_wins_over_everything(
    registry: Registry | None, model: str | None, mode: str
) -> None:
    decision = resolve_billing(registry, "desk", model, override=mode)
    assert decision == BillingDecision(BillingMode(mode), BillingSource.WORKSPACE_OVERRIDE)


@pytest.mark.parametrize("override", GARBAGE)
@pytest.mark.parametrize("model", ["house-1", "acme/1", "nowhere"])
def test_an_override_that_is_no_mode_to_the_letter_counts_as_none(
    model: str | None, override: object
) -> None:
    assert resolve_billing(REGISTRY, "desk", model, override=override) == resolve_billing(
        REGISTRY, "desk", model
    )


@pytest.mark.parametrize("override", [None, "byok", "disabled"])
@pytest.mark.parametrize(("proxy", "mode"), [(True, "platform_managed"), (False, "byok")])
@pytest.mark.parametrize("model", ["house-1", "acme/1", "nowhere"])
def test_an_unreadable_override_gives_the_default_and_carries_the_error(
    model: str | None, proxy: bool, mode: str, override: object
) -> None:
    decision = resolve_billing(
        REGISTRY, "desk", model, override=override, override_error=True, proxy_configured=proxy
    )
    assert (decision.mode, decision.source) == (mode, "constant_fallback")
    assert decision.provider_selection is None
    assert decision.error == "the stored override could not be read"


def test_a_workspace_without_an_id_has_no_stored_override() -> None:
    decision = resolve_billing(
        REGISTRY, "desk", "house-1", override="byok", override_error=True, workspace_id=""
    )
    assert decision == BillingDecision(
        BillingMode.PLATFORM_MANAGED, BillingSource.DERIVED_PROVIDER, "platform"
    )


@pytest.mark.parametrize("proxy", [True, False])
@pytest.mark.parametrize(
    ("model", "auth_env", "mode", "provider"),
    [
        ("house-1", (), "platform_managed", "platform"),
        (" house-1 ", ("ACME_KEY",), "platform_managed", "platform"),
        ("platform/x", (), "platform_managed", "platform"),
        ("acme/1", (), "byok", "acme"),
        ("acme/1", ("USAGE_TOKEN",), "byok", "acme"),
        ("twin", (), "byok", "plan"),
        ("twin", ("METER_KEY",), "byok", "meter"),
        ("twin", ["METER_KEY", "PLAN_TOKEN"], "byok", "plan"),
        ("bolt-eu-1", {"BOLT_EU_KEY"}, "byok", "bolt-eu"),
        ("acme/1", None, "byok", "acme"),
    ],
)
def test_the_derived_provider_is_the_signal(
    model: str | None, auth_env: Collection[str] | None, mode: str, provider: str, proxy: bool
) -> None:
    decision = resolve_billing(REGISTRY, "desk", model, auth_env, proxy_configured=proxy)
    assert decision == BillingDecision(BillingMode(mode), BillingSource.DERIVED_PROVIDER, provider)


@pytest.mark.parametrize(("runtime", "model", "selection"), FAILURES, ids=ascii)
@pytest.mark.parametrize(("proxy", "mode"), [(True, "platform_managed"), (False, "byok")])
def test_a_derive_failure_gives_the_default_and_shows_the_raw_id(
    runtime: str, model: str | None, selection: str | None, proxy: bool, mode: str
) -> None:
    decision = resolve_billing(REGISTRY, runtime, model, proxy_configured=proxy)
    assert (decision.mode, decision.source) == (mode, "derived_default")
    assert decision.provider_selection == selection


@pytest.mark.parametrize(("proxy", "mode"), [(True, "platform_managed"), (False, "byok")])
def test_an_unavailable_registry_is_a_derive_failure(proxy: bool, mode: str) -> None:
    decision = resolve_billing(None, "desk", "acme/1", ("ACME_KEY",), proxy_configured=proxy)
    assert decision == BillingDecision(BillingMode(mode), BillingSource.DERIVED_DEFAULT, "acme/1")


def test_a_derive_failure_is_not_byok_where_a_proxy_runs() -> None:
    assert resolve_billing(REGISTRY, "desk", "nowhere").mode == "platform_managed"
    assert resolve_billing(REGISTRY, "elsewhere", "acme/1").mode == "platform_managed"
    assert resolve_billing(None, "desk", "acme/1", ("ACME_KEY",)).mode == "platform_managed"


def test_an_empty_model_is_not_silently_byok() -> None:
    for model in ("", " ", None):
        assert resolve_billing(REGISTRY, "desk", model).mode == "platform_managed"
        assert resolve_billing(REGISTRY, "desk", model, ("ACME_KEY",)).mode == "platform_managed"


def test_an_id_that_merely_goes_nowhere_is_no_error() -> None:
    assert resolve_billing(REGISTRY, "desk", "nowhere").error is None


def test_an_argument_that_derive_refuses_is_an_error_but_still_a_mode() -> None:
    decision = resolve_billing(REGISTRY, "desk", "acme/1", "s3cret")
    assert (decision.mode, decision.source) == ("platform_managed", "derived_default")
    assert decision.error == "auth_env is a collection of names, not one text"
    assert "not valid Unicode" in str(resolve_billing(REGISTRY, "desk", "\ud800").error)


def test_an_override_that_is_nearly_a_mode_is_not_guessed() -> None:
    for override in ("BYOK", " byok", "byokk"):
        assert resolve_billing(REGISTRY, "desk", "house-1", override=override).mode == "platform_managed"


def test_an_unreadable_override_is_not_the_same_as_none() -> None:
    decision = resolve_billing(REGISTRY, "desk", "acme/1", override_error=True)
    assert (decision.mode, decision.source) == ("platform_managed", "constant_fallback")
