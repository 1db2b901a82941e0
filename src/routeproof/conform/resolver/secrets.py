"""Which variables a resolver may not see."""

from collections.abc import Callable

from routeproof.model.registry import Registry
from routeproof.resolve.credentials import known_credentials
from routeproof.transport import is_named_like_a_secret


def secrets_of(registry: Registry) -> Callable[[str], bool]:
    """Tells of the name of a variable whether it holds a secret: by its end, or because it is a key here."""
    keys = known_credentials(registry)
    return lambda name: is_named_like_a_secret(name) or name.upper() in keys
