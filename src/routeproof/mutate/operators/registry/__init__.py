"""Operators on the registry: where ids go, and what providers are."""

from routeproof.mutate.operators.registry import (
    arms,
    catalogue,
    credentials,
    endpoints,
    ids,
    money,
    patterns,
)

OPERATORS = (
    *arms.OPERATORS,
    *ids.OPERATORS,
    *money.OPERATORS,
    *patterns.OPERATORS,
    *credentials.OPERATORS,
    *endpoints.OPERATORS,
    *catalogue.OPERATORS,
)
