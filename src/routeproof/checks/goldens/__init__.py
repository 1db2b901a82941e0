"""What was accepted as today's truth, and what moved since the base."""

from routeproof.checks.goldens import (
    golden_guards,
    golden_matrix,
    golden_metadata,
    golden_offers,
    move_happened,
    move_landed,
    move_recorded,
)

CHECKS = (
    golden_guards.CHECK,
    golden_matrix.CHECK,
    golden_metadata.CHECK,
    golden_offers.CHECK,
    move_happened.CHECK,
    move_landed.CHECK,
    move_recorded.CHECK,
)
