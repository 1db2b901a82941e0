"""Arms and patterns: each can be reached, and none takes what another owns."""

from routeproof.checks.arms import (
    arm_reachable,
    arm_unshadowed,
    default_closed,
    deleting_an_id_fails_closed,
    exact_and_pattern_agree,
    name_only_arm_owns_an_id,
    pattern_anchored,
    pattern_portable,
    patterns_disjoint,
    probe_alive,
    probe_covers_arm,
    provider_is_used,
)

CHECKS = (
    arm_reachable.CHECK,
    arm_unshadowed.CHECK,
    default_closed.CHECK,
    deleting_an_id_fails_closed.CHECK,
    exact_and_pattern_agree.CHECK,
    name_only_arm_owns_an_id.CHECK,
    pattern_anchored.CHECK,
    pattern_portable.CHECK,
    patterns_disjoint.CHECK,
    probe_alive.CHECK,
    probe_covers_arm.CHECK,
    provider_is_used.CHECK,
)
