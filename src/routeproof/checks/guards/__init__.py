"""What a workspace must be held to."""

from routeproof.checks.guards import (
    required_guard_present,
)

CHECKS = (required_guard_present.CHECK,)
