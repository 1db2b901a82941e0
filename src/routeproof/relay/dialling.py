"""Where a request goes: wire API, base URL and what may be dialled, path, and the id that is sent."""

import re
from collections.abc import Mapping
from typing import NamedTuple

from routeproof.bindings.urls import PRIVATE_HOST, check_base_url
from routeproof.match import trim
from routeproof.model.registry import Payer, Protocol, Provider
from routeproof.relay.model import EndpointFrom, HeaderKind, Layer, Operation
from routeproof.relay.settings import ProviderSettings
from routeproof.relay.wire import Wire
from routeproof.resolve.endpoints import endpoint_of

_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
_HOST = re.compile(r"[A-Za-z]+://(?:[^/?#@]*@)?(\[[^\]]*\]|[^/?#:]*)(:[0-9]+)?")
_BEARERS = frozenset({"ANTHROPIC_AUTH_TOKEN", "CLAUDE_CODE_OAUTH_TOKEN"})
_API_KEY = "ANTHROPIC_API_KEY"
_PATHS: Mapping[Wire, str] = {Wire.CHAT: "/chat/completions", Wire.RESPONSES: "/responses"}

KEY_MODES = frozenset({"third_party_anthropic_compat", "anthropic_api"})
OAUTH = "oauth"


class Base(NamedTuple):
    """A base URL, and who says it."""

    url: str
    by: EndpointFrom


def wire_apis(provider: Provider, settings: ProviderSettings) -> tuple[Wire, ...]:
    """What the provider speaks, the preferred one first; never guessed from a URL."""
    if settings.wire_apis:
        return settings.wire_apis
    if provider.protocol is Protocol.ANTHROPIC:
        return (Wire.MESSAGES,)
    return (Wire.CHAT, Wire.MESSAGES) if provider.base_url_anthropic else (Wire.CHAT,)


def choose_wire(ingress: Wire, provider: Provider, settings: ProviderSettings) -> Wire:
    """The guest's own protocol where the provider speaks it, else the provider's first."""
    spoken = wire_apis(provider, settings)
    return ingress if ingress in spoken else spoken[0]


def registry_template(provider: Provider, wire: Wire) -> str | None:
    """The registry's base URL for the wire API, placeholders and all."""
    own = provider.base_url_anthropic if wire is Wire.MESSAGES else None
    return own or provider.base_url_template or None


def fill(template: str, provider: Provider, variables: Mapping[str, str]) -> str | None:
    """The URL with its placeholders filled, from variables or else defaults; None where one is left."""
    known = {each.placeholder: each for each in provider.endpoint_vars}
    missing = False

    def value(found: re.Match[str]) -> str:
        nonlocal missing
        variable = known.get(found[1])
        text = trim(variables.get(variable.env, "")) or variable.default if variable else None
        missing |= not text
        return text or ""

    filled = _PLACEHOLDER.sub(value, template)
    return None if missing else filled


def base_of(
    own: str | None, provider: Provider, settings: ProviderSettings, wire: Wire, variables: Mapping[str, str]
) -> Base | None:
    """The layer's own URL, else that of the settings, else the registry's; None where nobody has one."""
    if own is not None:
        return Base(own, EndpointFrom.LAYER)
    if settings.base_url is not None:
        return Base(settings.base_url, EndpointFrom.SETTINGS)
    template = registry_template(provider, wire)
    filled = fill(template, provider, variables) if template else None
    return Base(filled, EndpointFrom.REGISTRY) if filled else None


def may_dial(base: Base, private_hosts: tuple[str, ...]) -> bool:
    """Whether the text of a URL may be dialled; what its host resolves to is seen when connecting."""
    private = _is_private(base.url, private_hosts)
    if base.by is not EndpointFrom.LAYER:
        found = endpoint_of(base.url.partition("?")[0])
        return found is not None and (found.encrypted or found.loopback or private)
    fault = check_base_url(base.url, hosted=True)
    encrypted = base.url[:8].lower() == "https://"
    return (fault is None and (encrypted or private)) or (fault == PRIVATE_HOST and private)


def _is_private(url: str, private_hosts: tuple[str, ...]) -> bool:
    """Whether the operator says of the host, with its port or without, that it may be private."""
    found = _HOST.match(url)
    if found is None:
        return False
    host, port = found[1].lower().removesuffix("."), found[2] or ""
    names = {host, host.strip("[]"), host + port}
    return any(each.lower().removesuffix(".") in names for each in private_hosts)


def request_url(base: str, wire: Wire, op: Operation) -> str:
    """The URL that is dialled: the path behind the base, a query of the operator's own behind that."""
    stem, mark, query = base.partition("?")
    stem = stem.rstrip("/")
    path = _PATHS.get(wire) or ("/messages" if stem.endswith("/v1") else "/v1/messages")
    counting = "/count_tokens" if op is Operation.COUNT_TOKENS else ""
    return f"{stem}{path}{counting}{mark}{query}"


def sent_name(model: str, provider: Provider, settings: ProviderSettings) -> str:
    """What the vendor calls the trimmed id: without one leading namespace, with the vendor's own prefix."""
    if provider.payer is Payer.PLATFORM:
        return model
    spaces = settings.namespaces
    if spaces is None:
        spaces = (provider.name, provider.name.removeprefix("byok-"), provider.upstream_vendor or "")
    heads = [each + mark for each in spaces if each for mark in ":/"]
    head = max((each for each in heads if model.startswith(each)), key=len, default="")
    return (provider.wire_model_prefix or "") + (model.removeprefix(head) or model)


def header_kind(wire: Wire, name: str, provider: Provider, settings: ProviderSettings) -> HeaderKind:
    """The header that carries the key of that name."""
    if settings.auth_header is not None:
        return settings.auth_header
    if wire is not Wire.MESSAGES or provider.auth_mode == OAUTH:
        return HeaderKind.BEARER
    deciding = name if name in _BEARERS or name == _API_KEY else provider.auth_token_env
    return HeaderKind.BEARER if deciding in _BEARERS else HeaderKind.X_API_KEY


def own_endpoint(layer: Layer, bundled: str | None, of_session: str | None) -> str | None:
    """The winning layer's own URL: the key's, or the session's. The operator's URLs are not a layer's."""
    if layer is Layer.OPERATOR:
        return None
    return (of_session if layer is Layer.SESSION else None) or bundled or None
