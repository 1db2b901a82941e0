"""The one place that decides a request: who is called, with whose key, and so who pays; or why nobody is."""

from collections.abc import Callable, Iterable
from typing import NamedTuple

from routeproof.match import is_unicode, trim
from routeproof.model.destination import DeriveError, Destination
from routeproof.model.registry import Payer, Provider, Registry
from routeproof.relay.dialling import (
    KEY_MODES,
    OAUTH,
    Base,
    base_of,
    choose_wire,
    header_kind,
    may_dial,
    own_endpoint,
    request_url,
    sent_name,
)
from routeproof.relay.layers import choose, layers_of, operator_names
from routeproof.relay.model import (
    Ask,
    Bundle,
    Layer,
    Operation,
    Refusal,
    Route,
    Scope,
    Session,
    SessionState,
    VaultUnavailable,
)
from routeproof.relay.settings import ProviderSettings, Settings
from routeproof.relay.wire import Wire
from routeproof.resolve.derive import derive

Bundles = Callable[[str, tuple[Layer, ...]], Iterable[Bundle]]
"""The keys that count for a provider, from these layers and no other; may raise VaultUnavailable."""
Derive = Callable[[Registry, str, str, Iterable[str]], Destination]
"""`resolve.derive`, or who remembers its answers."""

TOKEN_INVALID = Refusal(401, "token_invalid", "the token is not valid here")

_DERIVE_REFUSALS = {
    DeriveError.MODEL_REQUIRED: Refusal(400, "model_required", "the request names no model"),
    DeriveError.UNREGISTERED: Refusal(404, "model_not_found", "no provider serves the model on this runtime"),
    DeriveError.AMBIGUOUS: Refusal(400, "model_ambiguous", "several providers claim the model equally"),
    DeriveError.UNKNOWN_RUNTIME: Refusal(403, "runtime_unknown", "the registry has no such runtime"),
}


class _Derived(NamedTuple):
    """The provider of the trimmed id."""

    model: str
    provider: Provider


def decide(
    registry: Registry,
    settings: Settings,
    session: Session,
    scope: Scope,
    ask: Ask,
    bundles: Bundles,
    now: int,
    *,
    resolve: Derive = derive,
) -> Route | Refusal:
    """The route of one request, or the first refusal in the order of the specification.

    Raises nothing of its own. `now` is integer milliseconds UTC. `bundles` is called once at the most, when
    the payer is known and may be used, with the provider's name and the layers of that payer. `resolve` may
    remember what `derive` says.
    """
    refused = admit(session, scope, ask.ingress, now)
    if refused is not None:
        return refused
    derived = _derive(registry, session, scope, ask, resolve)
    if isinstance(derived, Refusal):
        return derived
    provider = derived.provider
    refused = _bound(scope, provider)
    if refused is not None:
        return refused
    layers = layers_of(provider.payer)
    try:
        given = tuple(bundles(provider.name, layers))
    except VaultUnavailable:
        return Refusal(503, "vault_unavailable", "whether there is a key cannot be said now")
    return _route(registry, settings, session, ask, derived, given)


def admit(session: Session, scope: Scope, ingress: Wire, now: int) -> Refusal | None:
    """Whether the token lives, for this session, and may be used for the guest's protocol."""
    if not is_live(session, scope, now):
        return TOKEN_INVALID
    if session.state is not SessionState.RUNNING:
        return Refusal(403, "session_not_running", "the session is stopped")
    if scope.wire_apis and ingress not in scope.wire_apis:
        return Refusal(403, "wire_api_not_allowed", "the token is not for this protocol")
    return None


def is_live(session: Session, scope: Scope, now: int) -> bool:
    """Whether the token is of this session, neither revoked nor expired; equality is expired."""
    if scope.revoked_at or (scope.expires_at and now >= scope.expires_at):
        return False
    if scope.session != session.id or session.state is SessionState.ENDED:
        return False
    return scope.runtime is None or scope.runtime == session.runtime


