"""Ids that are listed, pinned or sworn to: each goes where it must."""

from routeproof.checks.listing import (
    invariants_hold,
    listed_id_is_trimmed,
    listed_id_once_per_arm,
    listed_id_registers,
    listed_id_routes_to_its_arm,
    pin_holds,
    platform_id_resolves_upstream,
    upstream_vendor_well_formed,
    withdrawn_id_refused,
)

CHECKS = (
    invariants_hold.CHECK,
    listed_id_is_trimmed.CHECK,
    listed_id_once_per_arm.CHECK,
    listed_id_registers.CHECK,
    listed_id_routes_to_its_arm.CHECK,
    pin_holds.CHECK,
    platform_id_resolves_upstream.CHECK,
    upstream_vendor_well_formed.CHECK,
    withdrawn_id_refused.CHECK,
)
