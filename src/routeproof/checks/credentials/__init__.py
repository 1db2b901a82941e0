"""Keys and endpoints: whose they are, and where they are sent."""

from routeproof.checks.credentials import (
    base_url_host_allowed,
    credential_list_covers_auth_env,
    endpoint_vars_complete,
    no_vendor_key_on_platform_route,
    platform_token_exclusive,
    protocol_auth_mode_paired,
    token_env_accepted,
)

CHECKS = (
    base_url_host_allowed.CHECK,
    credential_list_covers_auth_env.CHECK,
    endpoint_vars_complete.CHECK,
    no_vendor_key_on_platform_route.CHECK,
    platform_token_exclusive.CHECK,
    protocol_auth_mode_paired.CHECK,
    token_env_accepted.CHECK,
)
