"""May a workspace be created? The four gates in order, in warn and in enforce mode."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from routeproof.errors import InputError
from routeproof.match import trim
from routeproof.model.deployment import NEUTRAL, Deployment
from routeproof.model.registry import Payer, Provider, Registry
from routeproof.resolve.billing import served_by
from routeproof.resolve.derive import collect_names
from routeproof.resolve.register import register


class CreateMode(StrEnum):
    """What a refusing gate does: let the creation proceed and say so, or stop it."""

    WARN = "warn"
    ENFORCE = "enforce"


class CreateCode(StrEnum):
    """The gates, in the order in which they are asked."""

    MODEL_REQUIRED = "MODEL_REQUIRED"
    UNREGISTERED_MODEL_FOR_RUNTIME = "UNREGISTERED_MODEL_FOR_RUNTIME"
    DERIVED_PROVIDER_NOT_IN_REGISTRY = "DERIVED_PROVIDER_NOT_IN_REGISTRY"
    MISSING_BYOK_CREDENTIAL = "MISSING_BYOK_CREDENTIAL"


@dataclass(frozen=True, slots=True)
class CreateDecision:
    """The HTTP status (201 or 422), the first gate that refuses with its reason, and response headers.

    In warn mode the status is 201 all the same; `code` and `reason` are then what belongs in the log.
    """

    status: int
    code: CreateCode | None
    reason: str
    headers: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class GateResult:
    """What one gate says; `reason` is empty where it allows."""

    allowed: bool
    reason: str = ""


def decide_create(
    registry: Registry,
    runtime: str,
    model: str,
    *,
    mode: CreateMode | str,
    external: bool = False,
    request_secrets: Iterable[str] = (),
    tenant_secrets: Iterable[str] | None = (),
    deployment: Deployment = NEUTRAL,
) -> CreateDecision:
    """Ask the gates in order; the first that refuses decides.

    The secrets are *names*: those of the request, and the tenant's shared ones (None: unreadable). Only
    this passes unjudged: an external workspace, every gate; an unknown runtime, all but the first; an id
    that derives nowhere, the third and the fourth; unreadable tenant secrets, the fourth. The header
    speaks of registration, so it is sent for the second gate alone, in warn mode.
    Raises InputError for a mode that is none, for a bare text of secrets, for an id that is no Unicode.
    """
    if mode not in tuple(CreateMode):
        # Neither guess is safe: one lets everything in, the other stops every creation.
        raise InputError(f"unknown registration mode `{mode}`", hint=f"one of {', '.join(CreateMode)}")
    refusal = (
        None
        if external
        else _refusal(registry, runtime, model, collect_names(request_secrets), tenant_secrets)
    )
    if refusal is None:
        return CreateDecision(201, None, "", MappingProxyType({}))
    code, reason = refusal
    if mode == CreateMode.ENFORCE:
        return CreateDecision(422, code, reason, MappingProxyType({}))
    unregistered = code is CreateCode.UNREGISTERED_MODEL_FOR_RUNTIME
    headers = {deployment.header: "true"} if unregistered else {}
    return CreateDecision(201, code, reason, MappingProxyType(headers))


def _refusal(
    registry: Registry,
    runtime: str,
    model: str,
    requested: frozenset[str],
    tenant_secrets: Iterable[str] | None,
) -> tuple[CreateCode, str] | None:
    if not trim(model):
        return CreateCode.MODEL_REQUIRED, f"a workspace on runtime `{runtime}` needs a model"
    registration = register(registry, runtime, model)
    if not registration.allowed:
        return CreateCode.UNREGISTERED_MODEL_FOR_RUNTIME, registration.reason
    provider = served_by(registry, runtime, model, requested)
    # The loader never lets such a registry through; one that was put together otherwise may get here.
    if provider is not None and provider.name not in {each.name for each in registry.providers}:
        reason = f"model `{model}` on runtime `{runtime}` derives `{provider.name}`, which is in no catalogue"
        return CreateCode.DERIVED_PROVIDER_NOT_IN_REGISTRY, reason
    gate = byok_credential_gate(registry, runtime, model, requested, tenant_secrets)
    return None if gate.allowed else (CreateCode.MISSING_BYOK_CREDENTIAL, gate.reason)


def byok_credential_gate(
    registry: Registry,
    runtime: str,
    model: str,
    request_secrets: Iterable[str] = (),
    tenant_secrets: Iterable[str] | None = (),
) -> GateResult:
    """The fourth gate: a BYOK id needs one key that its provider accepts, in the request or the tenant.

    An id that derives nowhere, or to the platform, passes. Tenant secrets of None could not be read: the
    gate then lets the request pass, because provisioning asks again. Raises InputError as `derive` does.
    """
    requested = collect_names(request_secrets)
    if _keyless(registry, runtime, model, requested) is None or tenant_secrets is None:
        return GateResult(allowed=True)
    provider = _keyless(registry, runtime, model, requested | collect_names(tenant_secrets))
    if provider is None:
        return GateResult(allowed=True)
    wanted = " or ".join(provider.auth_env)
    reason = f"model `{model}` on runtime `{runtime}` is served by `{provider.name}`, which needs {wanted}"
    return GateResult(allowed=False, reason=reason)


def _keyless(registry: Registry, runtime: str, model: str, present: frozenset[str]) -> Provider | None:
    """The BYOK provider that serves the id and accepts none of the names present; else None."""
    provider = served_by(registry, runtime, model, present)
    if provider is None or provider.payer is Payer.PLATFORM or not present.isdisjoint(provider.auth_env):
        return None
    return provider