def _derive(
    registry: Registry, session: Session, scope: Scope, ask: Ask, resolve: Derive
) -> _Derived | Refusal:
    if not isinstance(ask.model, str) or not trim(ask.model):
        return _DERIVE_REFUSALS[DeriveError.MODEL_REQUIRED]
    if not is_unicode(ask.model):
        return Refusal(400, "invalid_json", "the model is no text that a request can carry")
    model = trim(ask.model)
    if scope.model is not None and trim(scope.model) != model:
        return Refusal(403, "model_not_allowed", "the token is for another model")
    found = resolve(registry, session.runtime, model, session.auth_env)
    if found.error is not None or found.provider is None:
        return _DERIVE_REFUSALS[found.error or DeriveError.UNREGISTERED]
    arms = registry.runtimes[session.runtime].arms
    return _Derived(model, next(arm.provider for arm in arms if arm.name == found.provider))


def _bound(scope: Scope, provider: Provider) -> Refusal | None:
    if scope.provider is not None and scope.provider != provider.name:
        return Refusal(403, "provider_not_allowed", "the token is for another provider")
    if scope.payer is not None and scope.payer != provider.payer:
        return Refusal(403, "payer_not_allowed", "the token is for another payer")
    if provider.auth_mode not in KEY_MODES and provider.auth_mode != OAUTH:
        return Refusal(503, "auth_mode_unsupported", "the provider is not reached by a key")
    return None


def _route(
    registry: Registry,
    settings: Settings,
    session: Session,
    ask: Ask,
    derived: _Derived,
    given: tuple[Bundle, ...],
) -> Route | Refusal:
    """The route with the key that counts of those given, and the endpoint that goes with it."""
    provider, of_session = derived.provider, session.endpoints.get(derived.provider.name) or None
    barred = frozenset[str]() if provider.payer is Payer.PLATFORM else operator_names(registry)
    bundle, keyless_endpoint = choose(given, provider, layers_of(provider.payer), barred, of_session)
    if keyless_endpoint:
        return Refusal(403, "endpoint_without_key", "there is an endpoint, and no key that goes with it")
    if bundle is None:
        return _keyless(provider.payer)
    own = settings.of(provider.name)
    wire = choose_wire(ask.ingress, provider, own)
    layers_own = own_endpoint(Layer(bundle.layer), bundle.endpoint, of_session)
    base = base_of(layers_own, provider, own, wire, settings.variables)
    if base is None:
        return Refusal(503, "endpoint_missing", "nobody says where the provider is")
    if not may_dial(base, settings.private_hosts):
        return Refusal(403, "endpoint_not_allowed", "the endpoint may not be called")
    if ask.op is Operation.COUNT_TOKENS and wire is not Wire.MESSAGES:
        return Refusal(404, "count_tokens_unsupported", "the provider does not count tokens")
    return _written(derived, own, ask.op, wire, bundle, base)


def _written(
    derived: _Derived, own: ProviderSettings, op: Operation, wire: Wire, bundle: Bundle, base: Base
) -> Route:
    provider, url = derived.provider, request_url(base.url, wire, op)
    return Route(
        provider=provider.name,
        payer=provider.payer,
        model=derived.model,
        sent=sent_name(derived.model, provider, own),
        wire=wire,
        op=op,
        layer=Layer(bundle.layer),
        credential=bundle.name,
        header=header_kind(wire, bundle.name, provider, own),
        url=url,
        endpoint=url.partition("?")[0],
        endpoint_from=base.by,
        secret=bundle.secret,
        headers=(*bundle.headers, *own.headers),
    )


def _keyless(payer: Payer) -> Refusal:
    if payer is Payer.PLATFORM:
        return Refusal(503, "platform_unavailable", "the operator has no key for the provider")
    return Refusal(403, "credential_missing", "there is no key for the provider")
