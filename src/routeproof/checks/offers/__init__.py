"""What templates offer, held against the registry."""

from routeproof.checks.offers import (
    default_model_registers,
    offered_covers_menu,
    offered_id_not_withdrawn,
    offered_id_routes,
    offered_id_unambiguous,
    offered_key_accepted,
    offered_payer_agrees,
    offered_provider_agrees,
    offered_runtime_known,
)

CHECKS = (
    default_model_registers.CHECK,
    offered_covers_menu.CHECK,
    offered_id_not_withdrawn.CHECK,
    offered_id_routes.CHECK,
    offered_id_unambiguous.CHECK,
    offered_key_accepted.CHECK,
    offered_payer_agrees.CHECK,
    offered_provider_agrees.CHECK,
    offered_runtime_known.CHECK,
)
