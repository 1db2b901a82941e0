"""The environment a workspace gets: strip, inject, fail closed; and the mode as its readers see it."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from routeproof.errors import InputError
from routeproof.match import trim
from routeproof.model.deployment import NEUTRAL, Deployment
from routeproof.model.registry import Payer, Provider, Registry
from routeproof.resolve.billing import BillingDecision, BillingMode, resolve_billing, served_by
from routeproof.resolve.credentials import (
    EnvEntry,
    Origin,
    folded,
    known_credentials,
    merge_entries,
    platform_names,
    present_names,
)
from routeproof.resolve.derive import collect_names


class ProvisionError(StrEnum):
    """Why a workspace has no usable credential."""

    MISSING_PLATFORM_PROXY = "MISSING_PLATFORM_PROXY"
    MISSING_BYOK_CREDENTIAL = "MISSING_BYOK_CREDENTIAL"
    BILLING_DISABLED = "BILLING_DISABLED"


@dataclass(frozen=True, slots=True)
class Proxy:
    """The operator's proxy; neither value is shown, since a URL may carry a password too."""

    url: str = field(repr=False)
    token: str = field(repr=False)

    @property
    def configured(self) -> bool:
        """Half a proxy is none."""
        return bool(trim(self.url) and trim(self.token))


@dataclass(frozen=True, slots=True, kw_only=True)
class Provisioned:
    """What a workspace gets: `env` sorted by name, and either `usable` or the error that says why not.

    `removed` names the variables that the strip took, sorted. Values appear in `env` alone, and there
    not in its repr.
    """

    env: tuple[EnvEntry, ...]
    billing: BillingDecision
    error: ProvisionError | None
    removed: tuple[str, ...]

    @property
    def mode(self) -> BillingMode:
        """Who pays, as `read_mode` says for the same workspace."""
        return self.billing.mode

    @property
    def usable(self) -> bool:
        """Whether a credential is there with which the route can be dialled."""
        return self.error is None


def effective_model(model: str | None, held: Mapping[str, EnvEntry], deployment: Deployment = NEUTRAL) -> str:
    """The request's id, else the one that the variables remember, else empty; a blank one is none.

    A re-provision carries no id: to derive from nothing would bill the platform for a BYOK tenant.
    """
    remembered = [held[name].value for name in deployment.model_variables if name in held]
    return next((each for each in (model, *remembered) if each and trim(each)), "")


def read_mode(
    registry: Registry | None,
    runtime: str,
    env: Iterable[EnvEntry],
    *,
    model: str | None = None,
    override: object = None,
    override_error: bool = False,
    proxy_configured: bool = True,
    deployment: Deployment = NEUTRAL,
) -> BillingDecision:
    """Who pays for a workspace with these variables: the one function of readers and of provisioning.

    `model` is the request's id, if there is a request. Nothing is raised (see `resolve_billing`).
    """
    held = merge_entries(env)
    return resolve_billing(
        registry,
        runtime,
        effective_model(model, held, deployment),
        present_names(held),
        override=override,
        override_error=override_error,
        proxy_configured=proxy_configured,
    )


def provision(  # noqa: PLR0913 - each is a fact about the workspace or its deployment
    registry: Registry,
    runtime: str,
    env: Iterable[EnvEntry],
    *,
    model: str | None = None,
    override: object = None,
    override_error: bool = False,
    proxy: Proxy | None = None,
    known: Collection[str] | None = None,
    deployment: Deployment = NEUTRAL,
) -> Provisioned:
    """Strip and inject by the mode, and say whether a usable credential is left.

    `known` replaces the list of known credentials that the registry gives: a team's hand-kept one, so
    that a check can show what it misses. A credential outside the list is neither stripped nor counted.
    Raises InputError for a `known` that is a bare text, and nothing else.
    """
    held = merge_entries(env)
    proxy = proxy if proxy is not None and proxy.configured else None
    billing = read_mode(
        registry,
        runtime,
        held.values(),
        model=model,
        override=override,
        override_error=override_error,
        proxy_configured=proxy is not None,
        deployment=deployment,
    )
    listed = known_credentials(registry) if known is None else frozenset(map(folded, collect_names(known)))
    if billing.mode is BillingMode.PLATFORM_MANAGED:
        return _on_platform(held, billing, _injected(registry, proxy, deployment), listed)
    provider = _provider(registry, runtime, effective_model(model, held, deployment), present_names(held))
    accepted = _names_accepted_by(provider, billing.mode, platform_names(registry))
    return _on_byok(held, billing, accepted, listed)


def _provider(registry: Registry, runtime: str, model: str, present: frozenset[str]) -> Provider | None:
    """The provider behind the mode; an override gives a mode without one, so it is derived here."""
    try:
        return served_by(registry, runtime, model, present)
    except InputError:
        return None


def _names_accepted_by(
    provider: Provider | None, mode: BillingMode, token_names: tuple[str, ...]
) -> frozenset[str] | None:
    """The names that this route may use; None where nobody knows, and so nothing may be taken away."""
    if mode is BillingMode.DISABLED or (provider is not None and provider.payer is Payer.PLATFORM):
        return frozenset()
    # The platform's token is never a customer's key, even where a registry says it is.
    return frozenset(provider.auth_env).difference(token_names) if provider is not None else None


def _injected(registry: Registry, proxy: Proxy | None, deployment: Deployment) -> dict[str, str]:
    """The variables of the proxy's URL and token; none where there is no proxy.

    Without a platform provider the token has no name to go under: as unusable as no proxy at all.
    """
    token_names = platform_names(registry)
    if proxy is None or not token_names:
        return {}
    return {deployment.proxy_variable: proxy.url, token_names[0]: proxy.token}


def _on_platform(
    held: Mapping[str, EnvEntry],
    billing: BillingDecision,
    injected: Mapping[str, str],
    listed: frozenset[str],
) -> Provisioned:
    """No known credential of any origin stays, and the proxy's URL and token come in."""
    kept = {name: entry for name, entry in held.items() if folded(name) not in listed}
    if not injected:
        return _provisioned(held, kept, billing, ProvisionError.MISSING_PLATFORM_PROXY)
    # They replace what the workspace set: its own URL would send the operator's token elsewhere.
    entries = {name: EnvEntry(name, value, Origin.GLOBAL) for name, value in injected.items()}
    return _provisioned(held, kept | entries, billing, None)


def _on_byok(
    held: Mapping[str, EnvEntry],
    billing: BillingDecision,
    accepted: frozenset[str] | None,
    listed: frozenset[str],
) -> Provisioned:
    """Shared credentials that this route cannot use go; what the workspace itself holds always stays."""
    kept = {
        name: entry
        for name, entry in held.items()
        if accepted is None
        or entry.origin is Origin.WORKSPACE
        or name in accepted
        or folded(name) not in listed
    }
    if billing.mode is BillingMode.DISABLED:
        return _provisioned(held, kept, billing, ProvisionError.BILLING_DISABLED)
    usable = any(folded(name) in listed for name in (accepted or frozenset()) & present_names(kept))
    return _provisioned(held, kept, billing, None if usable else ProvisionError.MISSING_BYOK_CREDENTIAL)


def _provisioned(
    held: Mapping[str, EnvEntry],
    kept: Mapping[str, EnvEntry],
    billing: BillingDecision,
    error: ProvisionError | None,
) -> Provisioned:
    return Provisioned(
        env=tuple(kept[name] for name in sorted(kept)),
        billing=billing,
        error=error,
        removed=tuple(sorted(held.keys() - kept.keys())),
    )
