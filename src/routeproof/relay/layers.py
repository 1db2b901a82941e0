"""Whose key is used: the layers that a payer may read, the one that wins, and what counts in it."""

from collections.abc import Collection, Iterable
from typing import NamedTuple

from routeproof.model.registry import Payer, Provider, Registry
from routeproof.model.secret import Secret
from routeproof.relay.model import Bundle, Layer
from routeproof.resolve.endpoints import list_hosts

LEAST, MOST = 8, 64 * 1024
"""How long a key is, in characters at the least and in bytes at the most."""

BYOK_LAYERS = (Layer.SESSION, Layer.OWNER)
PLATFORM_LAYERS = (Layer.OPERATOR,)


class Winner(NamedTuple):
    """The key that is used; without one None, and whether a layer before it has only an endpoint."""

    bundle: Bundle | None
    keyless_endpoint: bool


def layers_of(payer: Payer) -> tuple[Layer, ...]:
    """The layers that may be read when this payer pays, the first that has a key wins."""
    return PLATFORM_LAYERS if payer is Payer.PLATFORM else BYOK_LAYERS


def is_key(secret: Secret) -> bool:
    """Whether a text can be a key: neither short nor endless, and nothing in it that ends a header."""
    text = secret.reveal()
    if len(text) < LEAST or len(text) > MOST or text.isspace():
        return False
    if any(ord(letter) < 32 or 127 <= ord(letter) < 160 for letter in text):
        return False
    return len(text.encode(errors="surrogatepass")) <= MOST


def operator_names(registry: Registry) -> frozenset[str]:
    """The names that providers which the operator pays for accept: they count for nobody else."""
    return frozenset(name for provider in registry.operators for name in provider.auth_env)


def shared_names(registry: Registry) -> frozenset[str]:
    """The names that providers with different hosts accept: by itself such a name is nobody's."""
    found: dict[str, set[tuple[str, ...]]] = {}
    for provider in registry.providers:
        for name in provider.auth_env:
            found.setdefault(name, set()).add(tuple(sorted(list_hosts(provider))))
    return frozenset(name for name, hosts in found.items() if len(hosts) > 1)


def usable_names(registry: Registry, runtime: str, names: Iterable[str]) -> tuple[str, ...]:
    """Of the names in the session and owner layers those that are pinned at open, sorted.

    That some arm of the runtime accepts, and no provider that the operator pays for.
    """
    known = registry.runtimes.get(runtime)
    accepted = {name for arm in (known.arms if known else ()) for name in arm.provider.auth_env}
    return tuple(sorted(set(names) & accepted - operator_names(registry)))


def choose(
    bundles: Iterable[Bundle],
    provider: Provider,
    layers: tuple[Layer, ...],
    barred: Collection[str],
    session_endpoint: str | None,
) -> Winner:
    """The first layer that has a key for the provider, and in it the first name in the provider's order.

    What comes from another layer, or under a name that is `barred`, is as if it were not there.
    """
    given = [each for each in bundles if each.layer in layers]
    keys = {
        (each.layer, each.name): each
        for each in reversed(given)
        if each.name not in barred and is_key(each.secret)
    }
    keyless = False
    for layer in layers:
        found = next((keys[layer, name] for name in provider.auth_env if (layer, name) in keys), None)
        if found is not None:
            return Winner(found, keyless)
        own = session_endpoint if layer is Layer.SESSION else None
        last = layer is layers[-1]
        keyless |= not last and (own is not None or any(e.layer == layer and e.endpoint for e in given))
    return Winner(None, keyless)
