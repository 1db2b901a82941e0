"""Who pays for a workspace: the override, else the derived provider, else the deployment's default."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from routeproof.errors import InputError
from routeproof.model.registry import Payer, Provider, Registry
from routeproof.resolve.derive import derive


class BillingMode(StrEnum):
    """How a workspace is billed; `disabled` is reached by an override alone."""

    PLATFORM_MANAGED = "platform_managed"
    BYOK = "byok"
    DISABLED = "disabled"


class BillingSource(StrEnum):
    """Which step of the decision gave the mode."""

    WORKSPACE_OVERRIDE = "workspace_override"
    CONSTANT_FALLBACK = "constant_fallback"
    DERIVED_PROVIDER = "derived_provider"
    DERIVED_DEFAULT = "derived_default"


@dataclass(frozen=True, slots=True)
class BillingDecision:
    """The mode and where it comes from.

    `provider_selection` is the provider that was derived or, where deriving failed, the id as it was
    given (None for no id). It is None for an override and for the constant fallback: there nothing was
    derived. `error` says what could not be read; an id that merely goes nowhere is no error.
    """

    mode: BillingMode
    source: BillingSource
    provider_selection: str | None = None
    error: str | None = None


def deployment_default(proxy_configured: bool) -> BillingMode:
    """The mode when nothing else decides: the operator pays exactly where it runs a proxy."""
    return BillingMode.PLATFORM_MANAGED if proxy_configured else BillingMode.BYOK


def served_by(registry: Registry, runtime: str, model: str, auth_env: Iterable[str] = ()) -> Provider | None:
    """The provider that serves the id, None where `derive` gives an error; raises as `derive` does."""
    name = derive(registry, runtime, model, auth_env).provider
    if name is None:
        return None
    return next(arm.provider for arm in registry.runtimes[runtime].arms if arm.name == name)


def resolve_billing(
    registry: Registry | None,
    runtime: str,
    model: str | None,
    auth_env: Iterable[str] | None = (),
    *,
    override: object = None,
    override_error: bool = False,
    workspace_id: str = "ws",
    proxy_configured: bool = True,
) -> BillingDecision:
    """Decide who pays. Total: every input gives a mode, and nothing is raised.

    `registry` is None while it is unavailable. `auth_env` holds the *names* of credentials present.
    `override` is what was stored, of any type: only the exact text of a mode counts, anything else is
    as good as none. `override_error` says that reading it failed, whatever `override` holds. An empty
    `workspace_id` stands for a workspace not yet created: it has no stored override, readable or not.
    """
    if workspace_id and override_error:
        return BillingDecision(
            deployment_default(proxy_configured),
            BillingSource.CONSTANT_FALLBACK,
            error="the stored override could not be read",
        )
    stored = _recognised(override) if workspace_id else None
    if stored is not None:
        return BillingDecision(stored, BillingSource.WORKSPACE_OVERRIDE)
    return _derived(registry, runtime, model or "", auth_env or (), deployment_default(proxy_configured))


def _recognised(override: object) -> BillingMode | None:
    """The mode that an override names byte for byte: no trimming, no folding of case."""
    return next((mode for mode in BillingMode if isinstance(override, str) and override == mode), None)


def _derived(
    registry: Registry | None, runtime: str, model: str, auth_env: Iterable[str], default: BillingMode
) -> BillingDecision:
    """The choice of provider is the signal: a key that is present or missing does not change the payer."""
    error = None
    try:
        provider = served_by(registry, runtime, model, auth_env) if registry is not None else None
    except InputError as unreadable:
        # The message alone: a hint may quote the argument, and an argument may hold a secret by mistake.
        provider, error = None, unreadable.problems[0].message
    if provider is None:
        # Never BYOK on a deployment with a proxy: a failure must not move the bill to the customer.
        return BillingDecision(default, BillingSource.DERIVED_DEFAULT, model or None, error)
    mode = BillingMode.PLATFORM_MANAGED if provider.payer is Payer.PLATFORM else BillingMode.BYOK
    return BillingDecision(mode, BillingSource.DERIVED_PROVIDER, provider.name)
