"""Who pays: no state ends on the operator's bill that should not."""

from routeproof.checks.payer import (
    byok_never_platform,
    byok_without_key_fails_closed,
    no_id_on_platform_and_byok,
    one_platform_provider,
    override_garbage_equals_none,
    own_key_is_used,
    payer_independent_of_auth_env,
    platform_arm_lists_ids,
    platform_name_exact,
    platform_only_by_listing,
    read_path_equals_provision_path,
    spelling_variant_same_payer,
)

CHECKS = (
    byok_never_platform.CHECK,
    byok_without_key_fails_closed.CHECK,
    no_id_on_platform_and_byok.CHECK,
    one_platform_provider.CHECK,
    override_garbage_equals_none.CHECK,
    own_key_is_used.CHECK,
    payer_independent_of_auth_env.CHECK,
    platform_arm_lists_ids.CHECK,
    platform_name_exact.CHECK,
    platform_only_by_listing.CHECK,
    read_path_equals_provision_path.CHECK,
    spelling_variant_same_payer.CHECK,
)
