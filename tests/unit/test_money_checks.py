"""The checks on money, held against decisions that are wrong: a defect of the code turns each of them red."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from types import ModuleType
from typing import Any, NoReturn

import pytest

from routeproof.checks.arms import default_closed
from routeproof.checks.credentials import no_vendor_key_on_platform_route
from routeproof.checks.payer import (
    byok_without_key_fails_closed,
    override_garbage_equals_none,
    own_key_is_used,
    read_path_equals_provision_path,
)
from routeproof.checks.subjects.registry import RegistrySubject
from routeproof.errors import UndecidedError
from routeproof.harness.check import run as run_check
from routeproof.harness.finding import Finding, Level
from routeproof.model.registry import Registry, Runtime
from routeproof.resolve.billing import BillingDecision, BillingMode, BillingSource, resolve_billing
from routeproof.resolve.credentials import EnvEntry, Origin
from routeproof.resolve.provision import Provisioned, provision, read_mode
from routeproof.resolve.registration import CreateDecision, CreateMode, decide_create
from support.payer_registry import REGISTRY

ARMS = REGISTRY.runtimes["desk"].arms[:-1]
"""Without bolt-eu, which ties with bolt."""
SUBJECT = RegistrySubject(registry=Registry(REGISTRY.providers, {"desk": Runtime("desk", ARMS)}))

Found = list[Finding]


def build(**changes: Any) -> Callable[..., Provisioned]:
    """Provisioning with something about every result changed."""
    return lambda *args, **options: replace(provision(*args, **options), **changes)


def keep(*args: Any, **options: Any) -> Provisioned:
    """Provisioning that strips nothing."""
    result = provision(*args, **options)
    return replace(result, env=(*args[2], *result.env))


def lend(*args: Any, **options: Any) -> Provisioned:
    """Provisioning that puts the operator's token into every workspace."""
    result = provision(*args, **options)
    return replace(result, env=(*result.env, EnvEntry("USAGE_TOKEN", "held", Origin.GLOBAL)))


def byok(decision: BillingDecision) -> BillingDecision:
    return replace(decision, mode=BillingMode.BYOK)


def read_failing_to_byok(*args: Any, **options: Any) -> BillingDecision:
    """Reading who pays by a rule of its own: what goes nowhere is the customer's."""
    decision = read_mode(*args, **options)
    return byok(decision) if decision.source == "derived_default" else decision


def bill_failing_to_byok(*args: Any, **options: Any) -> BillingDecision:
    decision = resolve_billing(*args, **options)
    return byok(decision) if decision.source == "derived_default" else decision


def bill_guessing(*args: Any, override: object = None, **options: Any) -> BillingDecision:
    """Billing that reads an override as it was probably meant."""
    guess = override.strip().lower() if isinstance(override, str) else override
    return resolve_billing(*args, override=guess, **options)


def bill_by_stored_provider(*args: Any, override: object = None, **options: Any) -> BillingDecision:
    """Billing that still reads the provider's name of earlier days."""
    decision = resolve_billing(*args, override=override, **options)
    return byok(decision) if override == "acme" else decision


def create_warning(*args: Any, **options: Any) -> CreateDecision:
    """Creation that never enforces."""
    return decide_create(*args, **{**options, "mode": CreateMode.WARN})


RIGHT = [
    own_key_is_used,
    byok_without_key_fails_closed,
    no_vendor_key_on_platform_route,
    read_path_equals_provision_path,
    override_garbage_equals_none,
    default_closed,
]

WRONG: list[tuple[Callable[..., Iterator[Finding]], dict[str, Callable[..., object]], str]] = [
    (own_key_is_used.run, {"build": build(error="LOST")}, "the workspace is byok, LOST"),
    (
        own_key_is_used.run,
        {"build": build(billing=BillingDecision(BillingMode.DISABLED, BillingSource.WORKSPACE_OVERRIDE))},
        "the workspace is disabled, usable",
    ),
    (
        byok_without_key_fails_closed.run,
        {"build": build(error=None)},
        "with no key the workspace is byok, usable",
    ),
    (byok_without_key_fails_closed.run, {"build": lend}, "MISSING_BYOK_CREDENTIAL with `USAGE_TOKEN`"),
    (no_vendor_key_on_platform_route.run, {"build": keep}, "leaves `ACME_KEY`, a key of `acme`"),
    (
        read_path_equals_provision_path.run,
        {"read": read_failing_to_byok},
        "is read as byok, provisioned as platform",
    ),
    (read_path_equals_provision_path.run, {"build": build(env=())}, "read as platform_managed from then on"),
    (override_garbage_equals_none.run, {"bill": bill_guessing}, "a stored `' byok'` decides"),
    (
        override_garbage_equals_none.run,
        {"bill": bill_by_stored_provider},
        "a stored `'acme'`, the name of a provider, decides",
    ),
    (default_closed.run, {"bill": bill_failing_to_byok}, "goes nowhere, and with a proxy it is byok"),
    (default_closed.run, {"create": create_warning}, "goes nowhere, and it may be created"),
]


@pytest.mark.parametrize("check", RIGHT, ids=lambda check: check.CHECK.id)
def test_the_decisions_of_the_specification_pass(check: ModuleType) -> None:
    assert check.CHECK.size(SUBJECT) > 0
    assert list(check.CHECK.run(SUBJECT)) == []


@pytest.mark.parametrize(("run", "decisions", "said"), WRONG)
def test_a_wrong_decision_is_found(
    run: Callable[..., Iterator[Finding]], decisions: dict[str, Callable[..., object]], said: str
) -> None:
    messages = [finding.message for finding in run(SUBJECT, **decisions)]
    assert [message for message in messages if said in message], messages


def test_what_cannot_be_counted_is_not_nothing() -> None:
    def undecided(_: RegistrySubject) -> NoReturn:
        raise UndecidedError("too many states")

    ran = run_check(replace(own_key_is_used.CHECK, run=undecided, size=undecided), SUBJECT, Level.ERROR)
    assert (ran.judged, ran.findings, ran.undecided) == (1, (), "too many states")


def test_a_tie_of_the_customers_arms_is_the_operators_and_found_by_all_who_care() -> None:
    tied = RegistrySubject(registry=REGISTRY)
    assert {finding.coordinate("model") for finding in own_key_is_used.run(tied)} == {"bolt-eu-"}
    assert {finding.coordinate("model") for finding in byok_without_key_fails_closed.run(tied)} == {
        "bolt-eu-"
    }
    assert list(default_closed.run(tied)) == []
