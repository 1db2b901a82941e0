"""The create gates: their order, their codes, what each mode does, and exactly what passes unasked."""

import pytest

from routeproof.errors import InputError
from routeproof.model.registry import Arm, Registry, Runtime
from routeproof.resolve.registration import (
    CreateMode,
    GateResult,
    byok_credential_gate,
    decide_create,
)
from support.payer_registry import ACME, HOUSE, REGISTRY

HEADER = {"X-House-Unregistered": "true"}
UNCATALOGUED = Registry((), {"desk": Runtime("desk", (Arm(ACME),))})

REFUSED = [
    (REGISTRY, "desk", "", "MODEL_REQUIRED"),
    (REGISTRY, "desk", " \u3000", "MODEL_REQUIRED"),
    (REGISTRY, "elsewhere", "", "MODEL_REQUIRED"),
    (REGISTRY, "desk", "totally-made-up", "UNREGISTERED_MODEL_FOR_RUNTIME"),
    (REGISTRY, "desk", "bolt-eu-1", "UNREGISTERED_MODEL_FOR_RUNTIME"),
    (UNCATALOGUED, "desk", "acme/1", "DERIVED_PROVIDER_NOT_IN_REGISTRY"),
    (REGISTRY, "desk", "acme/1", "MISSING_BYOK_CREDENTIAL"),
    (REGISTRY, "desk", "twin", "MISSING_BYOK_CREDENTIAL"),
]
REFUSED_IDS = [f"{runtime}-{model!a}-{code}" for _, runtime, model, code in REFUSED]


@pytest.mark.parametrize(("registry", "runtime", "model", "code"), REFUSED, ids=REFUSED_IDS)
def test_enforce_refuses_with_the_first_code_that_applies(
    registry: Registry, runtime: str, model: str, code: str
) -> None:
    decision = decide_create(registry, runtime, model, mode="enforce")
    assert (decision.status, decision.code, decision.headers) == (422, code, {})
    assert decision.reason


@pytest.mark.parametrize(("registry", "runtime", "model", "code"), REFUSED, ids=REFUSED_IDS)
def test_warn_creates_and_keeps_the_code_for_the_log(
    registry: Registry, runtime: str, model: str, code: str
) -> None:
    decision = decide_create(registry, runtime, model, mode=CreateMode.WARN, deployment=HOUSE)
    assert (decision.status, decision.code) == (201, code)
    assert decision.headers == (HEADER if code == "UNREGISTERED_MODEL_FOR_RUNTIME" else {})


def test_a_deployment_that_names_no_header_sends_one_that_is_nobodys() -> None:
    decision = decide_create(REGISTRY, "desk", "totally-made-up", mode="warn")
    assert decision.headers == {"Model-Unregistered": "true"}


@pytest.mark.parametrize(("registry", "runtime", "model", "code"), REFUSED, ids=REFUSED_IDS)
@pytest.mark.parametrize("mode", CreateMode)
def test_an_external_workspace_skips_every_gate(
    registry: Registry, runtime: str, model: str, code: str, mode: CreateMode
) -> None:
    decision = decide_create(registry, runtime, model, mode=mode, external=True)
    assert (decision.status, decision.code, decision.headers) == (201, None, {})


@pytest.mark.parametrize("mode", CreateMode)
@pytest.mark.parametrize(
    ("runtime", "model", "request_secrets", "tenant_secrets"),
    [
        ("elsewhere", "anything", (), ()),
        ("desk", "house-1", (), ()),
        ("desk", "acme/1", ("ACME_TOKEN",), ()),
        ("desk", "acme/1", (), ("ACME_KEY",)),
        ("desk", "acme/1", (), None),
        ("desk", "twin", ("METER_KEY",), ()),
    ],
)
def test_a_pair_that_passes_is_created_without_a_word(
    runtime: str,
    model: str,
    request_secrets: tuple[str, ...],
    tenant_secrets: tuple[str, ...] | None,
    mode: CreateMode,
) -> None:
    decision = decide_create(
        REGISTRY, runtime, model, mode=mode, request_secrets=request_secrets, tenant_secrets=tenant_secrets
    )
    assert (decision.status, decision.code, decision.reason, decision.headers) == (201, None, "", {})


