"""Entries of a configuration: whom they name, and that nobody else pays for them, whatever fails."""

from routeproof.checks.entries import (
    backfill_settled,
    entry_has_connection,
    entry_payer_agrees,
    entry_provider_agrees,
    entry_route_agrees,
    payer_preserved,
)

CHECKS = (
    backfill_settled.CHECK,
    entry_has_connection.CHECK,
    entry_payer_agrees.CHECK,
    entry_provider_agrees.CHECK,
    entry_route_agrees.CHECK,
    payer_preserved.CHECK,
)
