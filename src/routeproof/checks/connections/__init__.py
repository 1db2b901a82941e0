"""Provider connections: whose credential goes with which provider, and that nobody else pays."""

from routeproof.checks.connections import (
    backfill_settled,
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
    entry_has_connection,
    entry_payer_agrees,
    entry_provider_agrees,
    entry_route_agrees,
    payer_preserved,
)

CHECKS = (
    backfill_settled.CHECK,
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
    entry_has_connection.CHECK,
    entry_payer_agrees.CHECK,
    entry_provider_agrees.CHECK,
    entry_route_agrees.CHECK,
    payer_preserved.CHECK,
)