def test_warn_mode_never_answers_422() -> None:
    for model in ("", "totally-made-up", "acme/1"):
        assert decide_create(REGISTRY, "desk", model, mode="warn").status == 201


def test_enforce_mode_refuses_a_nonsense_id() -> None:
    assert decide_create(REGISTRY, "desk", "totally-made-up", mode="enforce").status == 422


def test_unreadable_tenant_secrets_pass_the_gate() -> None:
    assert byok_credential_gate(REGISTRY, "desk", "acme/1", (), None) == GateResult(allowed=True)


def test_a_key_of_the_tenant_passes_the_gate() -> None:
    assert byok_credential_gate(REGISTRY, "desk", "acme/1", (), ("ACME_KEY",)) == GateResult(allowed=True)


def test_a_nonsense_id_on_a_known_runtime_is_refused_even_to_a_tenant_with_every_key() -> None:
    keys = [name for provider in REGISTRY.providers for name in provider.auth_env]
    decision = decide_create(
        REGISTRY, "desk", "totally-made-up", mode="enforce", request_secrets=keys, tenant_secrets=keys
    )
    assert decision.code == "UNREGISTERED_MODEL_FOR_RUNTIME"


def test_a_tie_that_a_key_of_the_request_would_break_is_still_unregistered() -> None:
    decision = decide_create(REGISTRY, "desk", "bolt-eu-1", mode="enforce", request_secrets=("BOLT_EU_KEY",))
    assert decision.code == "UNREGISTERED_MODEL_FOR_RUNTIME"


@pytest.mark.parametrize("mode", ["", "ENFORCE", "off"])
def test_a_mode_that_is_none_is_refused_rather_than_guessed(mode: str) -> None:
    with pytest.raises(InputError, match="unknown registration mode"):
        decide_create(REGISTRY, "desk", "house-1", mode=mode)


@pytest.mark.parametrize(
    ("model", "request_secrets", "tenant_secrets", "allowed"),
    [
        ("nowhere", (), (), True),
        ("", (), (), True),
        ("house-1", (), (), True),
        ("acme/1", (), (), False),
        ("acme/1", ("ACME_KEY",), (), True),
        ("acme/1", ("ACME_TOKEN",), None, True),
        ("acme/1", ("BOLT_KEY",), ("METER_KEY",), False),
        ("acme/1", ("acme_key",), (" ACME_KEY",), False),
        ("acme/1", (), ("ACME_TOKEN",), True),
        ("acme/1", ("USAGE_TOKEN",), ("USAGE_TOKEN",), False),
        ("acme/1", (), None, True),
        # The tenant's key moves the tie to its own arm, which it pays for.
        ("twin", (), ("METER_KEY",), True),
        ("twin", (), ("ACME_KEY",), False),
        # A tie passes; but where one name makes it bolt's, the other side is asked again with both.
        ("bolt-eu-1", (), (), True),
        ("bolt-eu-1", ("BOLT_KEY",), ("BOLT_EU_KEY",), True),
    ],
)
def test_the_byok_credential_gate(
    model: str, request_secrets: tuple[str, ...], tenant_secrets: tuple[str, ...] | None, allowed: bool
) -> None:
    gate = byok_credential_gate(REGISTRY, "desk", model, request_secrets, tenant_secrets)
    assert gate.allowed is allowed
    assert bool(gate.reason) is not allowed


def test_the_gate_names_model_runtime_provider_and_every_key_that_would_do() -> None:
    gate = byok_credential_gate(REGISTRY, "desk", "acme/1")
    assert (
        gate.reason
        == "model `acme/1` on runtime `desk` is served by `acme`, which needs ACME_KEY or ACME_TOKEN"
    )


def test_an_unknown_runtime_passes_the_gate() -> None:
    assert byok_credential_gate(REGISTRY, "elsewhere", "acme/1") == GateResult(allowed=True)


def test_secrets_may_come_from_an_iterator_that_runs_once() -> None:
    decision = decide_create(REGISTRY, "desk", "twin", mode="enforce", request_secrets=iter(["METER_KEY"]))
    assert decision.status == 201


def test_a_bare_text_of_secrets_is_a_mistake() -> None:
    for secrets in ({"request_secrets": "ACME_KEY"}, {"tenant_secrets": "ACME_KEY"}):
        with pytest.raises(InputError):
            byok_credential_gate(REGISTRY, "desk", "acme/1", **secrets)
