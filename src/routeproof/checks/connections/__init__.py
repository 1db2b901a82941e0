"""Provider connections: rows that can serve, of known providers, with keys that are their own."""

from routeproof.checks.connections import (
    connection_auth_valid,
    connection_credential_accepted,
    connection_name_clear,
    connection_pair_usable,
    connection_provider_known,
    connection_reference_resolves,
    connection_registry_agrees,
    connection_seeds_complete,
    connection_used,
    credential_is_reference,
)

CHECKS = (
    connection_auth_valid.CHECK,
    connection_credential_accepted.CHECK,
    connection_name_clear.CHECK,
    connection_pair_usable.CHECK,
    connection_provider_known.CHECK,
    connection_reference_resolves.CHECK,
    connection_registry_agrees.CHECK,
    connection_seeds_complete.CHECK,
    connection_used.CHECK,
    credential_is_reference.CHECK,
)
